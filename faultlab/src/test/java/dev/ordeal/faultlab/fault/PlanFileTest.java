package dev.ordeal.faultlab.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ordeal.faultlab.fault.FaultPlan.Action;
import dev.ordeal.faultlab.fault.FaultPlan.Condition;
import dev.ordeal.protocols.core.Indication;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PlanFileTest {
  private static final long S = 1_000_000_000L;

  @Property(tries = 300)
  void shouldReadBackWhatItWrote(@ForAll("plans") final FaultPlan plan) {
    assertEquals(plan, PlanFile.read(PlanFile.write(plan), "plan.yaml"), () -> PlanFile.write(plan));
  }

  @Provide
  Arbitrary<FaultPlan> plans() {
    final Arbitrary<FaultPlan> simple =
        Combinators.combine(
                Arbitraries.longs(), times(), durations(), rules(), delays(), overrides(), partitions(), crashes())
            .as(
                (seed, heal, healed, rules, delay, overrides, partitions, crashes) ->
                    new FaultPlan(
                        seed,
                        heal,
                        healed,
                        rules,
                        delay,
                        overrides,
                        partitions,
                        crashes,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()));
    return Combinators.combine(simple, pauses(), slowNodes(), clocks(), disks(), byzantine(), fates(), triggers())
        .as(
            (plan, pauses, slowNodes, clocks, disks, byzantine, fates, triggers) ->
                new FaultPlan(
                    plan.seed(),
                    plan.healNs(),
                    plan.healedDelayMaxNs(),
                    plan.links(),
                    plan.delay(),
                    plan.overrides(),
                    plan.partitions(),
                    plan.crashes(),
                    pauses,
                    slowNodes,
                    clocks,
                    disks,
                    byzantine,
                    fates,
                    triggers));
  }

  private static Arbitrary<Long> durations() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(0, DelaySampler.DELAY_MAX_NS),
        Arbitraries.longs().between(0, 10_000).map(ms -> ms * 1_000_000));
  }

  private static Arbitrary<Long> times() {
    return durations().injectNull(0.1).map(ns -> ns == null ? FaultPlan.NEVER : ns);
  }

  private static Arbitrary<Long> ratios() {
    return Arbitraries.longs().between(0, LinkRules.ALWAYS_PPB);
  }

  private static Arbitrary<Integer> nodes() {
    return Arbitraries.integers().between(0, 999);
  }

  private static Arbitrary<Integer> nodesOr(final int word) {
    return nodes().injectNull(0.3).map(node -> node == null ? word : node);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings().ofMaxLength(12);
  }

  private static Arbitrary<Boolean> switches() {
    return Arbitraries.of(true, false);
  }

  private static Arbitrary<Delay> delays() {
    return Arbitraries.oneOf(
        durations().map(Delay.Constant::new),
        Combinators.combine(durations(), durations())
            .as((one, two) -> new Delay.Uniform(Math.min(one, two), Math.max(one, two))),
        Combinators.combine(durations(), durations()).as((min, mean) -> new Delay.Exponential(min, Math.max(1, mean))),
        Combinators.combine(durations(), Arbitraries.longs().between(0, 10_000))
            .as((median, sigma) -> new Delay.LogNormal(Math.max(1, median), sigma)),
        Combinators.combine(durations(), Arbitraries.longs().between(1, 1_000_000))
            .as((min, alpha) -> new Delay.Pareto(Math.max(1, min), alpha)),
        Arbitraries.longs()
            .between(0, 1_000_000_000L)
            .list()
            .ofSize(4)
            .map(ns -> new Delay.Regions(List.of("us-east", "eu"), List.of(ns.subList(0, 2), ns.subList(2, 4)), 100)),
        Arbitraries.longs()
            .between(1, 1_000_000)
            .list()
            .ofMinSize(1)
            .ofMaxSize(5)
            .uniqueElements()
            .map(
                ns ->
                    new Delay.Empirical(
                        "lan/a.csv", ns.stream().sorted().toList(), ns.stream().map(n -> n % 7 + 1).toList())));
  }

  private static Arbitrary<LinkRules> rules() {
    final Arbitrary<LinkRules.Burst> bursts =
        Combinators.combine(ratios(), ratios(), ratios()).as(LinkRules.Burst::new);
    return Arbitraries.oneOf(
        Arbitraries.just(LinkRules.CLEAN),
        Combinators.combine(ratios(), bursts, ratios(), ratios(), delays(), ratios(), ratios(), switches())
            .as(
                (loss, burst, duplication, reorder, delay, corruption, rate, fifo) ->
                    new LinkRules(
                        loss, burst, duplication, reorder, delay, corruption, rate, rate * 3 % 70_000, fifo)));
  }

  private static Arbitrary<List<FaultPlan.LinkOverride>> overrides() {
    return Combinators.combine(nodesOr(FaultPlan.ANY), nodesOr(FaultPlan.ANY), rules(), delays().injectNull(0.3))
        .as(FaultPlan.LinkOverride::new)
        .list()
        .ofMaxSize(3);
  }

  private static Arbitrary<List<FaultPlan.Partition>> partitions() {
    return Combinators.combine(
            Arbitraries.of(FaultPlan.PartitionKind.class),
            durations(),
            durations(),
            nodes().list().ofMaxSize(4),
            nodes())
        .as(
            (kind, fromNs, forNs, group, bridge) ->
                new FaultPlan.Partition(kind, fromNs, fromNs + forNs, group, bridge, 1 + forNs))
        .list()
        .ofMaxSize(3);
  }

  private static Arbitrary<List<FaultPlan.Crash>> crashes() {
    return Combinators.combine(
            nodesOr(FaultPlan.LEADER),
            durations(),
            Arbitraries.of(FaultPlan.CrashPoint.class),
            nodesOr(FaultPlan.ANY),
            times(),
            switches())
        .as(FaultPlan.Crash::new)
        .list()
        .ofMaxSize(3);
  }

  private static Arbitrary<List<FaultPlan.Pause>> pauses() {
    return Combinators.combine(nodes(), durations(), durations())
        .as((node, fromNs, forNs) -> new FaultPlan.Pause(node, fromNs, fromNs + forNs))
        .list()
        .ofMaxSize(2);
  }

  private static Arbitrary<List<FaultPlan.SlowNode>> slowNodes() {
    return Combinators.combine(nodes(), durations()).as(FaultPlan.SlowNode::new).list().ofMaxSize(2);
  }

  private static Arbitrary<List<FaultPlan.Clock>> clocks() {
    final Arbitrary<Long> signed = Arbitraries.longs().between(-(1L << 60), 1L << 60);
    final Arbitrary<List<FaultPlan.Clock.Jump>> jumps =
        Combinators.combine(durations(), signed).as(FaultPlan.Clock.Jump::new).list().ofMaxSize(2);
    return Combinators.combine(nodes(), signed, Arbitraries.longs().between(-999_999_999, 999_999_999), jumps)
        .as(FaultPlan.Clock::new)
        .list()
        .ofMaxSize(2);
  }

  private static Arbitrary<List<FaultPlan.Disk>> disks() {
    return Combinators.combine(nodes(), durations(), switches(), switches(), ratios(), times())
        .as(FaultPlan.Disk::new)
        .list()
        .ofMaxSize(2);
  }

  private static Arbitrary<List<FaultPlan.Byzantine>> byzantine() {
    return Combinators.combine(nodes(), Arbitraries.of(FaultPlan.Behaviour.class), durations())
        .as(FaultPlan.Byzantine::new)
        .list()
        .ofMaxSize(2);
  }

  private static Arbitrary<List<FaultPlan.MessageFate>> fates() {
    return Combinators.combine(
            nodes(),
            nodes(),
            Arbitraries.longs().greaterOrEqual(0),
            Arbitraries.integers().between(0, 8),
            durations().injectNull(0.3).map(ns -> ns == null ? (long) FaultPlan.ANY : ns))
        .as(FaultPlan.MessageFate::new)
        .list()
        .ofMaxSize(3);
  }

  private static Arbitrary<Condition> conditions() {
    return Arbitraries.oneOf(
        Combinators.combine(
                nodesOr(FaultPlan.ANY), Arbitraries.of(Indication.class), Arbitraries.longs(), Arbitraries.longs())
            .as(Condition.Indicated::new),
        Combinators.combine(nodesOr(FaultPlan.ANY), names()).as(Condition.Entered::new),
        Combinators.combine(nodesOr(FaultPlan.ANY), nodesOr(FaultPlan.ANY), names()).as(Condition.Sent::new),
        Combinators.combine(nodesOr(FaultPlan.ANY), nodesOr(FaultPlan.ANY), names()).as(Condition.Delivered::new),
        Combinators.combine(nodesOr(FaultPlan.ANY), names()).as(Condition.Persisted::new));
  }

  private static Arbitrary<List<FaultPlan.Trigger>> triggers() {
    final Arbitrary<Action> anywhere =
        Arbitraries.oneOf(
            Combinators.combine(
                    nodesOr(FaultPlan.SELF),
                    Arbitraries.of(FaultPlan.CrashPoint.class),
                    nodesOr(FaultPlan.ANY),
                    times(),
                    switches())
                .as(Action.CrashNode::new),
            Combinators.combine(nodesOr(FaultPlan.SELF), switches(), switches(), times()).as(Action.CutOff::new),
            Combinators.combine(nodesOr(FaultPlan.SELF), times()).as(Action.PauseNode::new));
    final Arbitrary<Action> onMessage =
        Arbitraries.oneOf(
            times().map(Action.Hold::new),
            conditions().map(Action.HoldUntil::new),
            Arbitraries.just(new Action.Lose()));
    final Arbitrary<Integer> occurrences = Arbitraries.integers().between(1, 9);
    return Arbitraries.oneOf(
            Combinators.combine(conditions(), occurrences, anywhere).as(FaultPlan.Trigger::new),
            Combinators.combine(nodesOr(FaultPlan.ANY), names(), occurrences, onMessage)
                .as(
                    (node, message, occurrence, action) ->
                        new FaultPlan.Trigger(new Condition.Sent(node, 1, message), occurrence, action)))
        .list()
        .ofMaxSize(4);
  }

  @Test
  void shouldReadWhatAPersonWrites() {
    final FaultPlan plan =
        PlanFile.read(
            """
            # the leader is cut off as soon as it is elected
            seed: 42
            heal: 30s
            healed-delay-max: 100ms
            delay: uniform(10ms, 100ms)
            links: {loss: 1/20, duplication: 0.01}
            crashes:
              - node: leader
                at: 5s
            triggers:
              - on: {indicated: {indication: leader}}
                action: {cut-off: {for: 2s}}
            """,
            "plan.yaml");
    assertEquals(42, plan.seed());
    assertEquals(30 * S, plan.healNs());
    assertEquals(50_000_000, plan.links().lossPpb());
    assertEquals(10_000_000, plan.links().duplicationPpb());
    assertEquals(
        List.of(
            new FaultPlan.Crash(
                FaultPlan.LEADER, 5 * S, FaultPlan.CrashPoint.BETWEEN_STEPS, FaultPlan.ANY, FaultPlan.NEVER, false)),
        plan.crashes());
    assertEquals(
        List.of(
            new FaultPlan.Trigger(
                new Condition.Indicated(FaultPlan.ANY, Indication.LEADER, FaultPlan.ANY, FaultPlan.ANY),
                1,
                new Action.CutOff(FaultPlan.SELF, true, true, 2 * S))),
        plan.triggers());
  }

  @Test
  void shouldWriteWhatAPersonReads() {
    final FaultPlan plan =
        Plans.with(
            7,
            Plans.loss(50_000_000),
            new Delay.Uniform(10_000_000, 100_000_000),
            List.of(),
            List.of(new FaultPlan.MessageFate(0, 1, 17, 0, FaultPlan.ANY)));
    assertEquals(
        """
        seed: 7
        heal: never
        healed-delay-max: 10ms
        delay: "uniform(10ms, 100ms)"
        links:
          loss: 5%
          reorder-delay: constant(5ms)
        fates:
          - {from: 0, to: 1, sequence: 17, copies: 0}
        """,
        PlanFile.write(plan));
  }

  @Test
  void shouldReportEveryMistakeWithItsPlaceAndBound() {
    final IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                PlanFile.read(
                    """
                    seed: 4x
                    heal: 30s
                    links:
                      loss: 120%
                      losss: 1%
                    partitions:
                      - {kind: halfs, from: 5s, until: 2s, group: [0, -1]}
                    crashes: 3
                    triggers:
                      - {on: {entered: {state: CANDIDATE}}, action: {lose: {}}}
                    """,
                    "plan.yaml"));
    assertEquals(
        List.of(
            "seed: not a whole number: text=4x (plan.yaml:1:7)",
            "setting missing: name=healed-delay-max, needed by heal=30s (plan.yaml:1:1)",
            "setting missing: name=delay (plan.yaml:1:1)",
            "loss: ratio out of range: ratio=120%, min=0, max=1 (plan.yaml:4:9)",
            "unknown setting: name=losss, known=[loss, burst, duplication, reordering, reorder-delay, corruption,"
                + " capacity, queue, fifo] (plan.yaml:5:3)",
            "kind: unknown choice: text=halfs, known=halves, isolate-one, one-way, ring, bridge, flapping"
                + " (plan.yaml:7:12)",
            "until out of range: until=2s, min=5s (from) (plan.yaml:7:5)",
            "group: out of range: value=-1, min=0, max=2147483647 (plan.yaml:7:51)",
            "not a list: name=crashes (plan.yaml:8:10)",
            "an action on a message needs on=sent (plan.yaml:10:5)"),
        refused.getMessage().lines().toList());
  }

  @Test
  void shouldSayWhereAFileIsNotYaml() {
    final IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> PlanFile.read("seed: [1\nheal: 2s\n", "plan.yaml"));
    assertEquals("(plan.yaml:2:5)", refused.getMessage().replaceAll(".*(\\(.*\\))", "$1"));
  }
}
