package dev.ordeal.faultlab.doctor;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.Fate;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.fault.LinkRules.Burst;
import dev.ordeal.protocols.core.FaultKind;
import java.util.function.Predicate;
import org.apache.commons.statistics.inference.GTest;

/** Faults that happen with a probability happen with that probability. */
final class RateChecks {
  private static final int MESSAGES = 300_000;
  private static final int CLUSTER = 2;
  private static final long MS = 1_000_000;
  private static final Delay STEADY = new Delay.Constant(5 * MS);

  /** A chi-square bin needs an expected count of about this to be trusted. */
  private static final double BIN_MIN = 25;

  private final Examination examination;
  private final Fate fate = new Fate();

  RateChecks(final Examination examination) {
    this.examination = examination;
  }

  void run() {
    checkRate("loss", "1%", 0.01, lossOnly(10_000_000), fates -> fates.lostTo() == FaultKind.LOSS);
    checkRate("loss", "10%", 0.1, lossOnly(100_000_000), fates -> fates.lostTo() == FaultKind.LOSS);
    checkRate("loss", "50%", 0.5, lossOnly(500_000_000), fates -> fates.lostTo() == FaultKind.LOSS);
    checkRate(
        "duplication",
        "5%",
        0.05,
        rules(Burst.NONE, 50_000_000, 0, 0),
        fates -> fates.isDuplicated() && fates.copies() == 2);
    checkRate("reordering", "5%", 0.05, rules(Burst.NONE, 0, 50_000_000, 0), fates -> fates.isHeld());
    checkRate("corruption", "2%", 0.02, rules(Burst.NONE, 0, 0, 20_000_000), fates -> fates.isCorrupted());
    checkHolding();
    checkExtremes();
    checkBursts(new Burst(20_000_000, 250_000_000, 1_000_000_000));
    checkBurstRate(new Burst(50_000_000, 200_000_000, 500_000_000));
  }

  private static LinkRules lossOnly(final long ppb) {
    return new LinkRules(ppb, Burst.NONE, 0, 0, new Delay.Constant(0), 0, 0, 0, false);
  }

  private static LinkRules rules(
      final Burst burst, final long duplicationPpb, final long reorderPpb, final long corruptionPpb) {
    return new LinkRules(
        0, burst, duplicationPpb, reorderPpb, new Delay.Constant(50 * MS), corruptionPpb, 0, 0, false);
  }

  private void checkRate(
      final String check,
      final String what,
      final double probability,
      final LinkRules rules,
      final Predicate<Fate> isHit) {
    final LinkModel.Transmitter links = examination.open(check + what, rules, STEADY, CLUSTER);
    int hits = 0;
    for (int i = 0; i < MESSAGES; i++) {
      links.transmit(i, 0, 1, 100, fate);
      hits += isHit.test(fate) ? 1 : 0;
    }
    examination.test(
        check,
        "rate of " + what,
        Examination.percent(probability),
        Examination.percent((double) hits / MESSAGES),
        Significance.binomialP(MESSAGES, hits, probability),
        level -> Examination.offBy(Significance.binomialSees(MESSAGES, probability, level)));
  }

  /** A held message takes its delay and the extra one; others take their delay alone. */
  private void checkHolding() {
    final LinkModel.Transmitter links =
        examination.open("holding", rules(Burst.NONE, 0, 500_000_000, 0), STEADY, CLUSTER);
    int wrong = 0;
    for (int i = 0; i < 10_000; i++) {
      links.transmit(i, 0, 1, 100, fate);
      final long expectedNs = i + 5 * MS + (fate.isHeld() ? 50 * MS : 0);
      wrong += fate.copies() == 1 && fate.arrivalNs(0) == expectedNs ? 0 : 1;
    }
    examination.exact(
        "reordering", "delay of held messages", "55ms, others 5ms", wrong + " of 10000 wrong", wrong == 0);
  }

  private void checkExtremes() {
    int wrong = 0;
    final LinkModel.Transmitter never = examination.open("never", LinkRules.CLEAN, STEADY, CLUSTER);
    final LinkModel.Transmitter always = examination.open("always", lossOnly(LinkRules.ALWAYS_PPB), STEADY, CLUSTER);
    for (int i = 0; i < MESSAGES; i++) {
      never.transmit(i, 0, 1, 100, fate);
      wrong += fate.copies() == 1 && !fate.isHeld() && !fate.isCorrupted() && !fate.isDuplicated() ? 0 : 1;
      always.transmit(i, 0, 1, 100, fate);
      wrong += fate.lostTo() == FaultKind.LOSS ? 0 : 1;
    }
    examination.exact(
        "loss", "0% and 100%, no other fault on", "none, all", wrong + " of " + 2 * MESSAGES + " wrong", wrong == 0);
  }

