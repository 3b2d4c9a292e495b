package dev.ordeal.protocols.clock.mutex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.mutex.codec.AcknowledgeEncoder;
import dev.ordeal.protocols.clock.mutex.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.clock.mutex.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.clock.mutex.codec.ReleaseEncoder;
import dev.ordeal.protocols.clock.mutex.codec.RequestDecoder;
import dev.ordeal.protocols.clock.mutex.codec.RequestEncoder;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.RecordingOutbox;
import dev.ordeal.protocols.core.RecordingOutbox.Effect;
import dev.ordeal.protocols.core.RecordingOutbox.Indicated;
import dev.ordeal.protocols.core.RecordingOutbox.Sent;
import dev.ordeal.protocols.core.SinkOutbox;
import dev.ordeal.protocols.core.StepAllocation;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Lamport 1978, "Ordering the Events Totally": one test a rule. */
class LamportMutexPaperTest {
  private static final int SIZE = 3;
  private static final int TIME_AT = MessageHeaderDecoder.ENCODED_LENGTH;

  /** A message on its way. */
  private record Message(int fromId, int toId, byte[] bytes) {
    int template() {
      return new UnsafeBuffer(bytes).getShort(2, ByteOrder.LITTLE_ENDIAN);
    }

    long time() {
      return new UnsafeBuffer(bytes).getLong(TIME_AT, ByteOrder.LITTLE_ENDIAN);
    }
  }

  private final LamportMutexNode[] nodes = new LamportMutexNode[SIZE];
  private final RecordingOutbox[] outboxes = new RecordingOutbox[SIZE];
  private final List<Message> wire = new ArrayList<>();
  private final List<String> grants = new ArrayList<>();
  private int sent;

  LamportMutexPaperTest() {
    for (int id = 0; id < SIZE; id++) {
      outboxes[id] = new RecordingOutbox(id, SIZE);
      nodes[id] = newNode(id, SIZE);
      nodes[id].onStart(0, outboxes[id]);
      collect(id);
    }
  }

  private static LamportMutexNode newNode(final int id, final int size) {
    return new LamportMutexNode(
        new NodeContext(id, size, 1, new CounterRandom(id), () -> 0), new LamportMutexConfig(1_000, 1_000, 1_000));
  }

  /** Rules 1 and 2: to every other process, and each acknowledges with a later stamp. */
  @Test
  void shouldAskAllOthersWhoAcknowledgeLater() {
    timeOut(0);
    assertEquals(List.of(1, 2), wire.stream().map(Message::toId).toList());
    assertTrue(wire.stream().allMatch(message -> message.template() == RequestDecoder.TEMPLATE_ID));
    final long asked = wire.get(0).time();
    deliver(0, 1);
    final Message acknowledgement = wire.get(wire.size() - 1);
    assertEquals(AcknowledgeEncoder.TEMPLATE_ID, acknowledgement.template());
    assertEquals(0, acknowledgement.toId());
    assertTrue(acknowledgement.time() > asked);
  }

  /** Rule 5 (ii): a message stamped later from every other process, not from some. */
  @Test
  void shouldWaitForEveryOtherProcess() {
    timeOut(0);
    deliver(0, 1);
    deliver(1, 0);
    assertEquals(List.of(), grants);
    deliver(0, 2);
    deliver(2, 0);
    assertEquals(List.of("0 enters"), grants);
  }

  /** Rule 5 (i) and the definition of ⇒: of two requests of one time that of the lower process goes first. */
  @Test
  void shouldGrantTiesByProcess() {
    timeOut(1);
    timeOut(0);
    deliverAll();
    assertEquals(List.of("0 enters"), grants);
    timeOut(0);
    deliverAll();
    assertEquals(List.of("0 enters", "0 leaves", "1 enters"), grants);
  }

