package dev.ordeal.faultlab.simulation;

import dev.ordeal.faultlab.fault.Fate;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.FaultPlan.Action;
import dev.ordeal.faultlab.fault.FaultPlan.Condition;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.Indication;
import java.util.ArrayList;
import java.util.List;

/**
 * The faults of a plan that wait for something to happen. A step is seen before it is flushed, so that a trigger can
 * still decide what becomes of it.
 */
final class Triggers {
  private final Simulation simulation;
  private final Controls controls;
  private final AlgorithmSpec spec;
  private final List<FaultPlan.Trigger> triggers;
  private final int[] matches;
  private final boolean[] hasFired;
  private final boolean watchesSends;
  private final List<Withheld> withheld = new ArrayList<>();

  /** A message that waits for something to happen. */
  private record Withheld(Condition until, int toId, int slot, long arrivalNs, long sequence) {}

  Triggers(final Simulation simulation, final Controls controls, final AlgorithmSpec spec) {
    this.simulation = simulation;
    this.controls = controls;
    this.spec = spec;
    this.triggers = simulation.plan.triggers();
    this.matches = new int[triggers.size()];
    this.hasFired = new boolean[triggers.size()];
    this.watchesSends =
        triggers.stream()
            .anyMatch(
                trigger ->
                    trigger.on() instanceof Condition.Sent
                        || (trigger.action() instanceof Action.HoldUntil hold
                            && hold.until() instanceof Condition.Sent));
    triggers.forEach(this::check);
  }

  boolean isEmpty() {
    return triggers.isEmpty();
  }

  /** Sees a step's effects before they are flushed. Says which crash falls into this very step, or null. */
  PendingCrash onStaged(final NodeHost host, final Effects effects) {
    if (watchesSends) {
      effects.spreadBroadcasts(host.id, simulation.hosts.length, simulation.pool);
    }
    PendingCrash crash = null;
    final int size = effects.size;
    for (int i = 0; i < size; i++) {
      for (int t = 0; t < hasFired.length; t++) {
        if (!hasFired[t] && matches(triggers.get(t).on(), host, effects, i) && isDue(t, host)) {
          if (triggers.get(t).action() instanceof Action.CrashNode action && isSame(action.nodeId(), host)) {
            crash = PendingCrash.of(action);
          } else if (isOnMessage(triggers.get(t).action())) {
            effects.aux[i] = t + 1;
          } else {
            effects.add(Effects.TRIGGERED, t, 0, 0, MessagePool.NO_SLOT);
          }
        }
      }
      for (int w = withheld.size() - 1; w >= 0; w--) {
        if (matches(withheld.get(w).until, host, effects, i)) {
          letGo(w);
        }
      }
    }
    return crash;
  }

  /** A message has been handled. */
  void onDelivered(final NodeHost host, final int slot) {
    for (int t = 0; t < hasFired.length; t++) {
      if (!hasFired[t] && matchesDelivery(triggers.get(t).on(), host, slot) && isDue(t, host)) {
        act(t, host);
      }
    }
    for (int w = withheld.size() - 1; w >= 0; w--) {
      if (matchesDelivery(withheld.get(w).until, host, slot)) {
        letGo(w);
      }
    }
  }

  /** Does what a trigger does to nodes and links. */
  void act(final int index, final NodeHost host) {
    final Action action = triggers.get(index).action();
    if (action instanceof Action.CutOff cut) {
      controls.cutOff(nodeId(cut.nodeId(), host), cut);
    } else if (action instanceof Action.PauseNode pause) {
      controls.pause(simulation.hosts[nodeId(pause.nodeId(), host)], simulation.nowNs + pause.forNs());
    } else if (action instanceof Action.CrashNode crash) {
      controls.crashOther(nodeId(crash.nodeId(), host), crash);
    }
  }

  /** Does what a trigger does to a message. */
  void transmit(final int index, final NodeHost host, final int toId, final int slot, final Fate fate) {
    final Action action = triggers.get(index).action();
    if (action instanceof Action.Hold hold) {
      simulation.counters.receipts.add(FaultKind.REORDERING);
      simulation.transmit(host, toId, slot, hold.forNs(), fate);
    } else if (action instanceof Action.HoldUntil hold) {
      simulation.counters.receipts.add(FaultKind.REORDERING);
      simulation.withhold(host, toId, slot, fate);
      simulation.pool.retain(slot);
      final long arrivalNs = fate.copies() == 0 ? simulation.nowNs : fate.arrivalNs(0);
      withheld.add(new Withheld(hold.until(), toId, slot, arrivalNs, fate.sequence()));
    } else {
      simulation.counters.receipts.add(FaultKind.LOSS);
      simulation.withhold(host, toId, slot, fate);
      simulation.tracer.event(
          TraceKind.LOSE, simulation.nowNs, host.id, toId, fate.sequence(), FaultKind.LOSS.ordinal());
    }
  }

