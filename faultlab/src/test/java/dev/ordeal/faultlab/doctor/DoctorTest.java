package dev.ordeal.faultlab.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.doctor.DoctorReport.Row;
import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.Fate;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.FaultPlan.Partition;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.fault.LinkRules.Burst;
import dev.ordeal.protocols.core.CounterRandom;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A healthy lab passes; an error planted in any model is caught, and blamed on the right check. */
class DoctorTest {
  private static final long SEED = 20;

  private static List<Row> failures(final LinkModel model, final Consumer<Examination> checks) {
    final Examination examination = new Examination(SEED, model);
    checks.accept(examination);
    return examination.report(Doctor.ALPHA).failures();
  }

  /** The checks that fail with a model, as a set of their names. */
  private static Set<String> blamed(final LinkModel model, final Consumer<Examination> checks) {
    return failures(model, checks).stream().map(Row::check).collect(Collectors.toCollection(TreeSet::new));
  }

  private static void rates(final Examination examination) {
    new RateChecks(examination).run();
  }

  private static void delays(final Examination examination) {
    new DelayChecks(examination).run();
  }

  private static void independence(final Examination examination) {
    new IndependenceChecks(examination).run();
  }

  private static void cuts(final Examination examination) {
    new CutChecks(examination).run();
  }

  /** Links whose rules are not those of the plan. */
  private static LinkModel withRules(final UnaryOperator<LinkRules> flaw) {
    return (plan, clusterSize) ->
        LinkModel.OWN.open(altered(plan, flaw.apply(plan.links()), plan.delay()), clusterSize);
  }

  private static LinkModel withDelay(final UnaryOperator<Delay> flaw) {
    return (plan, clusterSize) ->
        LinkModel.OWN.open(altered(plan, plan.links(), flaw.apply(plan.delay())), clusterSize);
  }

  private static FaultPlan altered(final FaultPlan plan, final LinkRules rules, final Delay delay) {
    return Examination.plan(plan.seed(), rules, delay, plan.healNs(), plan.healedDelayMaxNs());
  }

  private static LinkRules altered(
      final LinkRules rules,
      final long loss,
      final Burst burst,
      final long duplication,
      final long reorder,
      final long corruption,
      final long bytesPerSecond,
      final boolean fifo) {
    return new LinkRules(
        loss,
        burst,
        duplication,
        reorder,
        rules.reorderDelay(),
        corruption,
        bytesPerSecond,
        rules.queueBytesMax(),
        fifo);
  }

  /** Bursts that lose each message with a probability, whatever became of the last. */
  private static Burst burstsLike(final long lossPpb) {
    return new Burst(lossPpb, LinkRules.ALWAYS_PPB - lossPpb, LinkRules.ALWAYS_PPB);
  }

  private static long more(final long ppb) {
    return ppb == LinkRules.ALWAYS_PPB ? ppb : ppb + ppb / 10;
  }

  @Test
  void shouldFindALabHealthyWhateverTheSeed() {
    for (long seed = 1; seed <= 3; seed++) {
      final DoctorReport report = Doctor.examineLinks(seed, LinkModel.OWN);
      assertEquals(List.of(), report.failures());
      assertTrue(report.isHealthy());
      assertTrue(report.rows().size() > 35);
    }
  }

  @Test
  void shouldCatchLossThatIsATenthTooHigh() {
    final List<Row> failures =
        failures(
            withRules(
                rules ->
                    altered(
                        rules,
                        more(rules.lossPpb()),
                        rules.burst(),
                        rules.duplicationPpb(),
                        rules.reorderPpb(),
                        rules.corruptionPpb(),
                        rules.bytesPerSecond(),
                        rules.fifo())),
            DoctorTest::rates);
    assertEquals(
        List.of("rate of 10%", "rate of 50%"),
        failures.stream().map(Row::what).filter(what -> !what.equals("rate of 1%")).toList());
  }

  @Test
  void shouldCatchOtherRatesThatAreATenthTooHigh() {
    assertEquals(
        Set.of("duplication", "reordering", "corruption"),
        blamed(
            withRules(
                rules ->
                    altered(
                        rules,
                        rules.lossPpb(),
                        rules.burst(),
                        more(rules.duplicationPpb()),
                        rules.reorderPpb() == 500_000_000 ? rules.reorderPpb() : more(rules.reorderPpb()),
                        more(more(rules.corruptionPpb())),
                        rules.bytesPerSecond(),
                        rules.fifo())),
            DoctorTest::rates));
  }

