package dev.ordeal.protocols.clock.computation;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.computation.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.clock.computation.codec.StampedEncoder;
import dev.ordeal.protocols.clock.vector.VectorClock;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.RecordingOutbox;
import dev.ordeal.protocols.core.RecordingOutbox.Effect;
import dev.ordeal.protocols.core.RecordingOutbox.Indicated;
import dev.ordeal.protocols.core.RecordingOutbox.IndicatedBytes;
import dev.ordeal.protocols.core.RecordingOutbox.Sent;
import dev.ordeal.protocols.core.RecordingOutbox.Written;
import dev.ordeal.protocols.core.SinkOutbox;
import dev.ordeal.protocols.core.StepAllocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a process of a computation does with its clock. */
class ComputationNodeTest {
  private static final int SIZE = 3;
  private static final long MILLISECOND = 1_000_000;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
  private final StampedEncoder encoder = new StampedEncoder();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final UnsafeBuffer word = new UnsafeBuffer(new byte[8]);
  private RecordingOutbox outbox = new RecordingOutbox(1, SIZE);
  private long wallNs = 1_000 * MILLISECOND;

  @Test
  void shouldKeepTheClockBeforeItsStampIsSeenOrSent() {
    final ProtocolNode node = started(new LamportClockSpec(), Map.of("sends", 100L));
    final List<String> kinds = new ArrayList<>();
    timeOut(node);
    for (final Effect effect : outbox.drain()) {
      kinds.add(effect.getClass().getSimpleName());
    }
    assertEquals(List.of("Written", "IndicatedBytes", "Sent"), kinds);
  }

  @Test
  void shouldGoOnAboveEveryStampShownBeforeACrash() {
    for (final AlgorithmSpec spec :
        List.of(new LamportClockSpec(), new VectorClockSpec(), new IntervalTreeClockSpec(), new HybridClockSpec())) {
      outbox = new RecordingOutbox(1, SIZE);
      final ProtocolNode node = started(spec, Map.of());
      for (int i = 0; i < 5; i++) {
        timeOut(node);
      }
      final byte[] before = lastStamp();
      assertEquals(1, outbox.journal().size(), "one record takes the place of all");
      final ProtocolNode next = newNode(spec, Map.of());
      outbox = outbox.restart(next);
      wallNs = 0; // and the wall clock has been set back
      next.onStart(0, outbox);
      timeOut(next);
      assertEquals("BEFORE", compare(spec, before, lastStamp()), spec.name());
      timeOut(next);
      assertEquals(1, outbox.journal().size(), spec.name());
      wallNs = 1_000 * MILLISECOND;
    }
  }

  @Test
  void shouldDropAMessageWhoseStampIsRefused() {
    final ProtocolNode node = started(new HybridClockSpec(), Map.of());
    word.putLong(0, wallNs + 501 * MILLISECOND, LITTLE_ENDIAN);
    receive(node, 77);
    assertEquals(List.of(new Indicated(Indication.STAMP_REFUSED, 77, 1)), outbox.drain());
    word.putLong(0, wallNs + 499 * MILLISECOND, LITTLE_ENDIAN);
    receive(node, 78);
    assertEquals(Indication.RECEIVE_EVENT, ((IndicatedBytes) outbox.drain().get(1)).indication());
  }

  @Test
  void shouldShowACommitOnlyWhenItsStampIsPast() {
    final ProtocolNode node = started(new IntervalClockSpec(), Map.of("epsilon", 5 * MILLISECOND, "sends", 100L));
    final long startNs = node.nextDeadlineNs();
    node.onDeadline(startNs, outbox);
    assertEquals(List.of(Indication.EVENT_BEGUN, Indication.STATE), indications());
    word.putLong(0, wallNs, LITTLE_ENDIAN);
    receive(node, 5);
    assertEquals(List.of(), outbox.drain(), "a message waits for the event under way");
    assertEquals(startNs + 10 * MILLISECOND + 1, node.nextDeadlineNs());
    wallNs += 10 * MILLISECOND;
    node.onDeadline(startNs + 10 * MILLISECOND + 1, outbox);
    assertEquals(List.of(), outbox.drain(), "the wall clock is behind the timer: not past yet");
    wallNs += 1;
    node.onDeadline(node.nextDeadlineNs(), outbox);
    assertEquals(
        List.of(Indication.SEND_EVENT, Indication.STATE, Indication.EVENT_BEGUN, Indication.STATE), indications());
  }

