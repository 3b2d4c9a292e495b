package dev.ordeal.protocols.commit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.commit.codec.Ending;
import dev.ordeal.protocols.commit.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.commit.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.commit.codec.OperationKind;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.Refusal;
import dev.ordeal.protocols.commit.codec.TransactionReplyDecoder;
import dev.ordeal.protocols.commit.codec.TransactionRequestEncoder;
import dev.ordeal.protocols.commit.paxoscommit.PaxosCommitSpec;
import dev.ordeal.protocols.commit.threephase.ThreePhaseSpec;
import dev.ordeal.protocols.commit.twophase.PresumedAbortSpec;
import dev.ordeal.protocols.commit.twophase.PresumedCommitSpec;
import dev.ordeal.protocols.commit.twophase.PresumedNothingSpec;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.StepAllocation;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients ask, of every protocol: good requests cost no allocation, bad ones are refused and change nothing. */
class CommitRequestTest {
  private static final int NODES = 4;

  private final UnsafeBuffer request = new UnsafeBuffer(new byte[8192]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final TransactionRequestEncoder encoder = new TransactionRequestEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final TransactionReplyDecoder reply = new TransactionReplyDecoder();

  static List<AlgorithmSpec> protocols() {
    return List.of(
        new PresumedNothingSpec(),
        new PresumedAbortSpec(),
        new PresumedCommitSpec(),
        new ThreePhaseSpec(),
        new PaxosCommitSpec());
  }

  /** So many increments, one after the other at nodes {@code first}, first + 1 …; returns the length. */
  private int encode(final long sequence, final int first, final int count, final long value) {
    encoder.wrapAndApplyHeader(request, 0, header).sequence(sequence).client(1).ending(Ending.COMMIT);
    final TransactionRequestEncoder.OperationsEncoder list = encoder.operationsCount(count);
    for (int i = 0; i < count; i++) {
      list.next().key(sequence & 63).value(value).expected(0).participant(first + i % (NODES - 1));
      list.kind(OperationKind.INCREMENT);
    }
    return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
  }

  private void decodeReply(final CommitCluster cluster) {
    reply.wrapAndApplyHeader(cluster.reply, 0, headerDecoder);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void shouldAllocateNothingInACommit(final AlgorithmSpec spec) {
    final CommitCluster cluster = new CommitCluster(spec, NODES);
    final long[] count = new long[2];
    final long bytes =
        StepAllocation.bytesOf(
            iteration -> {
              cluster.request(0, request, encode(++count[0], 1, NODES - 1, 1));
              decodeReply(cluster);
              count[1] += reply.outcomeRaw() == Outcome.COMMITTED.value() ? 1 : 0;
            });
    assertEquals(count[0], count[1], "all were committed");
    assertTrue(cluster.effects > 10 * count[0], () -> "effects=" + cluster.effects);
    assertEquals(0, bytes);
  }

  /** In turn: reads alone, a no vote, a rollback after the work, and reads beside writes. */
  @ParameterizedTest
  @MethodSource("protocols")
  void shouldAllocateNothingInReadsAndAborts(final AlgorithmSpec spec) {
    final CommitCluster cluster = new CommitCluster(spec, NODES);
    final long[] count = new long[2];
    final long bytes =
        StepAllocation.bytesOf(
            iteration -> {
              cluster.request(0, request, encodeMixed(++count[0]));
              decodeReply(cluster);
              count[1] += reply.outcomeRaw() == Outcome.COMMITTED.value() ? 1 : 0;
            });
    assertEquals(count[0] / 2, count[1], "half were committed, the others aborted");
    assertEquals(0, bytes);
  }

  private int encodeMixed(final long sequence) {
    final int turn = (int) (sequence & 3);
    encoder.wrapAndApplyHeader(request, 0, header).sequence(sequence).client(1);
    encoder.ending(turn == 2 ? Ending.ROLLBACK : Ending.COMMIT);
    final TransactionRequestEncoder.OperationsEncoder list = encoder.operationsCount(NODES - 1);
    for (int participant = 1; participant < NODES; participant++) {
      list.next().key(sequence & 63).value(1).expected(0).participant(participant);
      if (turn == 0 || turn == 3 && participant == 1) {
        list.kind(OperationKind.READ);
      } else {
        list.kind(turn == 1 && participant == 2 ? OperationKind.FAIL : OperationKind.INCREMENT);
      }
    }
    return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void shouldRefuseBadOperationsAndChangeNothing(final AlgorithmSpec spec) {
    final CommitCluster cluster = new CommitCluster(spec, NODES);
    cluster.request(0, request, encode(5, 1, 3, 1));
    decodeReply(cluster);
    assertEquals(Outcome.COMMITTED, reply.outcome());
    final long[] before = digests(cluster);
    expectRefusal(cluster, 0, encode(6, 2, 3, 1), Refusal.UNKNOWN_PARTICIPANT); // at nodes 2, 3 and 4, which is none
    expectRefusal(cluster, 0, encode(6, 0, 1, 1), Refusal.UNKNOWN_PARTICIPANT); // the coordinator keeps no data
    expectRefusal(cluster, 0, encode(6, -1, 1, 1), Refusal.UNKNOWN_PARTICIPANT);
    expectRefusal(cluster, 0, wrongKind((byte) 99), Refusal.WRONG_TYPE);
    expectRefusal(cluster, 0, wrongKind((byte) 0), Refusal.WRONG_TYPE);
    expectRefusal(cluster, 0, encode(6, 1, TransactionRequest.OPERATIONS_MAX + 1, 1), Refusal.TOO_LARGE);
    expectRefusal(cluster, 0, encode(6, 1, 3, Operations.NO_VALUE), Refusal.VALUE_RESERVED);
    expectRefusal(cluster, 0, encode(6, 1, 0, 1), Refusal.MALFORMED);
    expectRefusal(cluster, 0, encode(0, 1, 3, 1), Refusal.MALFORMED); // sequences begin at 1
    expectRefusal(cluster, 0, encode(6, 1, 3, 1) - 1, Refusal.MALFORMED); // cut short
    expectRefusal(cluster, 0, encode(5, 1, 3, 1), Refusal.REUSED_ID);
    expectRefusal(cluster, 0, encode(4, 1, 3, 1), Refusal.REUSED_ID);
    expectRefusal(cluster, 2, encode(6, 1, 3, 1), Refusal.NOT_COORDINATOR);
    assertArrayEquals(before, digests(cluster));
    cluster.request(0, request, encode(6, 1, TransactionRequest.OPERATIONS_MAX, 1));
    decodeReply(cluster);
    assertEquals(Outcome.COMMITTED, reply.outcome(), "as many operations as a transaction may have");
  }

  private int wrongKind(final byte kind) {
    final int length = encode(6, 1, 1, 1);
    final int at = length - 1;
    assertEquals(OperationKind.INCREMENT.value(), request.getByte(at), "the kind is an operation's last byte");
    request.putByte(at, kind);
    return length;
  }

  private void expectRefusal(
      final CommitCluster cluster, final int nodeId, final int length, final Refusal refusal) {
    final long before = cluster.effects;
    cluster.request(nodeId, request, length);
    decodeReply(cluster);
    assertEquals(Outcome.REFUSED, reply.outcome());
    assertEquals(refusal, reply.refusal());
    assertEquals(before + 1, cluster.effects, "a reply and nothing else");
  }

  private static long[] digests(final CommitCluster cluster) {
    return Arrays.stream(cluster.nodes).mapToLong(node -> node.digest()).toArray();
  }
}