  @Test
  void shouldCatchBurstsThatAreTooShort() {
    final List<Row> failures =
        failures(
            withRules(
                rules ->
                    altered(
                        rules,
                        rules.lossPpb(),
                        new Burst(
                            rules.burst().goodToBadPpb(),
                            more(rules.burst().badToGoodPpb()),
                            rules.burst().lossInBadPpb()),
                        rules.duplicationPpb(),
                        rules.reorderPpb(),
                        rules.corruptionPpb(),
                        rules.bytesPerSecond(),
                        rules.fifo())),
            DoctorTest::rates);
    assertEquals(List.of("length of bursts", "rate in the long run"), failures.stream().map(Row::what).toList());
  }

  @Test
  void shouldCatchLossInTheGuiseOfBursts() {
    assertTrue(
        blamed(
                withRules(
                    rules ->
                        altered(rules, 0, burstsLike(rules.lossPpb()), 0, 0, 0, 0, false)),
                DoctorTest::rates)
            .contains("loss"));
  }

  @Test
  void shouldCatchAnExponentialWithAWrongMean() {
    final List<Row> failures =
        failures(
            withDelay(
                delay ->
                    delay instanceof Delay.Exponential exponential
                        ? new Delay.Exponential(exponential.minNs(), exponential.meanNs() * 21 / 20)
                        : delay),
            DoctorTest::delays);
    assertEquals(1, failures.size(), failures::toString);
    assertTrue(failures.get(0).what().startsWith("exponential"));
  }

  @Test
  void shouldCatchEveryOtherDistributionThatIsOff() {
    final List<Row> failures =
        failures(
            withDelay(
                delay -> {
                  if (delay instanceof Delay.LogNormal logNormal) {
                    return new Delay.LogNormal(logNormal.medianNs(), logNormal.sigmaMilli() * 21 / 20);
                  }
                  if (delay instanceof Delay.Pareto pareto) {
                    return new Delay.Pareto(pareto.minNs(), pareto.alphaMilli() * 21 / 20);
                  }
                  if (delay instanceof Delay.Regions regions) {
                    return new Delay.Regions(regions.names(), regions.oneWayNs(), regions.jitterPpm() * 21 / 20);
                  }
                  if (delay instanceof Delay.Empirical empirical) {
                    return new Delay.Empirical(
                        empirical.source(), empirical.upToNs(), List.of(110L, 590L, 250L, 50L));
                  }
                  return delay;
                }),
            DoctorTest::delays);
    assertEquals(
        List.of("log-normal", "pareto", "regions", "empirical"),
        failures.stream().map(row -> row.what().replaceAll(",.*", "")).toList());
  }

  @Test
  void shouldCatchACapacityThatNobodyAskedFor() {
    assertTrue(
        blamed(
                withRules(
                    rules ->
                        rules.bytesPerSecond() > 0
                            ? rules
                            : new LinkRules(
                                0,
                                Burst.NONE,
                                rules.duplicationPpb(),
                                0,
                                rules.reorderDelay(),
                                0,
                                1_000_000_000,
                                Long.MAX_VALUE,
                                false)),
                DoctorTest::delays)
            .containsAll(Set.of("hidden capacity", "delay")));
  }

  @Test
  void shouldCatchACapacityThatIsATenthTooHigh() {
    assertEquals(
        Set.of("capacity"),
        blamed(
            withRules(
                rules ->
                    altered(
                        rules,
                        rules.lossPpb(),
                        rules.burst(),
                        rules.duplicationPpb(),
                        rules.reorderPpb(),
                        rules.corruptionPpb(),
                        more(rules.bytesPerSecond()),
                        rules.fifo())),
            DoctorTest::delays));
  }

  /** Links that send some messages through others. */
  private abstract static class Bent implements LinkModel.Transmitter {
    final LinkModel.Transmitter own;
    final LinkModel.Transmitter other;

    Bent(final FaultPlan plan, final int clusterSize) {
      own = LinkModel.OWN.open(plan, clusterSize);
      other = LinkModel.OWN.open(plan, clusterSize);
    }

