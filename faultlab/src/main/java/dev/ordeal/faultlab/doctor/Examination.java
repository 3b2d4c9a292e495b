package dev.ordeal.faultlab.doctor;

import dev.ordeal.faultlab.doctor.DoctorReport.Row;
import dev.ordeal.faultlab.doctor.DoctorReport.Verdict;
import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.Fate;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.protocols.core.CounterRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * Collects findings, and corrects them for their number when all are in. Every check draws from a seed of its own,
 * derived from the examination's. Single owner.
 */
final class Examination {
  private record Finding(
      String check,
      String what,
      String expected,
      String measured,
      double p,
      DoubleFunction<String> sees,
      Verdict verdict) {}

  private static final double LOST_NS = 1e18;

  private final long seed;
  private final LinkModel model;
  private final List<Finding> findings = new ArrayList<>();

  Examination(final long seed, final LinkModel model) {
    this.seed = seed;
    this.model = model;
  }

  /** A seed for one use, by its name. */
  long seedOf(final String use) {
    return CounterRandom.hash(seed, use.hashCode());
  }

  /** Opens links with rules and a delay, without any other fault and without healing. */
  LinkModel.Transmitter open(final String use, final LinkRules rules, final Delay delay, final int clusterSize) {
    return model.open(plan(seedOf(use), rules, delay, FaultPlan.NEVER, 0), clusterSize);
  }

  LinkModel.Transmitter open(final FaultPlan plan, final int clusterSize) {
    return model.open(plan, clusterSize);
  }

  static FaultPlan plan(
      final long planSeed,
      final LinkRules rules,
      final Delay delay,
      final long healNs,
      final long healedDelayMaxNs) {
    return new FaultPlan(
        planSeed,
        healNs,
        healedDelayMaxNs,
        rules,
        delay,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /**
   * A statistical finding.
   *
   * @param sees says, for a level of significance, which error would be seen
   */
  void test(
      final String check,
      final String what,
      final String expected,
      final String measured,
      final double p,
      final DoubleFunction<String> sees) {
    findings.add(new Finding(check, what, expected, measured, p, sees, Verdict.OK));
  }

  /** A finding that holds or not. */
  void exact(
      final String check, final String what, final String expected, final String measured, final boolean holds) {
    findings.add(
        new Finding(check, what, expected, measured, Double.NaN, level -> "", holds ? Verdict.OK : Verdict.FAILED));
  }

  /** A fact. */
  void note(final String check, final String what, final String measured) {
    findings.add(new Finding(check, what, "", measured, Double.NaN, level -> "", Verdict.NOTE));
  }

  /**
   * Corrects by Holm's step-down procedure: the i-th least p of m is multiplied by m − i, and never below the one
   * before.
   */
  DoctorReport report(final double alpha) {
    final List<Integer> byP =
        IntStream.range(0, findings.size())
            .filter(i -> !Double.isNaN(findings.get(i).p()))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> findings.get(i).p()))
            .toList();
    final double[] corrected = new double[findings.size()];
    double greatest = 0;
    for (int rank = 0; rank < byP.size(); rank++) {
      final int i = byP.get(rank);
      greatest = Math.max(greatest, Math.min(1, findings.get(i).p() * (byP.size() - rank)));
      corrected[i] = greatest;
    }
    final double level = alpha / Math.max(1, byP.size());
    final List<Row> rows = new ArrayList<>();
    for (int i = 0; i < findings.size(); i++) {
      final Finding finding = findings.get(i);
      final boolean isTest = !Double.isNaN(finding.p());
      final Verdict verdict = isTest && corrected[i] <= alpha ? Verdict.FAILED : finding.verdict();
      rows.add(
          new Row(
              finding.check(),
              finding.what(),
              finding.expected(),
              finding.measured(),
              finding.sees().apply(level),
              isTest ? corrected[i] : Double.NaN,
              verdict));
    }
    return new DoctorReport(seed, alpha, List.copyOf(rows));
  }

  /** How long a copy took, or very long if it never arrived: the checks of delays must survive links that lose. */
  static double delayNs(final Fate fate, final int copy, final long sentNs) {
    return copy < fate.copies() ? fate.arrivalNs(copy) - sentNs : LOST_NS;
  }

  static String percent(final double share) {
    return String.format(Locale.ROOT, "%.3f%%", 100 * share);
  }

  static String offBy(final double deviation) {
    return "±" + percent(deviation);
  }

  static String decimal(final double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
