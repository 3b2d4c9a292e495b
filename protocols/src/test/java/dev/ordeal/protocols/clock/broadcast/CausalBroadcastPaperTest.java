package dev.ordeal.protocols.clock.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.broadcast.codec.CausalMessageEncoder;
import dev.ordeal.protocols.clock.broadcast.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.RecordingOutbox;
import dev.ordeal.protocols.core.RecordingOutbox.Effect;
import dev.ordeal.protocols.core.RecordingOutbox.Indicated;
import dev.ordeal.protocols.core.RecordingOutbox.Sent;
import dev.ordeal.protocols.core.SinkOutbox;
import dev.ordeal.protocols.core.StepAllocation;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Birman, Schiper, Stephenson 1991, section 5.1: one test a rule. */
class CausalBroadcastPaperTest {
  private static final int SIZE = 3;

  private final CausalBroadcastNode[] members = new CausalBroadcastNode[SIZE];
  private final RecordingOutbox[] outboxes = new RecordingOutbox[SIZE];
  private final List<List<String>> delivered = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

  CausalBroadcastPaperTest() {
    for (int id = 0; id < SIZE; id++) {
      outboxes[id] = new RecordingOutbox(id, SIZE);
      members[id] = newMember(id, SIZE, 10);
      members[id].onStart(0, outboxes[id]);
      collect(id);
    }
  }

  private static CausalBroadcastNode newMember(final int id, final int size, final int messages) {
    return new CausalBroadcastNode(
        new NodeContext(id, size, 1, new CounterRandom(id), () -> 0),
        new CausalBroadcastConfig(messages, 1_000, 1_000));
  }

  /** Rule 2: a message waits for one that its sender had delivered. */
  @Test
  void shouldDelayUntilWhatHappenedBeforeIsDelivered() {
    final byte[] first = broadcast(0);
    receive(1, 0, first);
    final byte[] second = broadcast(1);
    receive(2, 1, second);
    assertEquals(List.of(), delivered.get(2));
    receive(2, 0, first);
    assertEquals(List.of("0:1", "1:1"), delivered.get(2));
  }

  /** Rule 2, the sender's own entry: messages of one sender are delivered in the order sent. */
  @Test
  void shouldDeliverTheMessagesOfASenderInOrder() {
    final byte[] first = broadcast(0);
    final byte[] second = broadcast(0);
    receive(1, 0, second);
    assertEquals(List.of(), delivered.get(1));
    receive(1, 0, first);
    assertEquals(List.of("0:1", "0:2"), delivered.get(1));
  }

  /** "CBCAST … does not delay concurrent messages": neither waits for the other. */
  @Test
  void shouldNotDelayConcurrentMessages() {
    final byte[] one = broadcast(0);
    final byte[] other = broadcast(1);
    receive(2, 1, other);
    receive(2, 0, one);
    assertEquals(List.of("1:1", "0:1"), delivered.get(2));
  }

  /** Rule 1: a sender delivers its own message at once. */
  @Test
  void shouldDeliverOnesOwnAtOnce() {
    broadcast(2);
    assertEquals(List.of("2:1"), delivered.get(2));
  }

  /** What is no message of this group is not taken. */
  @Test
  void shouldTakeNothingElse() {
    final byte[] message = broadcast(0);
    receive(1, 0, java.util.Arrays.copyOf(message, message.length - 1));
    receive(1, 0, new byte[message.length]);
    assertEquals(List.of(), delivered.get(1));
  }

  @Test
  void shouldAllocateNothing() {
    final int rounds = 1_000_000;
    final ProtocolNode member = newMember(0, SIZE, rounds);
    final SinkOutbox outbox = new SinkOutbox();
    member.onStart(0, outbox);
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final CausalMessageEncoder encoder = new CausalMessageEncoder();
    final long bytes =
        StepAllocation.bytesOf(
            iteration -> {
              final int later = encode(encoder, header, buffer, 0, 2 * iteration + 1, iteration + 1);
              member.onMessage(0, 2, buffer, 0, later, outbox); // waits for the next two
              for (long number = 2 * iteration + 1; number <= 2 * iteration + 2; number++) {
                final int length = encode(encoder, header, buffer, 0, number, iteration);
                member.onMessage(0, 1, buffer, 0, length, outbox);
              }
              member.onDeadline(member.nextDeadlineNs(), outbox);
            });
    assertTrue(outbox.effects > 100_000, "the steps did something: effects=" + outbox.effects);
    assertEquals(0, bytes);
  }

  private static int encode(
      final CausalMessageEncoder encoder,
      final MessageHeaderEncoder header,
      final UnsafeBuffer buffer,
      final long zeroth,
      final long first,
      final long second) {
    final CausalMessageEncoder.TimeEncoder entries = encoder.wrapAndApplyHeader(buffer, 0, header).timeCount(SIZE);
    entries.next().delivered(zeroth);
    entries.next().delivered(first);
    entries.next().delivered(second);
    return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
  }

  private byte[] broadcast(final int id) {
    members[id].onDeadline(members[id].nextDeadlineNs(), outboxes[id]);
    return collect(id);
  }

  private void receive(final int id, final int fromId, final byte[] message) {
    members[id].onMessage(0, fromId, new UnsafeBuffer(message), 0, message.length, outboxes[id]);
    collect(id);
  }

  /** Notes what was delivered; returns the message that was sent, if one was. */
  private byte[] collect(final int id) {
    byte[] message = null;
    for (final Effect effect : outboxes[id].drain()) {
      if (effect instanceof Sent sent) {
        message = sent.bytes();
      } else if (effect instanceof Indicated indicated && indicated.indication() == Indication.DELIVER) {
        delivered.get(id).add((indicated.value() >>> 32) + ":" + (int) indicated.value());
      }
    }
    return message;
  }
}
