package dev.ordeal.faultlab.doctor;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.Fate;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.fault.LinkRules.Burst;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** Delays have the distribution that was asked for, whatever the load; a capacity is the one that was asked for. */
final class DelayChecks {
  private static final int MESSAGES = 200_000;
  private static final int CLUSTER = 4;
  private static final long US = 1_000;
  private static final long MS = 1_000_000;
  private static final long S = 1_000_000_000;
  private static final Delay UNIFORM = new Delay.Uniform(10 * MS, 100 * MS);

  private final Examination examination;
  private final Fate fate = new Fate();

  DelayChecks(final Examination examination) {
    this.examination = examination;
  }

  void run() {
    checkDistribution("uniform", UNIFORM);
    checkDistribution("exponential", new Delay.Exponential(5 * MS, 20 * MS));
    checkDistribution("log-normal", new Delay.LogNormal(20 * MS, 500));
    checkDistribution("pareto", new Delay.Pareto(10 * MS, 1_500));
    checkDistribution(
        "regions",
        new Delay.Regions(
            List.of("us", "eu", "ap"),
            List.of(
                List.of(MS, 40 * MS, 80 * MS), List.of(40 * MS, MS, 120 * MS), List.of(60 * MS, 90 * MS, MS)),
            100_000));
    checkDistribution(
        "empirical",
        new Delay.Empirical("example", List.of(MS, 3 * MS, 10 * MS, 200 * MS), List.of(100L, 600L, 250L, 50L)));
    checkCopies();
    checkConstant();
    checkLoad();
    checkCapacity();
  }

  private void checkDistribution(final String what, final Delay delay) {
    final LinkModel.Transmitter links = examination.open("delay " + what, LinkRules.CLEAN, delay, CLUSTER);
    final double[] samples = new double[MESSAGES];
    double sum = 0;
    for (int i = 0; i < MESSAGES; i++) {
      links.transmit(i * US, 1, 2, 100, fate);
      samples[i] = Examination.delayNs(fate, 0, i * US);
      sum += samples[i];
    }
    final DoubleUnaryOperator cdf = DelayTheory.cdf(delay, 1, 2);
    Arrays.sort(samples);
    final double distance = distance(samples, cdf);
    examination.test(
        "delay",
        what + ", mean " + milliseconds(sum / MESSAGES),
        "distance 0",
        "distance " + Examination.decimal(distance),
        Significance.ksP(samples, cdf),
        level -> "distance " + Examination.decimal(Significance.ksSees(MESSAGES, level)));
  }

  private static double distance(final double[] sorted, final DoubleUnaryOperator cdf) {
    double distance = 0;
    for (int i = 0; i < sorted.length; i++) {
      final double theory = cdf.applyAsDouble(sorted[i]);
      final double below = (double) i / sorted.length;
      final double upTo = (i + 1.0) / sorted.length;
      distance = Math.max(distance, Math.max(Math.abs(theory - below), Math.abs(theory - upTo)));
    }
    return distance;
  }

  private static String milliseconds(final double ns) {
    return String.format(Locale.ROOT, "%.2fms", ns / MS);
  }

  /** A copy has a delay of its own: of the same distribution, and not that of the message. */
  private void checkCopies() {
    final LinkRules rules =
        new LinkRules(0, Burst.NONE, LinkRules.ALWAYS_PPB, 0, new Delay.Constant(0), 0, 0, 0, false);
    final LinkModel.Transmitter links = examination.open("copies", rules, UNIFORM, CLUSTER);
    final double[] copies = new double[MESSAGES];
    double product = 0;
    for (int i = 0; i < MESSAGES; i++) {
      links.transmit(i * US, 1, 2, 100, fate);
      copies[i] = Examination.delayNs(fate, 1, i * US);
      product += standardised(Examination.delayNs(fate, 0, i * US)) * standardised(copies[i]);
    }
    final DoubleUnaryOperator cdf = DelayTheory.cdf(UNIFORM, 1, 2);
    examination.test(
        "duplication",
        "delay of copies",
        "distance 0",
        "mean " + milliseconds(Arrays.stream(copies).average().orElse(0)),
        Significance.ksP(copies, cdf),
        level -> "distance " + Examination.decimal(Significance.ksSees(MESSAGES, level)));
    final double correlation = product / MESSAGES;
    final double standardError = 1 / Math.sqrt(MESSAGES);
    examination.test(
        "duplication",
        "delay of a message and its copy",
        "correlation 0",
        "correlation " + Examination.decimal(correlation),
        Significance.normalP(correlation, standardError),
        level -> "±" + Examination.decimal(Significance.rateSees(standardError, level)));
  }