  /** Sends every message that still waits on its way. */
  void letGo() {
    while (!withheld.isEmpty()) {
      letGo(0);
    }
  }

  /** Triggers that never fired, in words. */
  List<String> unfired() {
    final List<String> words = new ArrayList<>();
    for (int t = 0; t < hasFired.length; t++) {
      if (!hasFired[t]) {
        words.add("trigger %d never fired: matches=%d, %s".formatted(t, matches[t], triggers.get(t)));
      }
    }
    return words;
  }

  private void letGo(final int index) {
    final Withheld message = withheld.remove(index);
    simulation.scheduleArrival(
        message.toId, message.slot, Math.max(simulation.nowNs + 1, message.arrivalNs), message.sequence);
    simulation.pool.release(message.slot);
  }

  private boolean isDue(final int index, final NodeHost host) {
    matches[index]++;
    if (matches[index] < triggers.get(index).occurrence()) {
      return false;
    }
    hasFired[index] = true;
    simulation.tracer.event(TraceKind.TRIGGER, simulation.nowNs, host.id, -1, index, 0);
    return true;
  }

  private boolean matches(final Condition condition, final NodeHost host, final Effects effects, final int i) {
    final byte kind = effects.kind[i];
    if (condition instanceof Condition.Indicated on) {
      return kind == Effects.INDICATE
          && effects.aux[i] == on.indication().ordinal()
          && isSame(on.nodeId(), host)
          && isAnyOr(on.key(), effects.a[i])
          && isAnyOr(on.value(), effects.b[i]);
    }
    if (condition instanceof Condition.Entered on) {
      return kind == Effects.INDICATE
          && effects.aux[i] == Indication.STATE.ordinal()
          && isSame(on.nodeId(), host)
          && effects.a[i] == spec.stateNames().indexOf(on.state());
    }
    if (condition instanceof Condition.Sent on) {
      return kind == Effects.SEND
          && isSame(on.fromId(), host)
          && isAnyOr(on.toId(), effects.a[i])
          && isNamed(on.message(), effects.slot[i]);
    }
    if (condition instanceof Condition.Persisted on) {
      return kind == Effects.RECORD
          && effects.a[i] != SimulatedJournal.APPEND
          && isSame(on.nodeId(), host)
          && isNamed(on.record(), effects.slot[i]);
    }
    return false;
  }

  private boolean matchesDelivery(final Condition condition, final NodeHost host, final int slot) {
    return condition instanceof Condition.Delivered on
        && isAnyOr(on.fromId(), simulation.pool.fromId(slot))
        && isSame(on.toId(), host)
        && isNamed(on.message(), slot);
  }

  private boolean isNamed(final String name, final int slot) {
    return simulation.schemas.isOrCarries(
        simulation.schemas.keyOf(name),
        simulation.pool.buffer(slot),
        simulation.pool.offset(slot),
        simulation.pool.length(slot));
  }

  private void check(final FaultPlan.Trigger trigger) {
    if (trigger.on() instanceof Condition.Entered on && !spec.stateNames().contains(on.state())) {
      throw new IllegalArgumentException(
          "no such state: state=%s, known=%s".formatted(on.state(), spec.stateNames()));
    }
    if (isOnMessage(trigger.action()) && !(trigger.on() instanceof Condition.Sent)) {
      throw new IllegalArgumentException(
          "action needs a message: action=%s, on=%s".formatted(trigger.action(), trigger.on()));
    }
  }

  private static boolean isOnMessage(final Action action) {
    return action instanceof Action.Hold || action instanceof Action.HoldUntil || action instanceof Action.Lose;
  }

  private static boolean isSame(final int nodeId, final NodeHost host) {
    return nodeId == FaultPlan.ANY || nodeId == FaultPlan.SELF || nodeId == host.id;
  }

  private static boolean isAnyOr(final long wanted, final long value) {
    return wanted == FaultPlan.ANY || wanted == value;
  }

  private static int nodeId(final int named, final NodeHost host) {
    return named == FaultPlan.SELF ? host.id : named;
  }
}
