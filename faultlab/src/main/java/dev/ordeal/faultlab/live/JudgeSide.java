package dev.ordeal.faultlab.live;

import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.simulation.Workload;
import dev.ordeal.protocols.core.Indication;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * The judge of a live run and its clients, on one thread: reads what nodes tell, and lets clients act when they want
 * to.
 *
 * <p>A judge expects events in order of time. Those of two nodes may overtake each other on their way by as much as a
 * duty cycle lasts; one that comes late is given the time of the one before it.
 */
final class JudgeSide implements WorldListener {
  private static final int FRAMES_MAX = 1024;

  private final RunJudge judge;
  private final Workload clients;
  private final LiveClock clock;
  private final Workload.Port port;
  private final List<String> failures = new ArrayList<>();
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private final MessageHandler frames = this::onFrame;
  private final boolean[] isUp;
  private final BitSet begun = new BitSet();
  private long lastNs;
  private long startedNs;
  private long replies;

  JudgeSide(final RunJudge judge, final LiveClock clock, final int clusterSize, final Workload.Port port) {
    this.judge = judge;
    this.clients = judge.clients();
    this.clock = clock;
    this.port = port;
    this.isUp = new boolean[clusterSize];
  }

  /** The time of the run. */
  long nowNs() {
    return clock.runNs(clock.nodeNs());
  }

  /** Reads what is there; says how many frames there were. */
  int read(final RingBuffer world) {
    return world.read(frames, FRAMES_MAX);
  }

  /** Whether every node has started once, or failed to. */
  private boolean hasBegun() {
    return begun.cardinality() == isUp.length;
  }

  /** Lets clients act if it is time, once every node has begun; says whether it was. */
  int act() {
    final long nowNs = Math.max(lastNs, nowNs());
    if (!hasBegun() || clients.nextActionNs() > nowNs) {
      return 0;
    }
    lastNs = nowNs;
    clients.onAction(nowNs, port);
    return 1;
  }

  /** The time at which the run ends for the judge, if it ends now. */
  long endNs() {
    return inOrder(nowNs());
  }

  /** The nodes that failed, in words. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** When a node started last. */
  long startedNs() {
    return startedNs;
  }

  /** How many replies there were. */
  long replies() {
    return replies;
  }

  private void onFrame(final int type, final MutableDirectBuffer buffer, final int at, final int length) {
    Frames.read(type, buffer, at, length, view, this);
  }

  @Override
  public void onStart(final long timeNs, final int nodeId) {
    isUp[nodeId] = true;
    begun.set(nodeId);
    startedNs = inOrder(timeNs);
    judge.onStart(startedNs, nodeId);
  }

  @Override
  public void onCrash(final long timeNs, final int nodeId) {
    isUp[nodeId] = false;
    judge.onCrash(inOrder(timeNs), nodeId);
  }

  /** Every node has stopped, now. */
  void stopAll() {
    for (int nodeId = 0; nodeId < isUp.length; nodeId++) {
      if (isUp[nodeId]) {
        onCrash(nowNs(), nodeId);
      }
    }
  }

  @Override
  public void onIndication(
      final long timeNs, final int nodeId, final Indication indication, final long key, final long value) {
    judge.onIndication(inOrder(timeNs), nodeId, indication, key, value);
  }

  @Override
  public void onIndication(
      final long timeNs,
      final int nodeId,
      final Indication indication,
      final long key,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    judge.onIndication(inOrder(timeNs), nodeId, indication, key, buffer, offset, length);
  }

  @Override
  public void onReply(
      final int nodeId, final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    replies++;
    clients.onReply(inOrder(nowNs()), nodeId, requestId, buffer, offset, length, port);
  }

  @Override
  public void onFailure(final long timeNs, final int nodeId, final String text) {
    failures.add(text);
    begun.set(nodeId);
    onCrash(timeNs, nodeId);
  }

  private long inOrder(final long timeNs) {
    lastNs = Math.max(lastNs, timeNs);
    return lastNs;
  }
}