  /** A delay of {@link #UNIFORM} with mean 0 and variance 1. */
  private static double standardised(final double ns) {
    return (ns - 55 * MS) / (90 * MS / Math.sqrt(12));
  }

  private void checkConstant() {
    int wrong = 0;
    final LinkModel.Transmitter links =
        examination.open("constant", LinkRules.CLEAN, new Delay.Constant(5 * MS), CLUSTER);
    final LinkModel.Transmitter instant = examination.open("instant", LinkRules.CLEAN, new Delay.Constant(0), CLUSTER);
    for (int i = 0; i < MESSAGES; i++) {
      // A megabyte a nanosecond: a hidden capacity would show at once.
      links.transmit(i, 1, 2, 1_000_000, fate);
      wrong += Examination.delayNs(fate, 0, i) == 5 * MS ? 0 : 1;
      instant.transmit(i, 1, 2, 1, fate);
      wrong += fate.copies() == 1 && fate.arrivalNs(0) > i ? 0 : 1;
    }
    examination.exact(
        "delay",
        "constant at full load; never 0",
        "5ms; above 0",
        wrong + " of " + 2 * MESSAGES + " wrong",
        wrong == 0);
  }

  /** Latency must not depend on load unless a capacity was asked for. */
  private void checkLoad() {
    final int messages = MESSAGES / 4;
    final LinkModel.Transmitter links = examination.open("load", LinkRules.CLEAN, UNIFORM, CLUSTER);
    final double[] light = new double[messages];
    final double[] heavy = new double[messages];
    for (int i = 0; i < messages; i++) {
      links.transmit(i * S, 1, 2, 100, fate);
      light[i] = Examination.delayNs(fate, 0, i * S);
    }
    final long startNs = messages * S;
    for (int i = 0; i < messages; i++) {
      links.transmit(startNs + i, 1, 2, 10_000, fate);
      heavy[i] = Examination.delayNs(fate, 0, startNs + i);
    }
    examination.test(
        "hidden capacity",
        "latency at 100 B/s and at 10 TB/s",
        "equal in distribution",
        "medians %s, %s".formatted(milliseconds(median(light)), milliseconds(median(heavy))),
        Significance.ksP(light, heavy),
        level -> "distance " + Examination.decimal(Significance.ksSees(messages / 2.0, level)));
  }

  private static double median(final double[] values) {
    final double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /**
   * A link of 1 MB/s with a queue of 10 kB takes 1 ms for 1 kB, keeps ten of them, drops the rest, and shares with no
   * other.
   */
  private void checkCapacity() {
    final LinkRules rules =
        new LinkRules(0, Burst.NONE, 0, 0, new Delay.Constant(0), 0, 1_000_000, 10_000, false);
    final LinkModel.Transmitter links = examination.open("capacity", rules, new Delay.Constant(5 * MS), CLUSTER);
    int wrong = 0;
    for (int i = 0; i < 20; i++) {
      links.transmit(0, 1, 2, 1_000, fate);
      final boolean fits = i < 10;
      wrong += fits == (fate.copies() == 1) ? 0 : 1;
      wrong += !fits || (fate.copies() == 1 && fate.arrivalNs(0) == (6 + i) * MS) ? 0 : 1;
    }
    links.transmit(0, 2, 1, 1_000, fate);
    wrong += fate.copies() == 1 && fate.arrivalNs(0) == 6 * MS ? 0 : 1;
    examination.exact(
        "capacity", "1MB/s, queue of 10kB", "1ms a kB, 10 kept", wrong + " of 41 wrong", wrong == 0);
    final int seconds = 10;
    long carried = 0;
    for (int i = 0; i < seconds * 10_000; i++) {
      links.transmit(S + i * 100L * US, 2, 3, 500, fate);
      carried += fate.copies() == 1 ? 500 : 0;
    }
    final long rate = carried / seconds;
    examination.exact(
        "capacity", "carried at 5 times the capacity", "1MB/s", rate + "B/s", rate >= 999_000 && rate <= 1_002_000);
  }
}
