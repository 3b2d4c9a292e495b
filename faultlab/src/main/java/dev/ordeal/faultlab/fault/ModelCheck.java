package dev.ordeal.faultlab.fault;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.TimingModel;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whether a budget lies inside an algorithm's model. Inside it a violation is a bug, beyond it a finding, so this
 * says what is certain to be admitted: whatever may happen must be.
 *
 * <p>Two readings that could be argued about. <em>Order:</em> if an algorithm does not admit reordering, random
 * delays on links that are not FIFO lie beyond its model, too, since messages overtake one another on them.
 * <em>Crashes:</em> the limit is on nodes that are down at once or for good. Where every crashed node is back by
 * healing, and the algorithm does not count on time before that (it is not synchronous), any number may crash: safety
 * never needed them up, and progress is demanded only when they are.
 */
public final class ModelCheck {
  private static final long NS_PER_S = 1_000_000_000L;

  private ModelCheck() {}

  /** Why a budget lies beyond an algorithm's model in runs so long, a sentence each; empty if it lies inside. */
  public static List<String> beyond(
      final AlgorithmSpec spec,
      final ParameterValues values,
      final int clusterSize,
      final long durationNs,
      final FailureBudget budget) {
    final List<String> reasons = new ArrayList<>();
    final FaultModel model = spec.model();
    PossibleFaults.in(budget)
        .forEach(
            (kind, figures) -> {
              if (!model.admitted().contains(kind)) {
                reasons.add("%s is not admitted (%s)".formatted(kind.label(), figures));
              }
            });
    checkOrder(model, budget, reasons);
    checkCrashes(model.timing(), spec.crashesMax(values, clusterSize), clusterSize, budget, reasons);
    final int byzantineMax = model.byzantineMax().applyAsInt(clusterSize);
    if (budget.byzantine().count() > byzantineMax) {
      reasons.add(
          "more nodes lie than the model bears (byzantine=%d, max=%d of %d nodes)"
              .formatted(budget.byzantine().count(), byzantineMax, clusterSize));
    }
    checkDelays(spec.delayBoundNs(values), budget, reasons);
    if (budget.clocks().driftMaxPpb() > spec.driftBoundPpb(values)
        && model.admitted().contains(FaultKind.CLOCK_DRIFT)) {
      reasons.add(
          "clocks may drift by %s, the model's bound is %s"
              .formatted(
                  Quantities.formatDrift(budget.clocks().driftMaxPpb()),
                  Quantities.formatDrift(spec.driftBoundPpb(values))));
    }
    checkClocks(spec.clockErrorBoundNs(values), budget.clocks(), durationNs, reasons);
    return reasons;
  }

  /** Offset, the drift of a whole run and all jumps one way: the worst that a wall clock may come to. */
  private static void checkClocks(
      final long boundNs, final FailureBudget.Clocks clocks, final long durationNs, final List<String> reasons) {
    final BigInteger driftNs =
        BigInteger.valueOf(clocks.driftMaxPpb())
            .multiply(BigInteger.valueOf(durationNs))
            .divide(BigInteger.valueOf(NS_PER_S))
            .add(clocks.driftMaxPpb() == 0 ? BigInteger.ZERO : BigInteger.ONE);
    final BigInteger jumpsNs = BigInteger.valueOf(clocks.jumps()).multiply(BigInteger.valueOf(clocks.jumpMaxNs()));
    final BigInteger errorNs = BigInteger.valueOf(clocks.offsetMaxNs()).add(driftNs).add(jumpsNs);
    if (errorNs.compareTo(BigInteger.valueOf(boundNs)) > 0) {
      reasons.add(
          "a wall clock may be off by %s, the model's bound is %s (offset=%s, drift over the run=%s, jumps=%s)"
              .formatted(
                  duration(errorNs.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue()),
                  duration(boundNs),
                  duration(clocks.offsetMaxNs()),
                  duration(driftNs.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue()),
                  duration(jumpsNs.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue())));
    }
  }

  private static void checkOrder(final FaultModel model, final FailureBudget budget, final List<String> reasons) {
    if (model.admitted().contains(FaultKind.REORDERING)) {
      return;
    }
    links(budget)
        .filter(link -> !link.rules().fifo() && !(link.delay() instanceof Delay.Constant))
        .findFirst()
        .ifPresent(
            link ->
                reasons.add(
                    "reordering is not admitted and delays let messages overtake (delay=%s, fifo=false)"
                        .formatted(Quantities.formatDelay(link.delay()))));
  }