    @Override
    public void transmit(
        final long nowNs, final int fromId, final int toId, final int lengthBytes, final Fate fate) {
      own.transmit(nowNs, fromId, toId, lengthBytes, fate);
    }

    @Override
    public void cut(final Partition partition) {
      own.cut(partition);
    }

    @Override
    public void join(final Partition partition) {
      own.join(partition);
    }

    @Override
    public void heal() {
      own.heal();
    }
  }

  @Test
  void shouldCatchLinksThatShareSomeOfTheirLuck() {
    final LinkModel model =
        (plan, clusterSize) ->
            new Bent(plan, clusterSize) {
              private int messages;

              @Override
              public void transmit(
                  final long nowNs, final int fromId, final int toId, final int lengthBytes, final Fate fate) {
                super.transmit(nowNs, fromId, toId, lengthBytes, fate);
                if (fromId == 0 && toId == 2) {
                  // One message in twenty has the fate of the message that went from 0 to 1.
                  final Fate shared = messages++ % 20 == 0 ? fate : new Fate();
                  other.transmit(nowNs, 0, 1, lengthBytes, shared);
                }
              }
            };
    final List<Row> failures = failures(model, DoctorTest::independence);
    assertEquals(
        List.of("loss on pairs of links, 28 pairs", "delay on pairs of links, 28 pairs"),
        failures.stream().map(Row::what).toList());
  }

  @Test
  void shouldCatchLuckThatLasts() {
    final LinkModel model =
        withRules(
            rules ->
                rules.lossPpb() == 0
                    ? rules
                    : altered(
                        rules,
                        0,
                        new Burst(270_000_000, 630_000_000, LinkRules.ALWAYS_PPB),
                        0,
                        0,
                        0,
                        0,
                        false));
    final List<Row> failures = failures(model, DoctorTest::independence);
    assertEquals(
        List.of("loss and the 10 messages before, on one link"), failures.stream().map(Row::what).toList());
  }

  @Test
  void shouldCatchNeighbouringSeedsThatAreTheSame() {
    final LinkModel model =
        (plan, clusterSize) ->
            LinkModel.OWN.open(
                Examination.plan(plan.seed() & ~1L, plan.links(), plan.delay(), plan.healNs(), plan.healedDelayMaxNs()),
                clusterSize);
    assertEquals(
        List.of("loss under neighbouring seeds, 6 pairs"),
        failures(model, DoctorTest::independence).stream().map(Row::what).toList());
  }

  @Test
  void shouldCatchTrafficThatMovesTheFatesOfOtherLinks() {
    final LinkModel model =
        (plan, clusterSize) ->
            new Bent(plan, clusterSize) {
              @Override
              public void transmit(
                  final long nowNs, final int fromId, final int toId, final int lengthBytes, final Fate fate) {
                // All links of a sender draw from one stream.
                super.transmit(nowNs, fromId, (fromId + 1) % 4, lengthBytes, fate);
              }
            };
    assertTrue(
        failures(model, DoctorTest::independence).stream()
            .anyMatch(row -> row.what().equals("fates with and without traffic elsewhere")));
  }

  @Test
  void shouldCatchACutThatLeaksOneLink() {
    final LinkModel model =
        (plan, clusterSize) ->
            new Bent(plan, clusterSize) {
              @Override
              public void transmit(
                  final long nowNs, final int fromId, final int toId, final int lengthBytes, final Fate fate) {
                (fromId == 3 && toId == 1 ? other : own).transmit(nowNs, fromId, toId, lengthBytes, fate);
              }
            };
    final List<Row> failures = failures(model, DoctorTest::cuts);
    assertEquals(
        List.of("halves", "isolate-one", "one-way", "ring", "bridge", "flapping"),
        failures.stream().map(Row::what).toList());
  }

  @Test
  void shouldCatchOneWayCutsThatPointTheOtherWay() {
    final LinkModel model =
        (plan, clusterSize) ->
            new Bent(plan, clusterSize) {
              @Override
              public void transmit(
                  final long nowNs, final int fromId, final int toId, final int lengthBytes, final Fate fate) {
                super.transmit(nowNs, toId, fromId, lengthBytes, fate);
              }
            };
    assertEquals(List.of("one-way"), failures(model, DoctorTest::cuts).stream().map(Row::what).toList());
  }