  @Test
  void shouldAllocateNothing() {
    for (final AlgorithmSpec spec :
        List.of(new LamportClockSpec(), new VectorClockSpec(), new HybridClockSpec(), new PhysicalClockSpec())) {
      final ProtocolNode node = newNode(spec, Map.of());
      final SinkOutbox sink = new SinkOutbox();
      node.onStart(0, sink);
      final boolean isVector = spec instanceof VectorClockSpec;
      final int stampLength = isVector ? VectorClock.encodedLength(SIZE) : Long.BYTES;
      final UnsafeBuffer stamp = new UnsafeBuffer(new byte[stampLength]);
      stamp.putInt(0, isVector ? SIZE : 1, LITTLE_ENDIAN);
      encoder.wrapAndApplyHeader(buffer, 0, header).messageId(9).putStamp(stamp, 0, stampLength);
      final int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
      final long bytes =
          StepAllocation.bytesOf(
              iteration -> {
                node.onMessage(0, 0, buffer, 0, length, sink);
                node.onDeadline(node.nextDeadlineNs(), sink);
              });
      assertTrue(sink.effects > 80_000, spec.name() + " did something: effects=" + sink.effects);
      assertEquals(0, bytes, spec.name());
    }
  }

  private ProtocolNode started(final AlgorithmSpec spec, final Map<String, Long> chosen) {
    final ProtocolNode node = newNode(spec, chosen);
    node.onStart(0, outbox);
    outbox.drain();
    return node;
  }

  private ProtocolNode newNode(final AlgorithmSpec spec, final Map<String, Long> chosen) {
    return spec.newNode(
        new NodeContext(1, SIZE, 1, new CounterRandom(4), () -> wallNs), ParameterValues.of(spec.parameters(), chosen));
  }

  private void timeOut(final ProtocolNode node) {
    node.onDeadline(node.nextDeadlineNs(), outbox);
  }

  private void receive(final ProtocolNode node, final long messageId) {
    encoder.wrapAndApplyHeader(buffer, 0, header).messageId(messageId).putStamp(word, 0, word.capacity());
    node.onMessage(0, 0, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(), outbox);
  }

  private List<Indication> indications() {
    final List<Indication> indications = new ArrayList<>();
    for (final Effect effect : outbox.drain()) {
      if (effect instanceof Indicated indicated) {
        indications.add(indicated.indication());
      } else if (effect instanceof IndicatedBytes indicated) {
        indications.add(indicated.indication());
      } else {
        assertTrue(effect instanceof Sent || effect instanceof Written, effect.toString());
      }
    }
    return indications;
  }

  private byte[] lastStamp() {
    byte[] stamp = null;
    for (final Effect effect : outbox.drain()) {
      if (effect instanceof IndicatedBytes event) {
        stamp = java.util.Arrays.copyOfRange(event.bytes(), Long.BYTES, event.bytes().length);
      }
    }
    return stamp;
  }

  private static String compare(final AlgorithmSpec spec, final byte[] stamp, final byte[] other) {
    final StampStore store = ((TimestampingSpec) spec).newStampStore(SIZE);
    store.put(0, 1, new UnsafeBuffer(stamp), 0, stamp.length);
    store.put(1, 1, new UnsafeBuffer(other), 0, other.length);
    return store.compare(0, 1).name();
  }
}
