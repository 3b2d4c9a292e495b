package dev.ordeal.faultlab.fault;

import dev.ordeal.faultlab.schema.SchemaRegistry;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A liar around an honest node of any algorithm: the honest node computes, the liar decides what of its messages
 * leaves, in what shape, and when. It needs no knowledge of the algorithm; what it alters it alters through the
 * schema.
 *
 * <p>Equivocation tells two stories: each message goes unaltered to some receivers, and with one field altered to
 * about half of them. A message without fields cannot be told in two ways and goes out as it is. Records, indications
 * and replies are the honest node's, so a judge must not hold a liar's indications against the algorithm.
 *
 * <p>Threading: single owner. Allocation: a cursor per altered message, and while buffers grow.
 */
public final class ByzantineNode implements ProtocolNode {
  private final ProtocolNode honest;
  private final LyingOutbox lies;
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer();

  /**
   * Wraps a node.
   *
   * @param planSeed the plan's seed: decides what the liar draws
   * @param incarnation which life of the node this is, from 0, so that each draws anew
   */
  public ByzantineNode(
      final ProtocolNode honest,
      final FaultPlan.Byzantine liar,
      final int clusterSize,
      final long planSeed,
      final int incarnation,
      final SchemaRegistry registry,
      final LieListener listener) {
    this.honest = honest;
    final long key = CounterRandom.hash(planSeed, Streams.BYZANTINE, liar.nodeId(), incarnation);
    lies = new LyingOutbox(liar, clusterSize, key, registry, listener);
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    honest.onRecord(buffer, offset, length);
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    honest.onStart(nowNs, lies.over(outbox, nowNs));
  }

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    honest.onMessage(nowNs, fromId, buffer, offset, length, lies.over(outbox, nowNs));
  }

  @Override
  public void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    honest.onRequest(nowNs, requestId, buffer, offset, length, lies.over(outbox, nowNs));
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    lies.over(outbox, nowNs).release();
    if (honest.nextDeadlineNs() <= nowNs) {
      honest.onDeadline(nowNs, lies);
    }
  }

  @Override
  public long nextDeadlineNs() {
    return Math.min(honest.nextDeadlineNs(), lies.nextReleaseNs());
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    final int length = honest.encodeState(buffer, offset);
    return length + lies.encodeState(buffer, offset + length);
  }

  @Override
  public long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }
}
