package dev.ordeal.faultlab.experiment;

import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A part of an experiment's runs, for one of several machines: every {@code of}-th run, beginning with number
 * {@code number}.
 *
 * @param number 1 to {@code of}
 * @param of how many parts there are
 */
public record Shard(int number, int of) {
  /** All runs. */
  public static final Shard WHOLE = new Shard(1, 1);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

  /** Refuses parts that do not exist. */
  public Shard {
    if (of < 1) {
      throw new IllegalArgumentException("parts out of range: shard=%d/%d, parts min=1".formatted(number, of));
    }
    if (number < 1 || number > of) {
      throw new IllegalArgumentException(
          "shard out of range: shard=%d/%d, min=1/%d, max=%d/%d".formatted(number, of, of, of, of));
    }
  }

  /** Reads {@code 2/8}. */
  public static Shard parse(final String text) {
    final Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a shard: shard=%s, expected e.g. 2/8".formatted(text));
    }
    return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Whether a run belongs here. */
  public boolean holds(final long runNumber) {
    return runNumber % of == number - 1;
  }

  /** The runs that belong here, cell by cell. */
  public Iterator<Sweep.Task> tasks(final Experiment experiment) {
    return IntStream.range(0, experiment.cells().size())
        .boxed()
        .flatMap(
            number ->
                IntStream.range(0, experiment.seeds())
                    .filter(index -> holds((long) number * experiment.seeds() + index))
                    .mapToObj(
                        index -> {
                          final Cell cell = experiment.cells().get(number);
                          return new Sweep.Task(cell, index, experiment.seed(cell, index));
                        }))
        .iterator();
  }

  @Override
  public String toString() {
    return number + "/" + of;
  }
}
