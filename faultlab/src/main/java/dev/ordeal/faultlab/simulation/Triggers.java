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
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The faults of a plan that wait for something to happen. A step is seen before it is flushed, so that a trigger can
 * still decide what becomes of it.
 */
final class Triggers {
  /** Where an effect's place is looked at: the step itself, before its effects. */
  private static final int STEP = -1;

  private final Simulation simulation;
  private final Controls controls;
  private final List<FaultPlan.Trigger> triggers;
  private final Watch[] watches;
  private final Watch[] untils;
  private final int[] matches;
  private final boolean[] hasFired;
  private final boolean watchesSends;
  private final boolean watchesSteps;
  private final List<Withheld> withheld = new ArrayList<>();

  /** A condition, with the key of the message or the ordinal of the state it names; 0 if it names none. */
  private record Watch(Condition on, int key) {}

  /** A message that waits for something to happen. */
  private record Withheld(Watch until, int toId, int slot, long arrivalNs, long sequence) {}

  Triggers(final Simulation simulation, final Controls controls, final AlgorithmSpec spec) {
    this.simulation = simulation;
    this.controls = controls;
    this.triggers = simulation.plan.triggers();
    this.watches = triggers.stream().map(trigger -> watch(trigger.on(), spec)).toArray(Watch[]::new);
    this.untils =
        triggers.stream()
            .map(trigger -> trigger.action() instanceof Action.HoldUntil hold ? watch(hold.until(), spec) : null)
            .toArray(Watch[]::new);
    this.matches = new int[triggers.size()];
    this.hasFired = new boolean[triggers.size()];
    this.watchesSends =
        triggers.stream()
            .anyMatch(
                trigger ->
                    trigger.on() instanceof Condition.Sent
                        || (trigger.action() instanceof Action.HoldUntil hold
                            && hold.until() instanceof Condition.Sent));
    this.watchesSteps =
        Stream.concat(Stream.of(watches), Stream.of(untils).filter(Objects::nonNull))
            .anyMatch(watch -> watch.on instanceof Condition.Stepped);
    triggers.forEach(Triggers::check);
  }

  /** Whether steps without effects count, too. */
  boolean watchesSteps() {
    return watchesSteps;
  }

  /** Whether nothing can fire any more: there is none, or healing has come. */
  boolean isIdle() {
    return triggers.isEmpty() || controls.isHealed();
  }

  /** Sees a step's effects before they are flushed. Says which crash falls into this very step, or null. */
  PendingCrash onStaged(final NodeHost host, final Effects effects) {
    if (watchesSends) {
      effects.spreadBroadcasts(host.id, simulation.hosts.length, simulation.pool);
    }
    PendingCrash crash = null;
    final int size = effects.size;
    for (int i = STEP; i < size; i++) {
      for (int t = 0; t < hasFired.length; t++) {
        if (!hasFired[t] && matches(watches[t], host, effects, i) && isDue(t, host)) {
          if (triggers.get(t).action() instanceof Action.CrashNode action && isSame(action.nodeId(), host)) {
            crash = PendingCrash.of(action);
          } else if (isOnMessage(triggers.get(t).action())) {
            effects.aux[i] = t + 1;
          } else {
            effects.add(Effects.TRIGGERED, t, 0, 0, MessagePool.NO_SLOT);
          }
        }
      }
      for (int w = 0; w < withheld.size(); w++) {
        if (matches(withheld.get(w).until, host, effects, i)) {
          letGo(w--);
        }
      }
    }
    return crash;
  }

  /** A message has been handled. */
  void onDelivered(final NodeHost host, final int slot) {
    if (isIdle()) {
      return;
    }
    for (int t = 0; t < hasFired.length; t++) {
      if (!hasFired[t] && matchesDelivery(watches[t], host, slot) && isDue(t, host)) {
        act(t, host);
      }
    }
    for (int w = 0; w < withheld.size(); w++) {
      if (matchesDelivery(withheld.get(w).until, host, slot)) {
        letGo(w--);
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

  /**
   * Does what a trigger does to a message. Loss, cuts and copies come first, as for any other; a message that is held
   * may be overtaken even on a FIFO link.
   */
  void transmit(final int index, final NodeHost host, final int toId, final int slot, final Fate fate) {
    final Action action = triggers.get(index).action();
    if (action instanceof Action.Hold hold) {
      simulation.transmit(host, toId, slot, hold.forNs(), fate);
      simulation.count(FaultKind.REORDERING, fate.copies() > 0);
    } else if (action instanceof Action.HoldUntil) {
      simulation.withhold(host, toId, slot, fate);
      simulation.count(FaultKind.REORDERING, fate.copies() > 0);
      for (int copy = 0; copy < fate.copies(); copy++) {
        simulation.pool.retain(slot);
        withheld.add(new Withheld(untils[index], toId, slot, fate.arrivalNs(copy), fate.sequence()));
      }
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

  private boolean matches(final Watch watch, final NodeHost host, final Effects effects, final int i) {
    final Condition condition = watch.on;
    if (i == STEP || condition instanceof Condition.Stepped) {
      return i == STEP && condition instanceof Condition.Stepped on && isSame(on.nodeId(), host);
    }
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
          && effects.a[i] == watch.key;
    }
    if (condition instanceof Condition.Sent on) {
      return kind == Effects.SEND
          && isSame(on.fromId(), host)
          && isAnyOr(on.toId(), effects.a[i])
          && isNamed(watch.key, effects.slot[i]);
    }
    if (condition instanceof Condition.Persisted on) {
      return kind == Effects.RECORD
          && effects.a[i] != Journal.APPEND
          && isSame(on.nodeId(), host)
          && isNamed(watch.key, effects.slot[i]);
    }
    return false;
  }

  private boolean matchesDelivery(final Watch watch, final NodeHost host, final int slot) {
    return watch.on instanceof Condition.Delivered on
        && isAnyOr(on.fromId(), simulation.pool.fromId(slot))
        && isSame(on.toId(), host)
        && isNamed(watch.key, slot);
  }

  private boolean isNamed(final int key, final int slot) {
    return simulation.schemas.isOrCarries(
        key,
        simulation.pool.buffer(slot),
        simulation.pool.offset(slot),
        simulation.pool.length(slot));
  }

  private Watch watch(final Condition condition, final AlgorithmSpec spec) {
    if (condition instanceof Condition.Entered on) {
      final int state = spec.stateNames().indexOf(on.state());
      if (state < 0) {
        throw new IllegalArgumentException(
            "no such state: state=%s, known=%s".formatted(on.state(), spec.stateNames()));
      }
      return new Watch(condition, state);
    }
    final String message =
        condition instanceof Condition.Sent sent
            ? sent.message()
            : condition instanceof Condition.Delivered delivered
                ? delivered.message()
                : condition instanceof Condition.Persisted persisted ? persisted.record() : null;
    return new Watch(condition, message == null ? 0 : simulation.schemas.keyOf(message));
  }

  private static void check(final FaultPlan.Trigger trigger) {
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
