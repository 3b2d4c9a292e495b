package dev.ordeal.faultlab.replay;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.FaultPlan.Action;
import dev.ordeal.faultlab.fault.FaultPlan.Condition;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.protocols.core.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/** Takes a plan apart into the faults it lists, and puts some of them together again. Cold; stateless. */
final class PlanParts {
  private static final int GONE = Integer.MIN_VALUE;

  private PlanParts() {}

  /** Every fault the plan lists, kind by kind; the rules of all links, the delay and healing are no parts. */
  static List<Object> of(final FaultPlan plan) {
    return Stream.<List<?>>of(
            plan.overrides(),
            plan.partitions(),
            plan.crashes(),
            plan.pauses(),
            plan.slowNodes(),
            plan.clocks(),
            plan.disks(),
            plan.byzantine(),
            plan.triggers(),
            plan.fates())
        .<Object>flatMap(List::stream)
        .toList();
  }

  /** When partitions, crashes and pauses begin, each time once, in order. */
  static List<Long> beginnings(final FaultPlan plan) {
    return Stream.of(
            plan.partitions().stream().map(FaultPlan.Partition::fromNs),
            plan.crashes().stream().map(FaultPlan.Crash::atNs),
            plan.pauses().stream().map(FaultPlan.Pause::fromNs))
        .flatMap(times -> times)
        .distinct()
        .sorted()
        .toList();
  }

  /** The same plan with these parts only. */
  static FaultPlan with(final FaultPlan plan, final List<?> parts) {
    return new FaultPlan(
        plan.seed(),
        plan.healNs(),
        plan.healedDelayMaxNs(),
        plan.links(),
        plan.delay(),
        only(parts, FaultPlan.LinkOverride.class),
        only(parts, FaultPlan.Partition.class),
        only(parts, FaultPlan.Crash.class),
        only(parts, FaultPlan.Pause.class),
        only(parts, FaultPlan.SlowNode.class),
        only(parts, FaultPlan.Clock.class),
        only(parts, FaultPlan.Disk.class),
        only(parts, FaultPlan.Byzantine.class),
        only(parts, FaultPlan.MessageFate.class),
        only(parts, FaultPlan.Trigger.class));
  }

  /** The same plan with other rules and another delay for all links. */
  static FaultPlan withLinks(final FaultPlan plan, final LinkRules links, final Delay delay) {
    return new FaultPlan(
        plan.seed(),
        plan.healNs(),
        plan.healedDelayMaxNs(),
        links,
        delay,
        plan.overrides(),
        plan.partitions(),
        plan.crashes(),
        plan.pauses(),
        plan.slowNodes(),
        plan.clocks(),
        plan.disks(),
        plan.byzantine(),
        plan.fates(),
        plan.triggers());
  }

  /** The same plan healing at another time. */
  static FaultPlan withHealing(final FaultPlan plan, final long healNs) {
    return new FaultPlan(
        plan.seed(),
        healNs,
        plan.healedDelayMaxNs(),
        plan.links(),
        plan.delay(),
        plan.overrides(),
        plan.partitions(),
        plan.crashes(),
        plan.pauses(),
        plan.slowNodes(),
        plan.clocks(),
        plan.disks(),
        plan.byzantine(),
        plan.fates(),
        plan.triggers());
  }

  /** The same plan with links and disks that draw differently. */
  static FaultPlan redrawn(final FaultPlan plan, final int draw) {
    return new FaultPlan(
        CounterRandom.hash(plan.seed(), draw),
        plan.healNs(),
        plan.healedDelayMaxNs(),
        plan.links(),
        plan.delay(),
        plan.overrides(),
        plan.partitions(),
        plan.crashes(),
        plan.pauses(),
        plan.slowNodes(),
        plan.clocks(),
        plan.disks(),
        plan.byzantine(),
        plan.fates(),
        plan.triggers());
  }

  /** The plan for a cluster without one node: parts about it go, nodes above it move down by one. */
  static FaultPlan withoutNode(final FaultPlan plan, final int nodeId) {
    final IntUnaryOperator move = id -> id == nodeId ? GONE : id > nodeId ? id - 1 : id;
    return with(plan, of(plan).stream().map(part -> moved(part, move)).filter(Objects::nonNull).toList());
  }

