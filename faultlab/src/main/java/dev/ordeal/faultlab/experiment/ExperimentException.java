package dev.ordeal.faultlab.experiment;

import java.util.List;
import java.util.stream.Collectors;

/** An experiment that cannot run. Carries every mistake of the file, in the order of the file. */
public final class ExperimentException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Mistake> mistakes;

  /** At least one mistake. */
  public ExperimentException(final List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  /** A single mistake. */
  public ExperimentException(final String text, final String at) {
    this(List.of(new Mistake(text, at)));
  }

  /** What is wrong. */
  public List<Mistake> mistakes() {
    return mistakes;
  }
}