  @Test
  void shouldCatchCutsThatDoNotAddUp() {
    final LinkModel model =
        (plan, clusterSize) ->
            new Bent(plan, clusterSize) {
              private Partition last;

              @Override
              public void cut(final Partition partition) {
                if (last != null) {
                  own.join(last);
                }
                last = partition;
                own.cut(partition);
              }
            };
    assertEquals(List.of("two that overlap"), failures(model, DoctorTest::cuts).stream().map(Row::what).toList());
  }

  @Test
  void shouldCatchOrderThatIsNotKept() {
    assertEquals(
        Set.of("order"),
        blamed(
            withRules(
                rules ->
                    altered(
                        rules,
                        rules.lossPpb(),
                        rules.burst(),
                        rules.duplicationPpb(),
                        rules.reorderPpb(),
                        rules.corruptionPpb(),
                        rules.bytesPerSecond(),
                        false)),
            DoctorTest::cuts));
  }

  @Test
  void shouldCatchHealingThatDoesNotHeal() {
    final LinkModel model =
        (plan, clusterSize) ->
            new Bent(plan, clusterSize) {
              @Override
              public void heal() {}
            };
    assertEquals(Set.of("healing"), blamed(model, DoctorTest::cuts));
  }

  @Test
  void shouldCatchAClockThatDriftsAMillionthMore() {
    final Examination examination = new Examination(SEED, LinkModel.OWN);
    new ClockChecks(
            examination,
            clock ->
                clock.driftPpb() <= 0
                    ? clock
                    : new FaultPlan.Clock(clock.nodeId(), clock.offsetNs(), clock.driftPpb() + 1_000, clock.jumps()))
        .run();
    assertEquals(
        List.of("offset 250ms, drift 200ppm, 1000s"),
        examination.report(Doctor.ALPHA).failures().stream().map(Row::what).toList());
  }

  @Test
  void shouldFindClocksExact() {
    final Examination examination = new Examination(SEED, LinkModel.OWN);
    new ClockChecks(examination).run();
    assertEquals(List.of(), examination.report(Doctor.ALPHA).failures());
  }

  @Test
  void shouldFindTheMachineFitAndADiskThatIsNotThere(@TempDir final Path directory) {
    final Examination fit = new Examination(SEED, LinkModel.OWN);
    new MachineChecks(fit).run(directory);
    assertEquals(
        List.of(),
        fit.report(Doctor.ALPHA).failures().stream().filter(row -> !row.what().equals("free disk")).toList());
    final Examination unfit = new Examination(SEED, LinkModel.OWN);
    new MachineChecks(unfit).run(directory.resolve("none"));
    assertEquals(List.of("disk"), unfit.report(Doctor.ALPHA).failures().stream().map(Row::what).toList());
  }

  @Test
  void shouldCorrectForTheNumberOfTests() {
    final Examination examination = new Examination(SEED, LinkModel.OWN);
    final double[] ps = {0.5, 0.01, 0.02, 0.9};
    for (final double p : ps) {
      examination.test("check", "what", "", "", p, level -> "");
    }
    examination.exact("check", "exact", "", "", true);
    final DoctorReport report = examination.report(0.05);
    final double[] corrected = report.rows().stream().mapToDouble(Row::p).toArray();
    assertEquals(1.0, corrected[0], 1e-12);
    assertEquals(0.04, corrected[1], 1e-12);
    assertEquals(0.06, corrected[2], 1e-12);
    assertTrue(Double.isNaN(corrected[4]));
    assertEquals(1, report.failures().size());
    assertFalse(report.isHealthy());
    assertTrue(report.toText(120, false).contains("5 checks, 1 failed, seed 20."), report.toText(120, false));
  }

  @Test
  void shouldSeeTheErrorsItSaysItSees() {
    final int trials = 5_000;
    final double level = 1e-5;
    final double wrong = 0.1 + Significance.binomialSees(trials, 0.1, level);
    final CounterRandom random = new CounterRandom(SEED);
    int seen = 0;
    for (int run = 0; run < 300; run++) {
      int hits = 0;
      for (int i = 0; i < trials; i++) {
        hits += (random.nextLong() >>> 11) * 0x1p-53 < wrong ? 1 : 0;
      }
      seen += Significance.binomialP(trials, hits, 0.1) <= level ? 1 : 0;
    }
    assertTrue(seen >= 285, "seen=" + seen);
  }
}