  private static void checkCrashes(
      final TimingModel timing,
      final int crashesMax,
      final int clusterSize,
      final FailureBudget budget,
      final List<String> reasons) {
    final FailureBudget.Crashes crashes = budget.crashes();
    long down = budget.disks().full();
    final boolean isHealing = budget.healNs() != FaultPlan.NEVER && timing != TimingModel.SYNCHRONOUS;
    if (!(isHealing && crashes.restartMinNs() != FaultPlan.NEVER)) {
      down += crashes.count();
    }
    down +=
        budget.triggers().stream()
            .map(FaultPlan.Trigger::action)
            .filter(FaultPlan.Action.CrashNode.class::isInstance)
            .map(FaultPlan.Action.CrashNode.class::cast)
            .filter(crash -> !(isHealing && crash.restartAfterNs() != FaultPlan.NEVER))
            .count();
    final long downAtOnce = Math.min(down, clusterSize);
    if (downAtOnce > crashesMax) {
      reasons.add(
          "more nodes may be down at once than the model bears (down=%d, max=%d of %d nodes)"
              .formatted(downAtOnce, crashesMax, clusterSize));
    }
  }

  private static void checkDelays(final long boundNs, final FailureBudget budget, final List<String> reasons) {
    if (boundNs == Long.MAX_VALUE) {
      return;
    }
    long totalNs = 0;
    final List<String> parts = new ArrayList<>();
    for (final Map.Entry<String, Long> part : delayParts(budget)) {
      if (part.getValue() > 0) {
        totalNs = totalNs + part.getValue() < 0 ? Long.MAX_VALUE : totalNs + part.getValue();
        parts.add(part.getKey() + "=" + (part.getValue() == Long.MAX_VALUE ? "unbounded" : duration(part.getValue())));
      }
    }
    if (totalNs > boundNs) {
      reasons.add(
          "a message may take %s, the model's bound is %s (%s)"
              .formatted(
                  totalNs == Long.MAX_VALUE ? "any time" : duration(totalNs),
                  duration(boundNs),
                  String.join(", ", parts)));
    }
  }

  /** All that may keep a message from being handled in time, each at its worst. */
  private static List<Map.Entry<String, Long>> delayParts(final FailureBudget budget) {
    final long delayNs = links(budget).mapToLong(link -> DelaySampler.maxNs(link.delay())).max().orElse(0);
    final long heldNs =
        links(budget)
            .map(Link::rules)
            .filter(rules -> rules.reorderPpb() > 0 && !rules.fifo())
            .mapToLong(rules -> DelaySampler.maxNs(rules.reorderDelay()))
            .max()
            .orElse(0);
    final long queuedNs =
        links(budget).map(Link::rules).filter(rules -> rules.bytesPerSecond() > 0).mapToLong(ModelCheck::queuedNs).max()
            .orElse(0);
    long triggerNs = 0;
    for (final FaultPlan.Trigger trigger : budget.triggers()) {
      if (trigger.action() instanceof FaultPlan.Action.Hold hold) {
        triggerNs = Math.max(triggerNs, hold.forNs());
      } else if (trigger.action() instanceof FaultPlan.Action.PauseNode pause) {
        triggerNs = Math.max(triggerNs, pause.forNs());
      } else if (trigger.action() instanceof FaultPlan.Action.HoldUntil) {
        triggerNs = Long.MAX_VALUE;
      }
    }
    return List.of(
        Map.entry("delay", delayNs),
        Map.entry("hold", heldNs),
        Map.entry("queue", queuedNs),
        Map.entry("service", budget.slow().count() > 0 ? budget.slow().serviceNs() : 0L),
        Map.entry("pause", budget.pauses().count() > 0 ? budget.pauses().maxNs() : 0L),
        Map.entry("sync", budget.disks().syncMaxNs()),
        Map.entry("trigger", triggerNs));
  }

  private static long queuedNs(final LinkRules rules) {
    final double ns = (double) rules.queueBytesMax() / rules.bytesPerSecond() * 1e9;
    return ns >= Long.MAX_VALUE ? Long.MAX_VALUE : (long) ns;
  }

  private record Link(LinkRules rules, Delay delay) {}

  private static Stream<Link> links(final FailureBudget budget) {
    return Stream.concat(
        Stream.of(new Link(budget.links(), budget.delay())),
        budget.overrides().stream()
            .map(
                override ->
                    new Link(override.rules(), override.delay() == null ? budget.delay() : override.delay())));
  }

  private static String duration(final long ns) {
    return Quantities.formatDuration(ns);
  }
}
