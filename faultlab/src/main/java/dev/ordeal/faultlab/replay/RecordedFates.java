package dev.ordeal.faultlab.replay;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.simulation.TraceKind;
import dev.ordeal.faultlab.simulation.TraceListener;
import dev.ordeal.protocols.core.FaultKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Writes down what links did to each message of a run, so that the same run can be had from a plan whose links draw
 * nothing. What partitions and triggers took is left out: they stay in the plan. Cold; single thread.
 */
final class RecordedFates implements TraceListener {
  private static final FaultKind[] KINDS = FaultKind.values();

  private record Message(int fromId, int toId, long sequence) {}

  private record Sent(Message message, long sentNs, long arrivalNs) {}

  private final List<Sent> sent = new ArrayList<>();
  private final Map<Message, Boolean> isLostByLink = new HashMap<>();
  private final Map<Message, Integer> copies = new HashMap<>();
  private final Map<Message, Long> alterations = new HashMap<>();

  @Override
  public void onTrace(
      final TraceKind kind,
      final long timeNs,
      final int nodeId,
      final int peerId,
      final long key,
      final long value,
      final DirectBuffer body,
      final int offset,
      final int length) {
    final Message message = new Message(nodeId, peerId, key);
    switch (kind) {
      case SEND -> sent.add(new Sent(message, timeNs, value));
      case LOSE -> isLostByLink.put(message, isByLink(value));
      case ALTER -> alterations.put(message, value);
      case DUPLICATE -> copies.merge(message, 2, (old, two) -> old + 1);
      default -> {}
    }
  }

  /** The messages that links lost, doubled or altered; the delays are left to the link. */
  List<FaultPlan.MessageFate> lossesDuplicatesAndAlterations() {
    final List<FaultPlan.MessageFate> fates = new ArrayList<>();
    for (final Sent one : sent) {
      final Message message = one.message();
      if (isLostByLink.getOrDefault(message, false)) {
        fates.add(fate(message, 0, FaultPlan.ANY));
      } else if (copies.containsKey(message) || alterations.containsKey(message)) {
        fates.add(fate(message, copies.getOrDefault(message, 1), FaultPlan.ANY));
      }
    }
    return fates;
  }

  /** Every message that met no partition and no trigger, with the delay it had. */
  List<FaultPlan.MessageFate> everything() {
    final List<FaultPlan.MessageFate> fates = new ArrayList<>();
    for (final Sent one : sent) {
      final Message message = one.message();
      if (isLostByLink.getOrDefault(message, false)) {
        fates.add(fate(message, 0, FaultPlan.ANY));
      } else if (one.arrivalNs() >= 0 && message.fromId() != message.toId()) {
        fates.add(fate(message, copies.getOrDefault(message, 1), one.arrivalNs() - one.sentNs()));
      }
    }
    return fates;
  }

  private FaultPlan.MessageFate fate(final Message message, final int count, final long delayNs) {
    return new FaultPlan.MessageFate(
        message.fromId(),
        message.toId(),
        message.sequence(),
        count,
        delayNs,
        count == 0 ? 0 : alterations.getOrDefault(message, 0L));
  }

  private static boolean isByLink(final long ordinal) {
    if (ordinal < 0 || ordinal >= KINDS.length) {
      return false;
    }
    final FaultKind kind = KINDS[(int) ordinal];
    return kind == FaultKind.LOSS || kind == FaultKind.BURST_LOSS || kind == FaultKind.CAPACITY;
  }
}
