package dev.ordeal.faultlab.judge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Judges files of one kind: {@code lab check --model NAME FILE…}. Found by {@link java.util.ServiceLoader}, beside the
 * judges that {@link Judges} makes of the models of histories. Immutable; any thread.
 */
public interface FileJudge {
  /** What {@code --model} says. */
  String name();

  /** What it judges, in one line. */
  String summary();

  /** The formats that it reads, as {@code --format} says them. */
  List<String> formats();

  /**
   * Judges one file. What is wrong with the file's contents is said in the verdict; it is never an exception.
   *
   * @throws IOException if the file cannot be read, or a picture cannot be written
   */
  FileVerdict judge(Path file, JudgeSettings settings) throws IOException;
}