  private static <T> List<T> only(final List<?> parts, final Class<T> kind) {
    return parts.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Object moved(final Object part, final IntUnaryOperator move) {
    if (part instanceof FaultPlan.LinkOverride o) {
      return gone(move, o.fromId(), o.toId())
          ? null
          : new FaultPlan.LinkOverride(move.applyAsInt(o.fromId()), move.applyAsInt(o.toId()), o.rules(), o.delay());
    } else if (part instanceof FaultPlan.Partition p) {
      return moved(p, move);
    } else if (part instanceof FaultPlan.Crash c) {
      return gone(move, c.nodeId())
          ? null
          : new FaultPlan.Crash(
              move.applyAsInt(c.nodeId()), c.atNs(), c.point(), c.sentCount(), c.restartAfterNs(), c.amnesia());
    } else if (part instanceof FaultPlan.Pause p) {
      return gone(move, p.nodeId()) ? null : new FaultPlan.Pause(move.applyAsInt(p.nodeId()), p.fromNs(), p.untilNs());
    } else if (part instanceof FaultPlan.SlowNode s) {
      return gone(move, s.nodeId()) ? null : new FaultPlan.SlowNode(move.applyAsInt(s.nodeId()), s.serviceNs());
    } else if (part instanceof FaultPlan.Clock c) {
      return gone(move, c.nodeId())
          ? null
          : new FaultPlan.Clock(move.applyAsInt(c.nodeId()), c.offsetNs(), c.driftPpb(), c.jumps());
    } else if (part instanceof FaultPlan.Disk d) {
      return gone(move, d.nodeId())
          ? null
          : new FaultPlan.Disk(
              move.applyAsInt(d.nodeId()), d.syncNs(), d.losesUnsynced(), d.tears(), d.lyingPpb(), d.fullFromNs());
    } else if (part instanceof FaultPlan.Byzantine b) {
      return gone(move, b.nodeId())
          ? null
          : new FaultPlan.Byzantine(move.applyAsInt(b.nodeId()), b.behaviour(), b.lateNs());
    } else if (part instanceof FaultPlan.MessageFate f) {
      return gone(move, f.fromId(), f.toId())
          ? null
          : new FaultPlan.MessageFate(
              move.applyAsInt(f.fromId()), move.applyAsInt(f.toId()), f.sequence(), f.copies(), f.delayNs(), f.alteration());
    }
    return moved((FaultPlan.Trigger) part, move);
  }

  private static FaultPlan.Partition moved(final FaultPlan.Partition partition, final IntUnaryOperator move) {
    final List<Integer> group = new ArrayList<>();
    for (final int id : partition.group()) {
      if (!gone(move, id)) {
        group.add(move.applyAsInt(id));
      }
    }
    final boolean isGroupGone = group.isEmpty() && !partition.group().isEmpty();
    return isGroupGone || gone(move, partition.bridge())
        ? null
        : new FaultPlan.Partition(
            partition.kind(),
            partition.fromNs(),
            partition.untilNs(),
            group,
            move.applyAsInt(partition.bridge()),
            partition.flapNs());
  }

  private static FaultPlan.Trigger moved(final FaultPlan.Trigger trigger, final IntUnaryOperator move) {
    final Condition on = moved(trigger.on(), move);
    final Action action = moved(trigger.action(), move);
    return on == null || action == null ? null : new FaultPlan.Trigger(on, trigger.occurrence(), action);
  }

  private static Condition moved(final Condition condition, final IntUnaryOperator move) {
    if (condition instanceof Condition.Indicated c) {
      return gone(move, c.nodeId())
          ? null
          : new Condition.Indicated(move.applyAsInt(c.nodeId()), c.indication(), c.key(), c.value());
    } else if (condition instanceof Condition.Entered c) {
      return gone(move, c.nodeId()) ? null : new Condition.Entered(move.applyAsInt(c.nodeId()), c.state());
    } else if (condition instanceof Condition.Sent c) {
      return gone(move, c.fromId(), c.toId())
          ? null
          : new Condition.Sent(move.applyAsInt(c.fromId()), move.applyAsInt(c.toId()), c.message());
    } else if (condition instanceof Condition.Delivered c) {
      return gone(move, c.fromId(), c.toId())
          ? null
          : new Condition.Delivered(move.applyAsInt(c.fromId()), move.applyAsInt(c.toId()), c.message());
    }
    if (condition instanceof Condition.Stepped c) {
      return gone(move, c.nodeId()) ? null : new Condition.Stepped(move.applyAsInt(c.nodeId()));
    }
    final Condition.Persisted c = (Condition.Persisted) condition;
    return gone(move, c.nodeId()) ? null : new Condition.Persisted(move.applyAsInt(c.nodeId()), c.record());
  }

  private static Action moved(final Action action, final IntUnaryOperator move) {
    if (action instanceof Action.CrashNode a) {
      return gone(move, a.nodeId())
          ? null
          : new Action.CrashNode(
              move.applyAsInt(a.nodeId()), a.point(), a.sentCount(), a.restartAfterNs(), a.amnesia(), a.remains());
    } else if (action instanceof Action.CutOff a) {
      return gone(move, a.nodeId())
          ? null
          : new Action.CutOff(move.applyAsInt(a.nodeId()), a.outgoing(), a.incoming(), a.forNs());
    } else if (action instanceof Action.PauseNode a) {
      return gone(move, a.nodeId()) ? null : new Action.PauseNode(move.applyAsInt(a.nodeId()), a.forNs());
    } else if (action instanceof Action.HoldUntil a) {
      final Condition until = moved(a.until(), move);
      return until == null ? null : new Action.HoldUntil(until);
    }
    return action;
  }

  private static boolean gone(final IntUnaryOperator move, final int... ids) {
    for (final int id : ids) {
      if (move.applyAsInt(id) == GONE) {
        return true;
      }
    }
    return false;
  }
}
