package dev.ordeal.faultlab.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan.Behaviour;
import dev.ordeal.faultlab.schema.SchemaRegistry;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

class ByzantineNodeTest {
  private static final int NODES = 5;
  private static final long LATE_NS = 7_000_000;

  private final AlgorithmSpec spec = new RaftElectionSpec();
  private final SchemaRegistry registry = SchemaRegistry.of(spec);
  private final Recording effects = new Recording();
  private final List<Integer> liedTo = new ArrayList<>();

  /** Writes down what leaves a node. */
  private final class Recording implements Outbox {
    final List<String> sent = new ArrayList<>();
    final List<Integer> receivers = new ArrayList<>();
    int records;

    @Override
    public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
      sent.add(registry.print(buffer, offset, length));
      receivers.add(toId);
    }

    @Override
    public void multicast(
        final int[] toIds, final int count, final DirectBuffer buffer, final int offset, final int length) {
      for (int i = 0; i < count; i++) {
        send(toIds[i], buffer, offset, length);
      }
    }

    @Override
    public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
      for (int toId = 0; toId < NODES; toId++) {
        if (toId != 0) {
          send(toId, buffer, offset, length);
        }
      }
    }

    @Override
    public long append(final DirectBuffer buffer, final int offset, final int length) {
      return records++;
    }

    @Override
    public long persist(final DirectBuffer buffer, final int offset, final int length) {
      return records++;
    }

    @Override
    public void checkpoint(final DirectBuffer buffer, final int offset, final int length, final long keepFrom) {
      records++;
    }

    @Override
    public void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {}

    @Override
    public void indicate(final Indication indication, final long key, final long value) {}

    @Override
    public void indicate(
        final Indication indication, final long key, final DirectBuffer buffer, final int offset, final int length) {}
  }

  private ProtocolNode honest() {
    return spec.newNode(
        new NodeContext(0, NODES, 1, new CounterRandom(1), () -> 0), ParameterValues.defaultsOf(spec.parameters()));
  }

  private ByzantineNode liar(final Behaviour behaviour) {
    return new ByzantineNode(
        honest(),
        new FaultPlan.Byzantine(0, behaviour, LATE_NS),
        NODES,
        3,
        0,
        registry,
        (toId, how) -> {
          assertEquals(behaviour, how);
          liedTo.add(toId);
        });
  }

  /** Lets a node stand in so many elections that nobody answers. */
  private void standAlone(final ProtocolNode node, final int elections) {
    node.onStart(0, effects);
    for (int i = 0; i < elections; i++) {
      node.onDeadline(node.nextDeadlineNs(), effects);
    }
  }

  private List<String> honestWords(final int elections) {
    standAlone(honest(), elections);
    final List<String> words = List.copyOf(effects.sent);
    effects.sent.clear();
    effects.receivers.clear();
    assertEquals(elections * (NODES - 1), words.size());
    return words;
  }

  @Test
  void shouldSayNothingWhenSilentButKeepItsRecords() {
    standAlone(liar(Behaviour.SILENT), 3);
    assertEquals(List.of(), effects.sent);
    assertEquals(3, effects.records);
    assertEquals(12, liedTo.size());
  }

  @Test
  void shouldTellTwoStoriesWhenEquivocating() {
    final int elections = 50;
    final List<String> truth = honestWords(elections);
    standAlone(liar(Behaviour.EQUIVOCATE), elections);
    assertEquals(truth.size(), effects.sent.size());
    int lies = 0;
    for (int i = 0; i < elections; i++) {
      final List<String> stories = effects.sent.subList(4 * i, 4 * i + 4);
      final String honestWord = truth.get(4 * i);
      assertTrue(stories.stream().distinct().count() <= 2, stories::toString);
      assertEquals(
          List.of(1, 2, 3, 4), effects.receivers.subList(4 * i, 4 * i + 4).stream().sorted().toList());
      lies += (int) stories.stream().filter(story -> !story.equals(honestWord)).count();
    }
    assertEquals(lies, liedTo.size());
    assertTrue(lies > 70 && lies < 130, "lies=" + lies);
  }

  @Test
  void shouldSayOldThingsAgainWhenReplaying() {
    final List<String> truth = honestWords(3);
    standAlone(liar(Behaviour.REPLAY), 3);
    assertEquals(12 + 8, effects.sent.size());
    assertEquals(8, liedTo.size());
    assertEquals(truth.subList(0, 8), effects.sent.subList(0, 8));
    assertTrue(truth.containsAll(effects.sent));
    assertEquals(effects.sent.get(0), effects.sent.get(8), "what is replayed first is the only message so far");
  }

  @Test
  void shouldSayEverythingLaterWhenLate() {
    final List<String> truth = honestWords(2);
    final ByzantineNode node = liar(Behaviour.LATE);
    node.onStart(0, effects);
    final long firstNs = node.nextDeadlineNs();
    node.onDeadline(firstNs, effects);
    assertEquals(List.of(), effects.sent);
    assertEquals(firstNs + LATE_NS, node.nextDeadlineNs());
    node.onDeadline(firstNs + LATE_NS, effects);
    assertEquals(truth.subList(0, 4), effects.sent);
    final long secondNs = node.nextDeadlineNs();
    node.onDeadline(secondNs, effects);
    assertEquals(4, effects.sent.size());
    node.onDeadline(secondNs + LATE_NS, effects);
    assertEquals(truth, effects.sent);
    assertEquals(8, liedTo.size());
  }

  @Test
  void shouldCountWhatItHoldsBackAsState() {
    final ByzantineNode late = liar(Behaviour.LATE);
    standAlone(late, 1);
    final long holding = late.digest();
    late.onDeadline(late.nextDeadlineNs(), effects);
    assertNotEquals(holding, late.digest());
  }
}