  /** With certain loss in the bad state, runs of lost and of delivered messages are geometric and independent. */
  private void checkBursts(final Burst burst) {
    final LinkModel.Transmitter links = examination.open("bursts", rules(burst, 0, 0, 0), STEADY, CLUSTER);
    final RunLengths lost = new RunLengths(burst.badToGoodPpb() / 1e9);
    final RunLengths delivered = new RunLengths(burst.goodToBadPpb() / 1e9);
    boolean wasLost = false;
    int length = 0;
    int wrongKind = 0;
    for (int i = 0; i < 4 * MESSAGES; i++) {
      links.transmit(i, 0, 1, 100, fate);
      final boolean isLost = fate.lostTo() != null;
      wrongKind += isLost && fate.lostTo() != FaultKind.BURST_LOSS ? 1 : 0;
      if (isLost == wasLost) {
        length++;
        continue;
      }
      if (length > 0) {
        (wasLost ? lost : delivered).add(length);
      }
      wasLost = isLost;
      length = 1;
    }
    lost.report("length of bursts");
    delivered.report("length of gaps between bursts");
    examination.exact("burst loss", "cause given", "burst-loss", wrongKind + " otherwise", wrongKind == 0);
  }

  /** Counts of run lengths, against a geometric distribution from 1. */
  private final class RunLengths {
    private final double endProbability;
    private final long[] counts = new long[10_000];
    private long total;
    private double sum;

    RunLengths(final double endProbability) {
      this.endProbability = endProbability;
    }

    void add(final int length) {
      counts[Math.min(length, counts.length) - 1]++;
      total++;
      sum += length;
    }

    void report(final String what) {
      if (total < 2 * BIN_MIN) {
        examination.exact("burst loss", what, "mean " + Examination.decimal(1 / endProbability), "no bursts", false);
        return;
      }
      int bins = 1;
      while (total * Math.pow(1 - endProbability, bins) * endProbability >= BIN_MIN && bins < counts.length - 1) {
        bins++;
      }
      final double[] expected = new double[bins + 1];
      final long[] observed = new long[bins + 1];
      for (int i = 0; i < counts.length; i++) {
        observed[Math.min(i, bins)] += counts[i];
      }
      for (int i = 0; i < bins; i++) {
        expected[i] = total * Math.pow(1 - endProbability, i) * endProbability;
      }
      expected[bins] = total * Math.pow(1 - endProbability, bins);
      final double runs = total;
      final int degrees = bins;
      examination.test(
          "burst loss",
          what,
          "mean " + Examination.decimal(1 / endProbability),
          "mean " + Examination.decimal(sum / total),
          GTest.withDefaults().test(expected, observed).getPValue(),
          level -> "distance " + Examination.decimal(Math.sqrt(Significance.chiSquareSees(degrees, level) / runs)));
    }
  }

  /** The share lost in the long run, whose variance is larger than a binomial's since losses come together. */
  private void checkBurstRate(final Burst burst) {
    final LinkModel.Transmitter links = examination.open("burst rate", rules(burst, 0, 0, 0), STEADY, CLUSTER);
    final int messages = 4 * MESSAGES;
    int lost = 0;
    for (int i = 0; i < messages; i++) {
      links.transmit(i, 0, 1, 100, fate);
      lost += fate.lostTo() != null ? 1 : 0;
    }
    final double toBad = burst.goodToBadPpb() / 1e9;
    final double toGood = burst.badToGoodPpb() / 1e9;
    final double lossInBad = burst.lossInBadPpb() / 1e9;
    final double bad = toBad / (toBad + toGood);
    final double memory = 1 - toBad - toGood;
    final double rate = bad * lossInBad;
    final double variance =
        rate * (1 - rate) + 2 * lossInBad * lossInBad * bad * (1 - bad) * memory / (1 - memory);
    final double standardError = Math.sqrt(variance / messages);
    final double measured = (double) lost / messages;
    examination.test(
        "burst loss",
        "rate in the long run",
        Examination.percent(rate),
        Examination.percent(measured),
        Significance.normalP(measured - rate, standardError),
        level -> Examination.offBy(Significance.rateSees(standardError, level)));
  }
}
