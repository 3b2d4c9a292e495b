package dev.ordeal.protocols.clock.store;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a replica does with its versions, whatever clock they bear. */
class VersionStoreNodeTest {
  private static final int SIZE = 3;
  private static final int SELF = 1;

  private RecordingOutbox outbox = new RecordingOutbox(SELF, SIZE);

  @Test
  void shouldForceAVersionBeforeItIsSeenAndSayWhatItsWriterHadRead() {
    final ProtocolNode node = started(Map.of("sends", 0L, "clients", 1L));
    act(node); // reads
    assertEquals(List.of(), outbox.drain());
    act(node); // writes
    final List<Effect> effects = outbox.drain();
    assertEquals(
        List.of("Written", "VERSION_WRITTEN", "VERSIONS_HELD", "Sent [1]", "STATE"), names(effects));
    assertEquals(0, ((IndicatedBytes) effects.get(1)).bytes().length, "it had read nothing");
    stored(node, effects);
    act(node);
    act(node);
    final IndicatedBytes second = (IndicatedBytes) outbox.drain().get(2);
    assertEquals(first(effects), word(second.bytes()), "it had read the first");
    assertEquals(1, outbox.journal().size(), "one record takes the place of all");
  }

  /** The newest message that comes meanwhile is taken when the change is durable, and nothing else happens before. */
  @Test
  void shouldDoNothingUntilAChangeIsDurable() {
    final ProtocolNode node = started(Map.of("sends", 0L, "clients", 1L));
    final byte[] old = message(1);
    final byte[] newer = message(2);
    act(node);
    act(node);
    final List<Effect> change = outbox.drain();
    assertEquals(ProtocolNode.NO_DEADLINE, node.nextDeadlineNs());
    receive(node, 0, old);
    receive(node, 0, newer);
    assertEquals(List.of(), outbox.drain());
    stored(node, change);
    final List<Effect> effects = outbox.drain();
    assertEquals(
        List.of("STATE", "Written", "VERSIONS_RECEIVED", "VERSIONS_HELD", "Sent [1]", "STATE"), names(effects));
    stored(node, effects);
    receive(node, 0, newer);
    assertEquals(List.of("STATE", "VERSIONS_RECEIVED", "VERSIONS_HELD"), names(outbox.drain()), "nothing new");
  }

  @Test
  void shouldTellTheLastChangeAgainAfterACrash() {
    final ProtocolNode node = started(Map.of("sends", 0L, "clients", 1L));
    act(node);
    act(node);
    final List<Effect> before = outbox.drain();
    final ProtocolNode next = newNode(Map.of());
    outbox = outbox.restart(next);
    next.onStart(0, outbox);
    final List<Effect> after = outbox.drain();
    assertEquals(List.of("VERSION_WRITTEN", "VERSIONS_HELD", "STATE"), names(after));
    assertEquals(((IndicatedBytes) before.get(1)).key(), ((IndicatedBytes) after.get(0)).key());
    assertEquals(first(before), first(after));
    assertNotEquals(ProtocolNode.NO_DEADLINE, next.nextDeadlineNs());
  }

  @Test
  void shouldSendAllItHoldsToAnother() {
    final ProtocolNode node = started(Map.of("sends", 100L));
    act(node);
    final List<Effect> effects = outbox.drain();
    assertEquals("VERSIONS_SENT", names(effects).get(0));
    final Sent sent = (Sent) effects.get(1);
    assertTrue(List.of(List.of(0), List.of(2)).contains(sent.toIds()), sent::toString);
    assertEquals(sent.bytes().length, ((Indicated) effects.get(0)).value());
  }

  @Test
  void shouldTakeWhatIsAlteredOnItsWayForLost() {
    final ProtocolNode node = started(Map.of());
    final byte[] bytes = message(1);
    for (int length = 0; length < bytes.length; length++) {
      node.onMessage(0, 0, new UnsafeBuffer(bytes), 0, length, outbox);
    }
    final byte[] elsewhere = bytes.clone();
    elsewhere[4] ^= 1; // another schema
    receive(node, 0, elsewhere);
    assertEquals(List.of(), outbox.drain());
    receive(node, 0, bytes);
    assertEquals(5, outbox.drain().size());
  }

  /** A message with versions, as another replica sends it. */
  private byte[] message(final int versions) {
    final RecordingOutbox mine = outbox;
    outbox = new RecordingOutbox(0, SIZE);
    final ProtocolNode other = newNode(0, Map.of("sends", 0L, "clients", 1L, "pause", 1L));
    other.onStart(0, outbox);
    for (int i = 0; i < versions; i++) {
      act(other);
      outbox.drain();
      act(other);
      stored(other, 0, outbox.drain());
    }
    final ProtocolNode sender = newNode(0, Map.of("sends", 100L));
    outbox = outbox.restart(sender);
    sender.onStart(0, outbox);
    outbox.drain();
    act(sender);
    final byte[] bytes = ((Sent) outbox.drain().get(1)).bytes();
    outbox = mine;
    return bytes;
  }

  private ProtocolNode started(final Map<String, Long> chosen) {
    final ProtocolNode node = newNode(chosen);
    node.onStart(0, outbox);
    outbox.drain();
    return node;
  }

  private static ProtocolNode newNode(final Map<String, Long> chosen) {
    return newNode(SELF, chosen);
  }

  private static ProtocolNode newNode(final int nodeId, final Map<String, Long> chosen) {
    final VersionStoreSpec spec = new DottedVersionVectorSpec();
    return spec.newNode(
        new NodeContext(nodeId, SIZE, 1, new CounterRandom(4 + nodeId), () -> 0),
        ParameterValues.of(spec.parameters(), chosen));
  }

  private void act(final ProtocolNode node) {
    node.onDeadline(node.nextDeadlineNs(), outbox);
  }

  private void receive(final ProtocolNode node, final int fromId, final byte[] bytes) {
    node.onMessage(0, fromId, new UnsafeBuffer(bytes), 0, bytes.length, outbox);
  }

  /** The message that the replica sent to itself arrives. */
  private void stored(final ProtocolNode node, final List<Effect> effects) {
    stored(node, SELF, effects);
  }

  private void stored(final ProtocolNode node, final int selfId, final List<Effect> effects) {
    for (final Effect effect : effects) {
      if (effect instanceof Sent sent && sent.toIds().equals(List.of(selfId))) {
        receive(node, selfId, sent.bytes());
      }
    }
  }

  /** The id of the first version held. */
  private static long first(final List<Effect> effects) {
    for (final Effect effect : effects) {
      if (effect instanceof IndicatedBytes indicated && indicated.indication() == Indication.VERSIONS_HELD) {
        return word(indicated.bytes());
      }
    }
    throw new AssertionError(effects);
  }

  private static long word(final byte[] bytes) {
    return new UnsafeBuffer(bytes).getLong(0, LITTLE_ENDIAN);
  }

  private static List<String> names(final List<Effect> effects) {
    final List<String> names = new ArrayList<>();
    for (final Effect effect : effects) {
      if (effect instanceof Indicated indicated) {
        names.add(indicated.indication().name());
      } else if (effect instanceof IndicatedBytes indicated) {
        names.add(indicated.indication().name());
      } else if (effect instanceof Sent sent) {
        names.add("Sent " + sent.toIds());
      } else {
        assertTrue(effect instanceof Written, effect.toString());
        names.add("Written");
      }
    }
    return names;
  }
}
