package dev.ordeal.faultlab.simulation;

import dev.ordeal.faultlab.fault.ByzantineNode;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.fault.FaultPlan.PartitionKind;
import dev.ordeal.faultlab.fault.FaultPlan.Remains;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ProtocolNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The timed faults of a plan: puts each into the queue and carries it out. Cold, but for what it is asked in each step.
 */
final class Controls {
  private static final long RETRY_NS = 1_000_000_000L;
  private static final long STREAM_CRASH = 0x6372617368L;
  private static final int NO_CRASH = -1;

  final Triggers triggers;

  private final Simulation simulation;
  private final FaultPlan plan;
  private final Tracer tracer;
  private final Counters counters;
  private final List<Runnable> actions = new ArrayList<>();
  private final List<PendingCrash> crashes = new ArrayList<>();
  private final List<Record> notYet = new ArrayList<>();
  private final Deque<PendingCrash> waitingForLeader = new ArrayDeque<>();
  private boolean isHealed;

  Controls(final Simulation simulation, final SimulationSetup setup) {
    this.simulation = simulation;
    this.plan = simulation.plan;
    this.tracer = simulation.tracer;
    this.counters = simulation.counters;
    this.triggers = new Triggers(simulation, this, setup.spec());
  }

  /** Puts every timed fault of the plan into the queue. */
  void scheduleAll() {
    for (int i = 0; i < plan.partitions().size(); i++) {
      schedulePartition(i, plan.partitions().get(i));
    }
    for (int i = 0; i < plan.crashes().size(); i++) {
      final FaultPlan.Crash crash = plan.crashes().get(i);
      final PendingCrash pending = register(PendingCrash.of(i, crash));
      at(crash.atNs(), () -> fire(crash.nodeId(), pending));
    }
    for (final FaultPlan.Pause pause : plan.pauses()) {
      scheduled(pause.fromNs(), pause, () -> pause(simulation.hosts[pause.nodeId()], pause.untilNs()));
    }
    for (final FaultPlan.Clock clock : plan.clocks()) {
      simulation.count(FaultKind.CLOCK_OFFSET, clock.offsetNs() != 0);
      simulation.count(FaultKind.CLOCK_DRIFT, clock.driftPpb() != 0);
      for (final FaultPlan.Clock.Jump jump : clock.jumps()) {
        scheduled(jump.atNs(), jump, () -> jump(clock.nodeId(), jump.byNs()));
      }
    }
    if (plan.healNs() != FaultPlan.NEVER) {
      at(plan.healNs(), this::heal);
    }
  }

  /** Carries out a timed fault. */
  void run(final int index) {
    actions.get(index).run();
  }

  boolean isHealed() {
    return isHealed;
  }

  /** Builds a node, behind the lies of its plan if it has any. */
  ProtocolNode newNode(final SimulationSetup setup, final NodeContext context, final int incarnation) {
    ProtocolNode node = setup.spec().newNode(context, setup.values());
    for (final FaultPlan.Byzantine liar : plan.byzantine()) {
      if (liar.nodeId() == context.nodeId()) {
        node =
            new ByzantineNode(
                node,
                liar,
                setup.clusterSize(),
                plan.seed(),
                incarnation,
                simulation.schemas,
                (toId, behaviour) -> lie(context.nodeId(), toId, behaviour));
      }
    }
    return node;
  }

  private void lie(final int nodeId, final int toId, final FaultPlan.Behaviour behaviour) {
    counters.receipts.add(
        switch (behaviour) {
          case SILENT -> FaultKind.SILENCE;
          case EQUIVOCATE -> FaultKind.EQUIVOCATION;
          case REPLAY -> FaultKind.REPLAY;
          case LATE -> FaultKind.LATENESS;
        });
    tracer.event(TraceKind.LIE, simulation.nowNs, nodeId, toId, behaviour.ordinal(), 0);
  }

  PendingCrash pendingCrash(final int index) {
    return crashes.get(index);
  }