  /** Rule 5 (i): ordered by time, not by arrival. */
  @Test
  void shouldGrantTheEarlierRequestFirst() {
    timeOut(2);
    deliver(2, 1);
    timeOut(1);
    deliver(1, 0);
    deliverAll();
    assertEquals(List.of("2 enters"), grants);
    timeOut(2);
    deliverAll();
    assertEquals(List.of("2 enters", "2 leaves", "1 enters"), grants);
  }

  /** Rules 3 and 4; and the cost of one use: a request, an acknowledgement and a release for each other process. */
  @Test
  void shouldTakeThreeMessagesForEachOtherProcess() {
    timeOut(0);
    deliverAll();
    timeOut(0);
    assertTrue(wire.stream().allMatch(message -> message.template() == ReleaseEncoder.TEMPLATE_ID));
    deliverAll();
    assertEquals(3 * (SIZE - 1), sent);
  }

  /** The paper's single process needs nobody. */
  @Test
  void shouldEnterAtOnceWhenAlone() {
    final RecordingOutbox outbox = new RecordingOutbox(0, 1);
    final LamportMutexNode node = newNode(0, 1);
    node.onStart(0, outbox);
    node.onDeadline(node.nextDeadlineNs(), outbox);
    assertTrue(outbox.drain().contains(new Indicated(Indication.ENTER, 1, 0)));
  }

  @Test
  void shouldAllocateNothing() {
    final SinkOutbox outbox = new SinkOutbox();
    final LamportMutexNode node = newNode(0, SIZE);
    node.onStart(0, outbox);
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final RequestEncoder request = new RequestEncoder();
    final AcknowledgeEncoder acknowledge = new AcknowledgeEncoder();
    final ReleaseEncoder release = new ReleaseEncoder();
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + RequestEncoder.BLOCK_LENGTH;
    final long[] digests = new long[1];
    final long bytes =
        StepAllocation.bytesOf(
            iteration -> {
              final long time = 1_000 * (iteration + 1);
              request.wrapAndApplyHeader(buffer, 0, header).time(time);
              node.onMessage(0, 1, buffer, 0, length, outbox);
              node.onDeadline(node.nextDeadlineNs(), outbox); // asks
              acknowledge.wrapAndApplyHeader(buffer, 0, header).time(time + 500);
              node.onMessage(0, 2, buffer, 0, length, outbox);
              release.wrapAndApplyHeader(buffer, 0, header).time(time + 500);
              node.onMessage(0, 1, buffer, 0, length, outbox); // enters
              node.onDeadline(node.nextDeadlineNs(), outbox); // gives back
              digests[0] ^= node.digest();
            });
    assertTrue(outbox.effects > 100_000, "the steps did something: effects=" + outbox.effects);
    assertEquals(0, bytes);
  }

  private void timeOut(final int id) {
    nodes[id].onDeadline(nodes[id].nextDeadlineNs(), outboxes[id]);
    collect(id);
  }

  /** Delivers the oldest message of a link. */
  private void deliver(final int fromId, final int toId) {
    final Message message =
        wire.stream().filter(m -> m.fromId() == fromId && m.toId() == toId).findFirst().orElseThrow();
    wire.remove(message);
    nodes[toId].onMessage(0, fromId, new UnsafeBuffer(message.bytes()), 0, message.bytes().length, outboxes[toId]);
    collect(toId);
  }

  private void deliverAll() {
    while (!wire.isEmpty()) {
      deliver(wire.get(0).fromId(), wire.get(0).toId());
    }
  }

  private void collect(final int id) {
    for (final Effect effect : outboxes[id].drain()) {
      if (effect instanceof Sent message) {
        message.toIds().forEach(toId -> wire.add(new Message(id, toId, message.bytes())));
        sent += message.toIds().size();
      } else if (effect instanceof Indicated indicated && indicated.indication() == Indication.ENTER) {
        grants.add(id + " enters");
      } else if (effect instanceof Indicated indicated && indicated.indication() == Indication.LEAVE) {
        grants.add(id + " leaves");
      }
    }
  }
}
