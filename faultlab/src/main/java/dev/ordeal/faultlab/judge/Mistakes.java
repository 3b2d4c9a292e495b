package dev.ordeal.faultlab.judge;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file, by line. Single owner. */
final class Mistakes {
  private static final int LISTED_MAX = 20;

  private final String file;
  private final List<String> listed = new ArrayList<>();
  private int count;

  Mistakes(final String file) {
    this.file = file;
  }

  void add(final int line, final String message) {
    count++;
    if (listed.size() < LISTED_MAX) {
      listed.add("%s:%d: %s".formatted(file, line, message));
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  List<String> inWords() {
    final List<String> words = new ArrayList<>(listed);
    if (count > listed.size()) {
      words.add("and %d more".formatted(count - listed.size()));
    }
    return words;
  }
}