  /** Before a step is flushed: lets triggers see it. Says which pending crash falls into it, or a negative number. */
  int onStaged(final NodeHost host, final Effects effects, final StagedOutbox outbox) {
    final PendingCrash triggered = triggers.isIdle() ? null : triggers.onStaged(host, effects);
    if (triggered != null) {
      register(triggered);
      return crashes.size() - 1;
    }
    if (host.armed != null && fits(host.armed.point, effects, outbox)) {
      return crashes.indexOf(host.armed);
    }
    return NO_CRASH;
  }

  /** Stops a node, loses what its disk had not synced, and sees to its restart. */
  void crash(final NodeHost host, final PendingCrash crash) {
    crash.hasFired = true;
    if (host.armed == crash) {
      host.armed = null;
    }
    counters.receipts.add(FaultKind.CRASH);
    final long bits = CounterRandom.hash(plan.seed(), STREAM_CRASH, host.id, host.incarnation);
    final int unsynced = host.journal.unsynced();
    final boolean mayLose = host.disk.losesUnsynced() || host.journal.isLiedAbout();
    final int drawn = mayLose ? host.journal.drawSurvivors(bits) : unsynced;
    final boolean isListed = crash.remains.isListed();
    final int survivors = isListed ? Math.min(crash.remains.records(), unsynced) : drawn;
    final boolean isTorn = survivors > 0 && (isListed ? crash.remains.torn() : host.disk.tears() && (bits & 1) == 0);
    simulation.count(FaultKind.UNSYNCED_LOSS, survivors < unsynced);
    simulation.count(FaultKind.TORN_WRITE, isTorn);
    final int lost = host.journal.crash(survivors, isTorn);
    tracer.event(TraceKind.CRASH, simulation.nowNs, host.id, -1, crash.point.ordinal(), lost);
    takeDown(host);
    if (crash.restartAfterNs != FaultPlan.NEVER) {
      final long latestNs = isHealed ? FaultPlan.NEVER : plan.healNs();
      at(Math.min(simulation.nowNs + crash.restartAfterNs, latestNs), () -> restart(host, crash.isAmnesia));
    }
  }

  /** The disk has no room: the node stops, and stays down until somebody restarts it. */
  void crashOnFullDisk(final NodeHost host) {
    final boolean isHealing = plan.healNs() != FaultPlan.NEVER;
    final long restartAfterNs = isHealing ? Math.max(0, plan.healNs() - simulation.nowNs) : FaultPlan.NEVER;
    crash(host, new PendingCrash(-1, CrashPoint.BEFORE_DURABLE, 0, restartAfterNs, false, Remains.DRAWN));
  }

  /** Takes a node out of the run, with all that waits at it. */
  void takeDown(final NodeHost host) {
    host.isUp = false;
    host.node = null;
    host.isSelfLeader = false;
    host.isSyncing = false;
    host.isServing = false;
    host.pausedUntilNs = 0;
    host.held.clear(simulation.pool);
    while (host.hasBacklog()) {
      final long event = host.takeBacklog();
      if (Event.kind(event) != Event.SYNC) {
        simulation.handle(host, event); // the host is down: a message misses it, a deadline is dropped
      }
    }
    simulation.observer.onCrash(simulation.nowNs, host.id);
  }

  /** An input waits: its node is paused, slow, or has others to take first. */
  void delay(final NodeHost host, final long event) {
    host.backlog.addLong(event);
    serveNext(host);
  }

  /** A slow node has served an input. */
  void served(final NodeHost host, final int incarnation) {
    if (!host.isUp || host.incarnation != incarnation) {
      return;
    }
    host.isServing = false;
    if (!host.isPaused(simulation.nowNs) && host.hasBacklog()) {
      simulation.count(FaultKind.SLOW, host.serviceNs > 0);
      simulation.handle(host, host.takeBacklog());
      serveNext(host);
    }
  }

  /** Stops a node until a time, or until healing if that is earlier. */
  void pause(final NodeHost host, final long latestNs) {
    final long untilNs = isHealed ? 0 : Math.min(latestNs, plan.healNs());
    if (host.isUp && untilNs > simulation.nowNs) {
      host.pausedUntilNs = Math.max(host.pausedUntilNs, untilNs);
      counters.receipts.add(FaultKind.PAUSE);
      tracer.event(TraceKind.PAUSE, simulation.nowNs, host.id, -1, 0, untilNs);
      at(untilNs, () -> resume(host));
    }
  }

