package dev.ordeal.faultlab.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/**
 * What was found in one file.
 *
 * @param ruling the answer
 * @param label the answer in the judge's own word, as {@code linearizable}
 * @param words the reasons, a sentence each; where the file is malformed, a mistake each with its line: {@code
 *     history.edn:14: …}
 * @param facts figures and findings for {@code --json}: an object
 */
public record FileVerdict(Ruling ruling, String label, List<String> words, JsonNode facts) {
  /** What it means for the exit status. */
  public enum Ruling {
    /** As promised. */
    GOOD,
    /** A promise is broken. */
    VIOLATED,
    /** The file is not of the kind; nothing was judged. */
    MALFORMED,
    /** Nothing can be said. */
    UNDECIDED
  }

  /** Copies the list. */
  public FileVerdict {
    words = List.copyOf(words);
  }

  /** A file of which nothing could be judged. */
  public static FileVerdict malformed(final List<String> mistakes) {
    return new FileVerdict(Ruling.MALFORMED, "malformed", mistakes, JsonNodeFactory.instance.objectNode());
  }
}
