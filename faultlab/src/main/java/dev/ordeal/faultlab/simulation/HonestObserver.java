package dev.ordeal.faultlab.simulation;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkLayer;
import dev.ordeal.protocols.core.Indication;
import org.agrona.DirectBuffer;

/** Keeps what liars say from a judge: properties are those of honest nodes, to whom a liar is no node at all. */
final class HonestObserver implements RunObserver {
  private final RunObserver judge;
  private final FaultPlan plan;

  HonestObserver(final RunObserver judge, final FaultPlan plan) {
    this.judge = judge;
    this.plan = plan;
  }

  @Override
  public void onStart(final long timeNs, final int nodeId) {
    if (isHonest(nodeId)) {
      judge.onStart(timeNs, nodeId);
    }
  }

  @Override
  public void onCrash(final long timeNs, final int nodeId) {
    if (isHonest(nodeId)) {
      judge.onCrash(timeNs, nodeId);
    }
  }

  @Override
  public void onLinksChanged(final long timeNs, final LinkLayer links) {
    judge.onLinksChanged(timeNs, links);
  }

  @Override
  public void onIndication(
      final long timeNs, final int nodeId, final Indication indication, final long key, final long value) {
    if (isHonest(nodeId)) {
      judge.onIndication(timeNs, nodeId, indication, key, value);
    }
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
    if (isHonest(nodeId)) {
      judge.onIndication(timeNs, nodeId, indication, key, buffer, offset, length);
    }
  }

  private boolean isHonest(final int nodeId) {
    for (final FaultPlan.Byzantine liar : plan.byzantine()) {
      if (liar.nodeId() == nodeId) {
        return false;
      }
    }
    return true;
  }
}