  /** Cuts a node off for a while. */
  void cutOff(final int nodeId, final FaultPlan.Action.CutOff cut) {
    if (isHealed) {
      return;
    }
    simulation.links.cutOff(nodeId, cut.outgoing(), cut.incoming());
    tracer.event(TraceKind.CUT, simulation.nowNs, nodeId, -1, -1, 0);
    simulation.observer.onLinksChanged(simulation.nowNs, simulation.links);
    at(
        simulation.nowNs + cut.forNs(),
        () -> {
          if (!isHealed) {
            simulation.links.joinBack(nodeId, cut.outgoing(), cut.incoming());
            tracer.event(TraceKind.JOIN, simulation.nowNs, nodeId, -1, -1, 0);
            simulation.observer.onLinksChanged(simulation.nowNs, simulation.links);
          }
        });
  }

  /** Crashes a node by a trigger that fired elsewhere. */
  void crashOther(final int nodeId, final FaultPlan.Action.CrashNode action) {
    fire(nodeId, register(PendingCrash.of(action)));
  }

  /** A node has come to lead: crashes aimed at the leader may have waited for it. */
  void onLeader() {
    if (!waitingForLeader.isEmpty()) {
      at(simulation.nowNs, this::crashLeader);
    }
  }

  /** What the plan scheduled and never happened. */
  List<String> unfired() {
    final List<String> words = new ArrayList<>();
    for (final PendingCrash crash : crashes) {
      if (!crash.hasFired && crash.planIndex >= 0) {
        words.add("crash %d never fired: %s".formatted(crash.planIndex, plan.crashes().get(crash.planIndex)));
      }
    }
    notYet.forEach(fault -> words.add("never came: " + fault));
    words.addAll(triggers.unfired());
    if (simulation.links.fatesMet() < plan.fates().size()) {
      words.add("messages with a listed fate that were never sent: %d of %d"
          .formatted(plan.fates().size() - simulation.links.fatesMet(), plan.fates().size()));
    }
    return words;
  }

  private void schedulePartition(final int index, final FaultPlan.Partition partition) {
    final long untilNs = Math.min(partition.untilNs(), plan.healNs());
    if (partition.fromNs() >= untilNs) {
      notYet.add(partition);
      return;
    }
    if (partition.kind() != PartitionKind.FLAPPING) {
      scheduled(partition.fromNs(), partition, () -> cut(index, partition, true));
      at(untilNs, () -> cut(index, partition, false));
      return;
    }
    final boolean[] isCut = new boolean[1];
    final int number = actions.size();
    scheduled(
        partition.fromNs(),
        partition,
        () -> {
          final boolean isOver = simulation.nowNs >= untilNs;
          if (isCut[0] || !isOver) {
            isCut[0] = !isCut[0];
            cut(index, partition, isCut[0]);
          }
          if (!isOver) {
            again(number, Math.min(untilNs, simulation.nowNs + Math.max(1, partition.flapNs())));
          }
        });
  }

  private void cut(final int index, final FaultPlan.Partition partition, final boolean isCut) {
    if (isCut) {
      simulation.links.cut(partition);
    } else if (!isHealed) {
      simulation.links.join(partition);
    }
    tracer.event(isCut ? TraceKind.CUT : TraceKind.JOIN, simulation.nowNs, -1, -1, index, 0);
    simulation.observer.onLinksChanged(simulation.nowNs, simulation.links);
  }

  private void fire(final int nodeId, final PendingCrash crash) {
    if (isHealed) {
      return; // it comes too late, or waited too long for its victim, and never fires
    }
    if (nodeId == FaultPlan.LEADER) {
      waitingForLeader.add(crash);
      crashLeader();
      return;
    }
    final NodeHost host = simulation.hosts[nodeId];
    if (!host.isUp || (host.armed != null && host.armed != crash)) {
      at(simulation.nowNs + RETRY_NS, () -> fire(nodeId, crash)); // it may come back
      return;
    }
    strike(host, crash);
  }

