package dev.ordeal.faultlab.doctor;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.Fate;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.fault.LinkRules.Burst;

/**
 * What is said to be independent is: links of one another, messages of those before, draws of one message, seeds. Each
 * check sums the squares of many sample correlations, each of which is standard normal by theory.
 */
final class IndependenceChecks {
  private static final int MESSAGES = 100_000;
  private static final int CLUSTER = 4;
  private static final int LAGS = 10;
  private static final long MS = 1_000_000;
  private static final double LOSS = 0.3;
  private static final Delay DELAY = new Delay.Uniform(10 * MS, 100 * MS);
  private static final LinkRules RULES =
      new LinkRules(
          (long) (LOSS * LinkRules.ALWAYS_PPB), Burst.NONE, 0, 0, new Delay.Constant(0), 0, 0, 0, false);

  /** Both directions of three pairs, a common sender, a common receiver. */
  private static final int[][] LINKS = {{0, 1}, {1, 0}, {0, 2}, {2, 0}, {2, 1}, {1, 2}, {3, 2}, {0, 3}};

  private final Examination examination;
  private final Fate fate = new Fate();

  IndependenceChecks(final Examination examination) {
    this.examination = examination;
  }

  void run() {
    final double[][] losses = new double[LINKS.length][MESSAGES];
    final LinkModel.Transmitter links = examination.open("independence", RULES, DELAY, CLUSTER);
    for (int i = 0; i < MESSAGES; i++) {
      for (int link = 0; link < LINKS.length; link++) {
        links.transmit(i, LINKS[link][0], LINKS[link][1], 100, fate);
        losses[link][i] = standardisedLoss();
      }
    }
    reportPairs("loss on pairs of links", losses);
    reportLags("loss and the %d messages before, on one link".formatted(LAGS), losses[0]);
    checkDelays();
    checkDraws();
    checkSeeds();
    checkCounterBase();
  }

  private double standardisedLoss() {
    return ((fate.lostTo() != null ? 1 : 0) - LOSS) / Math.sqrt(LOSS * (1 - LOSS));
  }

  private double standardisedDelay(final long sentNs) {
    return (Examination.delayNs(fate, 0, sentNs) - 55 * MS) / (90 * MS / Math.sqrt(12));
  }

  private void checkDelays() {
    final double[][] delays = new double[LINKS.length][MESSAGES];
    final LinkModel.Transmitter links = examination.open("delays", LinkRules.CLEAN, DELAY, CLUSTER);
    for (int i = 0; i < MESSAGES; i++) {
      for (int link = 0; link < LINKS.length; link++) {
        links.transmit(i, LINKS[link][0], LINKS[link][1], 100, fate);
        delays[link][i] = standardisedDelay(i);
      }
    }
    reportPairs("delay on pairs of links", delays);
    reportLags("delay and the %d messages before, on one link".formatted(LAGS), delays[0]);
  }

  /** Whether a message is doubled, held, altered, and how long it takes, have nothing to do with one another. */
  private void checkDraws() {
    final long half = LinkRules.ALWAYS_PPB / 2;
    final LinkRules rules = new LinkRules(0, Burst.NONE, half, half, new Delay.Constant(0), half, 0, 0, false);
    final LinkModel.Transmitter links = examination.open("draws", rules, DELAY, CLUSTER);
    final double[][] draws = new double[4][MESSAGES];
    for (int i = 0; i < MESSAGES; i++) {
      links.transmit(i, 0, 1, 100, fate);
      draws[0][i] = fate.isDuplicated() ? 1 : -1;
      draws[1][i] = fate.isHeld() ? 1 : -1;
      draws[2][i] = fate.isCorrupted() ? 1 : -1;
      draws[3][i] = standardisedDelay(i);
    }
    reportPairs("draws of one message", draws);
  }

  private void checkSeeds() {
    final long first = examination.seedOf("seeds");
    final double[][] losses = new double[4][MESSAGES];
    for (int plan = 0; plan < losses.length; plan++) {
      final LinkModel.Transmitter links =
          examination.open(Examination.plan(first + plan, RULES, DELAY, FaultPlan.NEVER, 0), CLUSTER);
      for (int i = 0; i < MESSAGES; i++) {
        links.transmit(i, 0, 1, 100, fate);
        losses[plan][i] = standardisedLoss();
      }
    }
    reportPairs("loss under neighbouring seeds", losses);
  }

  private void reportPairs(final String what, final double[][] series) {
    double statistic = 0;
    double greatest = 0;
    int pairs = 0;
    for (int one = 0; one < series.length; one++) {
      for (int other = 0; other < one; other++) {
        double product = 0;
        for (int i = 0; i < MESSAGES; i++) {
          product += series[one][i] * series[other][i];
        }
        statistic += product * product / MESSAGES;
        greatest = Math.max(greatest, Math.abs(product / MESSAGES));
        pairs++;
      }
    }
    report("%s, %d pairs".formatted(what, pairs), statistic, greatest, pairs);
  }

  private void reportLags(final String what, final double[] series) {
    double statistic = 0;
    double greatest = 0;
    for (int lag = 1; lag <= LAGS; lag++) {
      double product = 0;
      for (int i = lag; i < MESSAGES; i++) {
        product += series[i] * series[i - lag];
      }
      statistic += product * product / (MESSAGES - lag);
      greatest = Math.max(greatest, Math.abs(product / (MESSAGES - lag)));
    }
    report(what, statistic, greatest, LAGS);
  }

  private void report(final String what, final double statistic, final double greatest, final int degrees) {
    examination.test(
        "independence",
        what,
        "correlation 0",
        "at most " + Examination.decimal(greatest),
        Significance.chiSquareP(statistic, degrees),
        level ->
            "one of "
                + Examination.decimal(Math.sqrt(Significance.chiSquareSees(degrees, level) / MESSAGES)));
  }

  /** One more message on one link moves nothing on another, and the same plan draws the same fates. */
  private void checkCounterBase() {
    final LinkModel.Transmitter without = examination.open("counters", RULES, DELAY, CLUSTER);
    final LinkModel.Transmitter with = examination.open("counters", RULES, DELAY, CLUSTER);
    int wrong = 0;
    for (int i = 0; i < 10_000; i++) {
      with.transmit(i, 0, 2, 100, fate);
      with.transmit(i, 1, 0, 100, fate);
      with.transmit(i, 0, 1, 100, fate);
      final int copies = fate.copies();
      final long arrivalNs = copies > 0 ? fate.arrivalNs(0) : -1;
      without.transmit(i, 0, 1, 100, fate);
      wrong += copies == fate.copies() && arrivalNs == (copies > 0 ? fate.arrivalNs(0) : -1) ? 0 : 1;
    }
    examination.exact(
        "independence", "fates with and without traffic elsewhere", "the same", wrong + " of 10000 differ", wrong == 0);
  }
}
