package dev.ordeal.faultlab.simulation;

import dev.ordeal.faultlab.fault.Fate;
import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.Indication;
import java.util.List;

/**
 * Flushes the effects of a step in the order persist → indicate → send → reply, holds them back while a sync is under
 * way, and lets a crash fall before, between and in the middle of them.
 */
final class Stepper {
  private static final Indication[] INDICATIONS = Indication.values();
  private static final int LEAVES_ALL = Integer.MAX_VALUE;
  private static final long STREAM_LIE = 0x6c696573L;
  private static final long STREAM_PARTIAL_SEND = 0x7061727469616cL;

  final StagedOutbox outbox;

  private final Simulation simulation;
  private final MessagePool pool;
  private final Counters counters;
  private final Tracer tracer;
  private final Fate fate = new Fate();
  private Controls controls;
  private Clients clients;
  private long leaderClaims;

  // the sends of the range being released
  private int leaving;
  private boolean isPartial;
  private List<Integer> listed;
  private int sendNumber;

  Stepper(final Simulation simulation, final SimulationSetup setup) {
    this.simulation = simulation;
    this.pool = simulation.pool;
    this.counters = simulation.counters;
    this.tracer = simulation.tracer;
    this.outbox = new StagedOutbox(pool, setup.clusterSize());
  }

  void useControls(final Controls newControls, final Clients newClients) {
    controls = newControls;
    clients = newClients;
  }

  /** Before a node's step. */
  void begin(final NodeHost host) {
    host.clock.advance(simulation.nowNs);
    outbox.begin(host.id, simulation.nowNs, host.journal.nextPosition());
  }

  /** After a node's step. */
  void flush(final NodeHost host) {
    final Effects effects = outbox.effects;
    tracer.step(simulation.nowNs, host, outbox);
    if (effects.size == 0 && !controls.triggers.watchesSteps()) {
      return;
    }
    final int crash = controls.onStaged(host, effects, outbox);
    if (effects.size == 0 && crash < 0) {
      return;
    }
    if (outbox.recordCount() > 0 && !write(host, effects)) {
      return;
    }
    if (crash >= 0) {
      if (controls.pendingCrash(crash).point == CrashPoint.BEFORE_DURABLE) {
        effects.clear(pool);
        controls.crash(host, controls.pendingCrash(crash));
        return;
      }
      effects.add(Effects.CRASH, crash, 0, 0, MessagePool.NO_SLOT);
    }
    final long syncNs = controls.isHealed() ? 0 : host.disk.syncNs();
    if (outbox.isForced() && syncNs == 0 && host.held.isEmpty()) {
      host.journal.beginSync();
      sync(host);
    }
    final boolean mustWait = !host.held.isEmpty() || (outbox.isForced() && syncNs > 0);
    if (mustWait) {
      host.held.hold(effects, outbox.isForced() ? host.journal.written() : 0);
      startSync(host);
      return;
    }
    release(host, effects, 0, effects.size);
    effects.size = 0;
  }

  /** Healing has come: nothing waits for a disk any longer. */
  void endAllSyncs(final NodeHost host) {
    while (host.isUp && host.isSyncing) {
      endSync(host, host.incarnation);
    }
  }

  /** A sync has ended, if healing has not ended it before: steps that waited for it leave. */
  void endSync(final NodeHost host, final int incarnation) {
    if (!host.isUp || host.incarnation != incarnation || !host.isSyncing) {
      return;
    }
    host.isSyncing = false;
    sync(host);
    while (host.held.next(host.journal.reported())) {
      release(host, host.held.effects(), host.held.from(), host.held.to());
      if (!host.isUp) {
        return;
      }
    }
    if (!host.held.isEmpty()) {
      startSync(host);
    }
  }

  private boolean write(final NodeHost host, final Effects effects) {
    if (simulation.nowNs >= host.disk.fullFromNs() && !controls.isHealed()) {
      counters.receipts.add(FaultKind.DISK_FULL);
      effects.clear(pool);
      controls.crashOnFullDisk(host);
      return false;
    }
    for (int i = 0; i < effects.size; i++) {
      if (effects.kind[i] == Effects.RECORD) {
        final int slot = effects.slot[i];
        final long position = host.journal.nextPosition();
        host.journal.write(
            (int) effects.a[i], effects.b[i], pool.buffer(slot), pool.offset(slot), pool.length(slot), pool.hash(slot));
        tracer.body(TraceKind.WRITE, simulation.nowNs, host.id, -1, position, effects.a[i], slot);
        counters.records++;
        counters.forcedRecords += effects.a[i] == SimulatedJournal.APPEND ? 0 : 1;
      }
    }
    return true;
  }

  private void startSync(final NodeHost host) {
    if (!host.isSyncing) {
      host.isSyncing = true;
      host.journal.beginSync();
      simulation.queue.schedule(
          simulation.nowNs + (controls.isHealed() ? 0 : host.disk.syncNs()),
          Event.of(Event.SYNC, host.id, host.incarnation));
      counters.receipts.add(FaultKind.SLOW_SYNC);
    }
  }

