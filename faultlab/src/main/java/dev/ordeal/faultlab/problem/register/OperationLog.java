package dev.ordeal.faultlab.problem.register;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.history.Outcome;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.client.ClientPool.Call;
import dev.ordeal.faultlab.problem.client.ClientSettings;
import dev.ordeal.protocols.core.Property;
import java.util.List;
import org.agrona.collections.Int2IntCounterMap;
import org.agrona.collections.LongArrayList;

/**
 * Measures operations, and judges {@link Property#OPERATIONS_TERMINATE}.
 *
 * <p>Progress is demanded of each operation that is invoked after the recovery bound: an answer within the bound, plus
 * a time-out for each node that may be down for good and was asked first; and of such operations together that one is
 * confirmed, since a service that refuses everything does nothing. Nothing is demanded where clients do not wait so
 * long, or do not try so many nodes.
 *
 * <p>Cost: constant time an operation, and one look at the plan's partitions. Allocation: when it holds more than ever.
 */
final class OperationLog {
  private static final long NOT_DEMANDED = Long.MAX_VALUE;

  private final FaultPlan plan;
  private final long demandedFromNs;
  private final long patienceNs;
  private final LongArrayList readLatenciesNs = new LongArrayList();
  private final LongArrayList writeLatenciesNs = new LongArrayList();
  private final LongArrayList readServiceNs = new LongArrayList();
  private final LongArrayList writeServiceNs = new LongArrayList();
  private final Int2IntCounterMap underWayByKey = new Int2IntCounterMap(0);
  private long ok;
  private long failed;
  private long unknown;
  private long concurrent;
  private long acrossPartition;
  private long triedElsewhere;
  private long demanded;
  private long demandedOk;
  private long stalled;
  private long firstStalledNs;
  private int firstStalledNode;

  OperationLog(final RunSetup setup) {
    final ClientSettings clients = ClientSettings.of(setup.workload().values());
    final int crashesMax = setup.spec().model().crashesMax().applyAsInt(setup.clusterSize());
    final long boundNs = setup.spec().recoveryBoundNs(setup.values(), setup.clusterSize(), setup.delayBoundNs());
    final boolean isPatient = clients.timeoutNs() >= boundNs && clients.retries() >= crashesMax;
    plan = setup.plan();
    demandedFromNs = isPatient && setup.recoverByNs() != FaultPlan.NEVER ? setup.recoverByNs() : NOT_DEMANDED;
    patienceNs = patienceNs(clients, crashesMax, boundNs);
  }

  /** How long an operation may take once progress is demanded: each node that is down costs a time-out. */
  static long patienceNs(final ClientSettings clients, final int crashesMax, final long boundNs) {
    return crashesMax * clients.timeoutNs() + boundNs;
  }

  /** An operation on a key is invoked. */
  void begin(final int key) {
    if (underWayByKey.incrementAndGet(key) > 1) {
      concurrent++;
    }
  }

  /** An operation is over for its client. */
  void end(final Call call, final boolean isWrite, final int key, final Outcome outcome, final long nowNs) {
    underWayByKey.decrementAndGet(key);
    switch (outcome) {
      case OK -> {
        ok++;
        triedElsewhere += call.attempts() > 1 ? 1 : 0;
        (isWrite ? writeLatenciesNs : readLatenciesNs).addLong(nowNs - call.intendedNs());
        (isWrite ? writeServiceNs : readServiceNs).addLong(nowNs - call.invokedNs());
      }
      case FAILED -> failed++;
      case UNKNOWN -> unknown++;
    }
    acrossPartition += isAcrossPartition(call.invokedNs(), nowNs) ? 1 : 0;
    if (call.invokedNs() >= demandedFromNs) {
      demanded++;
      demandedOk += outcome == Outcome.OK ? 1 : 0;
      if (outcome == Outcome.UNKNOWN || nowNs - call.invokedNs() > patienceNs) {
        stall(call);
      }
    }
  }

  /** The run is over; of the operations still under way some have waited too long. */
  void finish(final List<Call> calls, final long endNs) {
    for (final Call call : calls) {
      if (call.isUnderWay() && call.invokedNs() >= demandedFromNs && endNs - call.invokedNs() > patienceNs) {
        demanded++;
        stall(call);
      }
    }
  }

  /** Whether the progress that was demanded came. */
  boolean isLive() {
    return stalled == 0 && (demanded == 0 || demandedOk > 0);
  }

  void report(final List<Violation> violations) {
    if (stalled > 0) {
      violations.add(
          new Violation(
              Property.OPERATIONS_TERMINATE,
              firstStalledNs + patienceNs,
              List.of(firstStalledNode),
              "%d of %d operations invoked after %s had no answer within %s, the first invoked at %s"
                  .formatted(stalled, demanded, time(demandedFromNs), time(patienceNs), time(firstStalledNs))));
    } else if (!isLive()) {
      violations.add(
          new Violation(
              Property.OPERATIONS_TERMINATE,
              demandedFromNs,
              List.of(),
              "each of the %d operations invoked after %s was refused".formatted(demanded, time(demandedFromNs))));
    }
  }

  long ok() {
    return ok;
  }

  long failed() {
    return failed;
  }

  long unknown() {
    return unknown;
  }

  /** Operations invoked while another one on the same key was under way. */
  long concurrent() {
    return concurrent;
  }

  /** Operations that were under way at the beginning or the end of one of the plan's partitions. */
  long acrossPartition() {
    return acrossPartition;
  }

  /** Operations that had to end: invoked after the recovery bound, and over or late by the run's end. */
  long demanded() {
    return demanded;
  }

  /** Operations that were confirmed after more than one attempt. */
  long triedElsewhere() {
    return triedElsewhere;
  }

  long[] readLatenciesNs() {
    return readLatenciesNs.toLongArray();
  }

  long[] writeLatenciesNs() {
    return writeLatenciesNs.toLongArray();
  }

  long[] readServiceNs() {
    return readServiceNs.toLongArray();
  }

  long[] writeServiceNs() {
    return writeServiceNs.toLongArray();
  }

  private void stall(final Call call) {
    if (stalled++ == 0) {
      firstStalledNs = call.invokedNs();
      firstStalledNode = call.nodeId();
    }
  }

  private boolean isAcrossPartition(final long fromNs, final long untilNs) {
    for (final FaultPlan.Partition partition : plan.partitions()) {
      final long endNs = Math.min(partition.untilNs(), plan.healNs());
      final boolean isCut = partition.fromNs() < endNs;
      if (isCut && isWithin(partition.fromNs(), fromNs, untilNs) || isCut && isWithin(endNs, fromNs, untilNs)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWithin(final long timeNs, final long fromNs, final long untilNs) {
    return timeNs >= fromNs && timeNs <= untilNs;
  }

  private static String time(final long ns) {
    return Quantities.formatDuration(ns);
  }
}
