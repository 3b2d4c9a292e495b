package dev.ordeal.faultlab.exploration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.consensus.chandratoueg.ChandraTouegSpec;
import dev.ordeal.protocols.consensus.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.consensus.codec.ProposeRequestEncoder;
import dev.ordeal.protocols.consensus.viabroadcast.ConsensusFromBroadcastSpec;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.KeptEffects;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class StateTransferTest {
  private static final class Counts {
    final int size = 3;
    final int[] words = new int[size];
    final boolean[][] flags = new boolean[2][2];
    long[] growing = {1};
    long total;
    Thread.State state = Thread.State.NEW;
  }

  private static final class Growing {
    final List<Integer> all = new ArrayList<>();
  }

  @Test
  void shouldCarryOverWhatChangesAndLeaveTheOriginalAlone() {
    final Counts from = new Counts();
    from.words[2] = 5;
    from.flags[1][0] = true;
    from.growing = new long[] {1, 2};
    from.total = 7;
    from.state = Thread.State.BLOCKED;
    final Counts to = new Counts();
    StateTransfer.carry(from, to);
    assertEquals(5, to.words[2]);
    assertTrue(to.flags[1][0]);
    assertEquals(7, to.total);
    assertEquals(Thread.State.BLOCKED, to.state);
    to.words[2] = 6;
    assertEquals(5, from.words[2]);
    assertEquals(2, to.growing[1]);
    to.growing[1] = 3;
    assertEquals(2, from.growing[1]);
  }

  /** Nodes of many parts, some of which refer back to the node, and of arrays that grow. */
  @Test
  void shouldCarryOverNodesOfEveryKindOfPart() {
    for (final AlgorithmSpec spec : List.of(new ChandraTouegSpec(), new ConsensusFromBroadcastSpec())) {
      final ProtocolNode from = node(spec);
      final ProtocolNode to = node(spec);
      final UnsafeBuffer request = new UnsafeBuffer(new byte[64]);
      new ProposeRequestEncoder().wrapAndApplyHeader(request, 0, new MessageHeaderEncoder()).value(1);
      from.onRequest(0, 0, request, 0, request.capacity(), new KeptEffects());
      assertNotEquals(from.digest(), to.digest());
      StateTransfer.carry(from, to);
      assertEquals(from.digest(), to.digest(), spec.name());
    }
  }

  private static ProtocolNode node(final AlgorithmSpec spec) {
    return spec.newBareNode(
        new NodeContext(1, 3, 1, new CounterRandom(1), () -> 0), ParameterValues.defaultsOf(spec.parameters()));
  }

  @Test
  void shouldRefuseStateOfAKindItDoesNotKnow() {
    final Growing from = new Growing();
    from.all.add(1);
    final Growing to = new Growing();
    final String message =
        assertThrows(IllegalStateException.class, () -> StateTransfer.carry(from, to)).getMessage();
    assertEquals(List.of(), to.all);
    assertTrue(message.startsWith("a state of unknown kind: field="), message);
  }
}
