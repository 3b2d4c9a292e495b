package dev.ordeal.faultlab.exploration;

import dev.ordeal.faultlab.exploration.BranchingNode.Message;
import dev.ordeal.faultlab.exploration.BranchingNode.Step;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.faultlab.simulation.RunObserver;
import dev.ordeal.faultlab.simulation.SimulationResult;
import dev.ordeal.faultlab.simulation.TraceEntry;
import dev.ordeal.faultlab.simulation.TraceKind;
import dev.ordeal.faultlab.simulation.TraceListener;
import dev.ordeal.protocols.core.CounterRandom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An adversary's run as any other: judged by what nodes indicate, counted, traced. Time is made up: all steps that were
 * asked for take the run's length, each as long as the next.
 *
 * <p>Threading: single owner. Memory: as the run's length if somebody listens to the trace.
 */
public final class AdversaryRun {
  private static final int REQUEST_ID = 0;

  private final RunObserver observer;
  private final Counters counters;
  private final TraceListener trace;
  private final long stepNs;
  private final long[] sequences;
  private final int clusterSize;
  private final List<TraceEntry> entries = new ArrayList<>();
  private final List<InFlight> inFlight = new ArrayList<>();
  private long hash;

  /** A message under way, with the place of its sending in the trace. */
  private record InFlight(Message message, int sentAt, long sequence, int entry) {}

  private AdversaryRun(
      final ExplorationPlan plan,
      final long seed,
      final long stepNs,
      final RunObserver observer,
      final Counters counters,
      final TraceListener trace) {
    this.observer = observer;
    this.counters = counters;
    this.trace = trace;
    this.stepNs = stepNs;
    this.clusterSize = plan.clusterSize();
    this.sequences = new long[clusterSize * clusterSize];
    this.hash = seed;
  }

  /**
   * Runs an adversary to the nodes of a plan until somebody decides.
   *
   * @param seed decides what nodes draw
   * @param stepsMax for how many steps at most
   * @param durationNs how long so many steps take
   * @param trace may be null
   */
  public static SimulationResult run(
      final ExplorationPlan plan,
      final long seed,
      final int stepsMax,
      final long durationNs,
      final RunObserver observer,
      final Counters counters,
      final TraceListener trace) {
    final AdversaryRun run =
        new AdversaryRun(plan, seed, Math.max(1, durationNs / stepsMax), observer, counters, trace);
    final Adversary.Outcome outcome = new Adversary(plan, seed, run::onStep).run(stepsMax);
    run.tell();
    return new SimulationResult(run.hash, outcome.steps() * run.stepNs, List.of(), List.of());
  }

  private void onStep(final int number, final int nodeId, final Message message, final int sentAt, final Step step) {
    final long atNs = number * stepNs;
    final boolean isStart = number == 0 && message == null;
    counters.events += number == 0 ? 0 : 1;
    counters.records += step.records();
    counters.sends += step.sent().size();
    counters.deliveries += message == null || message.fromId() == BranchingNode.CLIENT ? 0 : 1;
    hash = CounterRandom.mix(CounterRandom.mix(hash, nodeId), step.to().digest());
    if (isStart) {
      observer.onStart(atNs, nodeId);
      enter(TraceKind.START, atNs, nodeId, -1, 0, 0, TraceEntry.NO_BODY);
    } else if (message == null) {
      enter(TraceKind.DEADLINE, atNs, nodeId, -1, atNs, 0, TraceEntry.NO_BODY);
    } else if (message.fromId() == BranchingNode.CLIENT) {
      enter(TraceKind.REQUEST, atNs, nodeId, -1, REQUEST_ID, 0, message.body());
    } else {
      arrive(atNs, message, sentAt);
    }
    for (final Effects.Said said : step.said()) {
      observer.onIndication(atNs, nodeId, said.indication(), said.key(), said.value());
      enter(
          TraceKind.INDICATE, atNs, nodeId, said.indication().ordinal(), said.key(), said.value(), TraceEntry.NO_BODY);
    }
    for (final Message sent : step.sent()) {
      hash = CounterRandom.mix(hash, sent.hash());
      counters.sentBytes += sent.body().length;
      send(number, atNs, sent);
    }
  }

  private void send(final int number, final long atNs, final Message sent) {
    if (trace != null) {
      final long sequence = sequences[sent.fromId() * clusterSize + sent.toId()]++;
      inFlight.add(new InFlight(sent, number, sequence, entries.size()));
      enter(TraceKind.SEND, atNs, sent.fromId(), sent.toId(), sequence, Long.MAX_VALUE, sent.body());
    }
  }

  /** A message arrives: only now its sending can say when. */
  private void arrive(final long atNs, final Message message, final int sentAt) {
    final Iterator<InFlight> all = inFlight.iterator();
    while (all.hasNext()) {
      final InFlight one = all.next();
      if (one.sentAt() == sentAt && one.message().equals(message)) {
        all.remove();
        final TraceEntry sent = entries.get(one.entry());
        entries.set(
            one.entry(),
            new TraceEntry(
                sent.kind(), sent.timeNs(), sent.nodeId(), sent.peerId(), sent.key(), atNs, sent.body()));
        enter(
            TraceKind.DELIVER, atNs, message.toId(), message.fromId(), one.sequence(), sent.timeNs(), message.body());
        return;
      }
    }
  }

  private void enter(
      final TraceKind kind,
      final long atNs,
      final int nodeId,
      final int peerId,
      final long key,
      final long value,
      final byte[] body) {
    if (trace != null) {
      entries.add(new TraceEntry(kind, atNs, nodeId, peerId, key, value, body));
    }
  }

  private void tell() {
    final UnsafeBuffer body = new UnsafeBuffer(0, 0);
    for (final TraceEntry entry : entries) {
      body.wrap(entry.body());
      trace.onTrace(
          entry.kind(),
          entry.timeNs(),
          entry.nodeId(),
          entry.peerId(),
          entry.key(),
          entry.value(),
          body,
          0,
          entry.body().length);
    }
  }
}