  private void crashLeader() {
    NodeHost leader = null;
    for (final NodeHost host : simulation.hosts) {
      if (host.isUp && host.isSelfLeader && (leader == null || isAhead(host, leader))) {
        leader = host;
      }
    }
    if (leader != null && leader.armed == null && !waitingForLeader.isEmpty()) {
      strike(leader, waitingForLeader.remove());
    }
  }

  private static boolean isAhead(final NodeHost host, final NodeHost other) {
    return host.leaderEpoch > other.leaderEpoch
        || (host.leaderEpoch == other.leaderEpoch && host.leaderClaim > other.leaderClaim);
  }

  private void strike(final NodeHost host, final PendingCrash crash) {
    if (crash.point == CrashPoint.BETWEEN_STEPS) {
      crash(host, crash);
      return;
    }
    host.armed = crash;
    at(
        simulation.nowNs + RETRY_NS,
        () -> {
          if (!crash.hasFired && host.isUp) {
            crash(host, crash);
          }
        });
  }

  private static boolean fits(final CrashPoint point, final Effects effects, final StagedOutbox outbox) {
    return switch (point) {
      case BETWEEN_STEPS -> true;
      case BEFORE_DURABLE -> outbox.recordCount() > 0;
      case AFTER_DURABLE -> outbox.isForced();
      case MID_SEND -> effects.hasSends();
    };
  }

  private void restart(final NodeHost host, final boolean isAmnesia) {
    if (host.isUp) {
      return;
    }
    if (isAmnesia) {
      host.journal.wipe();
      counters.receipts.add(FaultKind.AMNESIA);
    }
    host.journal.recover();
    counters.receipts.add(FaultKind.RESTART);
    tracer.event(TraceKind.RESTART, simulation.nowNs, host.id, -1, host.journal.count(), 0);
    simulation.start(host);
  }

  private void resume(final NodeHost host) {
    if (!host.isUp || host.isPaused(simulation.nowNs)) {
      return;
    }
    tracer.event(TraceKind.RESUME, simulation.nowNs, host.id, -1, 0, 0);
    serveNext(host);
  }

  private void serveNext(final NodeHost host) {
    if (host.isUp && host.hasBacklog() && !host.isServing && !host.isPaused(simulation.nowNs)) {
      host.isServing = true;
      simulation.queue.schedule(
          simulation.nowNs + host.serviceNs, Event.of(Event.SERVED, host.id, host.incarnation));
    }
  }

  private void jump(final int nodeId, final long byNs) {
    simulation.hosts[nodeId].clock.jump(byNs);
    counters.receipts.add(FaultKind.CLOCK_JUMP);
    tracer.event(TraceKind.CLOCK_JUMP, simulation.nowNs, nodeId, -1, 0, byNs);
  }

  private void heal() {
    waitingForLeader.clear();
    for (final NodeHost host : simulation.hosts) {
      if (host.isUp && host.armed != null) {
        crash(host, host.armed); // the last moment for a crash that waits for a fitting step
      }
      host.armed = null;
      simulation.stepper.endAllSyncs(host);
    }
    isHealed = true;
    simulation.links.heal();
    simulation.observer.onLinksChanged(simulation.nowNs, simulation.links);
    for (final NodeHost host : simulation.hosts) {
      host.serviceNs = 0;
    }
    tracer.event(TraceKind.HEAL, simulation.nowNs, -1, -1, 0, 0);
    triggers.letGo();
  }

  private PendingCrash register(final PendingCrash crash) {
    crashes.add(crash);
    return crash;
  }

  /** As {@link #at}, for a part of the plan that is reported if its time never comes. */
  private void scheduled(final long timeNs, final Record part, final Runnable action) {
    notYet.add(part);
    at(
        timeNs,
        () -> {
          notYet.remove(part);
          action.run();
        });
  }

  private void at(final long timeNs, final Runnable action) {
    actions.add(action);
    again(actions.size() - 1, timeNs);
  }

  private void again(final int number, final long timeNs) {
    simulation.queue.schedule(timeNs, Event.of(Event.CONTROL, 0, number));
  }
}