  private void sync(final NodeHost host) {
    final long lyingPpb = controls.isHealed() ? 0 : host.disk.lyingPpb();
    final boolean isLying =
        lyingPpb > 0
            && CounterRandom.scale(
                    CounterRandom.hash(simulation.plan.seed(), STREAM_LIE, host.id, host.syncs), 1_000_000_000L)
                < lyingPpb;
    host.syncs++;
    counters.syncs++;
    host.journal.endSync(isLying);
    if (isLying) {
      counters.receipts.add(FaultKind.LYING_SYNC);
    }
    tracer.event(
        TraceKind.SYNC, simulation.nowNs, host.id, -1, host.journal.reported(), isLying ? 1 : 0);
  }

  /** Lets the effects of one step out: indications, what triggers do, sends, replies. */
  private void release(final NodeHost host, final Effects effects, final int from, final int to) {
    final PendingCrash crash = findCrash(effects, from, to);
    for (int i = from; i < to; i++) {
      switch (effects.kind[i]) {
        case Effects.INDICATE -> indicate(host, effects, i);
        case Effects.INDICATE_BODY -> indicateBody(host, effects, i);
        default -> { }
      }
    }
    for (int i = from; i < to; i++) {
      if (effects.kind[i] == Effects.TRIGGERED) {
        controls.triggers.act(effects.aux[i], host);
      }
    }
    leaving = LEAVES_ALL;
    isPartial = false;
    listed = null;
    if (crash != null) {
      counters.crashesBeforeSend += crash.point == CrashPoint.BETWEEN_STEPS ? 0 : 1;
      leaving = crash.point == CrashPoint.AFTER_DURABLE ? 0 : LEAVES_ALL;
      if (crash.point == CrashPoint.MID_SEND) {
        listed = crash.remains.isListed() ? crash.remains.sends() : null;
        isPartial = listed == null && crash.sentCount < 0;
        leaving = listed != null || isPartial ? LEAVES_ALL : crash.sentCount;
      }
    }
    sendNumber = 0;
    if (host.isUp) {
      sendAll(host, effects, from, to);
    }
    final boolean hasReplies = host.isUp && (crash == null || crash.point == CrashPoint.BETWEEN_STEPS);
    for (int i = from; i < to; i++) {
      final int slot = effects.slot[i];
      if (slot != MessagePool.NO_SLOT) {
        if (hasReplies && effects.kind[i] == Effects.REPLY) {
          tracer.body(TraceKind.REPLY, simulation.nowNs, host.id, -1, effects.a[i], 0, slot);
          clients.reply(host.id, effects.a[i], slot);
        }
        pool.release(slot);
        effects.slot[i] = MessagePool.NO_SLOT;
      }
    }
    if (crash != null && host.isUp) {
      controls.crash(host, crash);
    }
  }

  private PendingCrash findCrash(final Effects effects, final int from, final int to) {
    return to > from && effects.kind[to - 1] == Effects.CRASH ? controls.pendingCrash(effects.aux[to - 1]) : null;
  }

  private void sendAll(final NodeHost host, final Effects effects, final int from, final int to) {
    for (int i = from; i < to; i++) {
      if (effects.kind[i] == Effects.SEND) {
        if (effects.a[i] == Effects.ALL_OTHERS) {
          for (int toId = 0; toId < simulation.hosts.length; toId++) {
            if (toId != host.id) {
              send(host, toId, effects.slot[i], 0);
            }
          }
        } else {
          send(host, (int) effects.a[i], effects.slot[i], effects.aux[i]);
        }
      }
    }
  }

  private void send(final NodeHost host, final int toId, final int slot, final int trigger) {
    final int number = sendNumber++;
    if (number >= leaving
        || (isPartial && staysBehind(host, number))
        || (listed != null && !listed.contains(number))) {
      return;
    }
    if (trigger > 0) {
      controls.triggers.transmit(trigger - 1, host, toId, slot, fate);
    } else {
      simulation.transmit(host, toId, slot, 0, fate);
    }
  }

  private boolean staysBehind(final NodeHost host, final int number) {
    return (CounterRandom.hash(simulation.plan.seed(), STREAM_PARTIAL_SEND, host.id, host.incarnation, number) & 1)
        == 0;
  }

  private void indicate(final NodeHost host, final Effects effects, final int i) {
    final Indication indication = INDICATIONS[effects.aux[i]];
    final long key = effects.a[i];
    final long value = effects.b[i];
    tracer.event(TraceKind.INDICATE, simulation.nowNs, host.id, effects.aux[i], key, value);
    simulation.observer.onIndication(simulation.nowNs, host.id, indication, key, value);
    if (indication == Indication.LEADER) {
      host.isSelfLeader = value == host.id;
      host.leaderEpoch = key;
      host.leaderClaim = ++leaderClaims;
      if (host.isSelfLeader) {
        controls.onLeader();
      }
    }
  }

  private void indicateBody(final NodeHost host, final Effects effects, final int i) {
    final int slot = effects.slot[i];
    tracer.body(TraceKind.INDICATE, simulation.nowNs, host.id, effects.aux[i], effects.a[i], 0, slot);
    simulation.observer.onIndication(
        simulation.nowNs,
        host.id,
        INDICATIONS[effects.aux[i]],
        effects.a[i],
        pool.buffer(slot),
        pool.offset(slot),
        pool.length(slot));
  }
}
