package dev.ordeal.faultlab.simulation;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.protocols.core.ProtocolNode;
import org.agrona.collections.LongArrayList;

/** One simulated machine: the node of the present incarnation, its clocks and disk, and what waits for it. */
final class NodeHost {
  final int id;
  final LocalClock clock;
  final FaultPlan.Disk disk;
  final SimulatedJournal journal = new SimulatedJournal();

  ProtocolNode node;
  boolean isUp;
  int incarnation = -1;

  /** Times of the deadline events that are in the queue, the earliest last: one is added only if it comes before all. */
  final LongArrayList deadlineEventsNs = new LongArrayList();

  long serviceNs;
  long pausedUntilNs;

  /** Inputs that wait because the node is paused or slow; {@link #backlogHead} is the next one. */
  final LongArrayList backlog = new LongArrayList();

  int backlogHead;
  boolean isServing;

  /** Steps that wait for a sync. */
  final HeldSteps held = new HeldSteps();

  boolean isSyncing;

  /** How many syncs the disk has carried out. */
  long syncs;

  /** A crash that waits for a fitting step, or null. */
  PendingCrash armed;

  boolean isSelfLeader;
  long leaderEpoch;
  long leaderClaim;

  NodeHost(final int id, final LocalClock clock, final FaultPlan.Disk disk) {
    this.id = id;
    this.clock = clock;
    this.disk = disk;
  }

  /** Whether a deadline event will fire at a time or before. */
  boolean wakesBy(final long atNs) {
    final int last = deadlineEventsNs.size() - 1;
    return last >= 0 && deadlineEventsNs.getLong(last) <= atNs;
  }

  boolean isPaused(final long nowNs) {
    return nowNs < pausedUntilNs;
  }

  boolean hasBacklog() {
    return backlogHead < backlog.size();
  }

  long takeBacklog() {
    final long event = backlog.getLong(backlogHead++);
    if (backlogHead == backlog.size()) {
      backlog.clear();
      backlogHead = 0;
    } else if (backlogHead >= 1024 && backlogHead * 2 >= backlog.size()) {
      final int left = backlog.size() - backlogHead;
      for (int i = 0; i < left; i++) {
        backlog.setLong(i, backlog.getLong(backlogHead + i));
      }
      for (int i = backlog.size() - 1; i >= left; i--) {
        backlog.removeAt(i);
      }
      backlogHead = 0;
    }
    return event;
  }
}
