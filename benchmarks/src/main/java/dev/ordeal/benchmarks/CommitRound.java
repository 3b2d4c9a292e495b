package dev.ordeal.benchmarks;

import dev.ordeal.protocols.commit.codec.Ending;
import dev.ordeal.protocols.commit.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.commit.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.commit.codec.OperationKind;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.TransactionReplyDecoder;
import dev.ordeal.protocols.commit.codec.TransactionRequestEncoder;
import dev.ordeal.protocols.commit.paxoscommit.PaxosCommitSpec;
import dev.ordeal.protocols.commit.threephase.ThreePhaseSpec;
import dev.ordeal.protocols.commit.twophase.PresumedAbortSpec;
import dev.ordeal.protocols.commit.twophase.PresumedCommitSpec;
import dev.ordeal.protocols.commit.twophase.PresumedNothingSpec;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One transaction of three participants, an increment at each, all on this thread, over wires that copy and nothing
 * else and journals in memory: from the client's request, through work, votes and outcome, until nobody has anything
 * left to say.
 *
 * <p>Threading: single owner. Allocation: none after warm-up.
 */
final class CommitRound {
  private static final int NODES = 4;
  private static final int PARTICIPANTS = NODES - 1;
  private static final int MESSAGE_BYTES_MAX = 128;
  private static final long STEP_NS = 1_000;
  private static final long KEYS = 1 << 10;

  private final ProtocolNode[] nodes = new ProtocolNode[NODES];
  private final Wire[] wires = new Wire[NODES];
  private final UnsafeBuffer request = new UnsafeBuffer(new byte[256]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final TransactionRequestEncoder requestEncoder = new TransactionRequestEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final TransactionReplyDecoder replyDecoder = new TransactionReplyDecoder();
  private long delivered;
  private long sequence;
  private long nowNs = 1;

  private CommitRound(final AlgorithmSpec spec) {
    for (int id = 0; id < NODES; id++) {
      wires[id] = new JournalingWire(id);
      final NodeContext context = new NodeContext(id, NODES, 1, new CounterRandom(id), () -> 0);
      nodes[id] = spec.newNode(context, ParameterValues.defaultsOf(spec.parameters()));
      nodes[id].onStart(nowNs, wires[id]);
    }
  }

  /** The transaction of a protocol. */
  static CommitRound of(final String algorithm) {
    return new CommitRound(
        switch (algorithm) {
          case "two-phase" -> new PresumedNothingSpec();
          case "presumed-abort" -> new PresumedAbortSpec();
          case "presumed-commit" -> new PresumedCommitSpec();
          case "three-phase" -> new ThreePhaseSpec();
          case "paxos-commit" -> new PaxosCommitSpec();
          default -> throw new IllegalArgumentException("unknown algorithm: name=" + algorithm);
        });
  }

  /** One transaction; returns how many messages have been delivered between nodes so far. */
  long round() {
    nowNs += STEP_NS;
    sequence++;
    requestEncoder.wrapAndApplyHeader(request, 0, headerEncoder).sequence(sequence).client(1).ending(Ending.COMMIT);
    final TransactionRequestEncoder.OperationsEncoder list = requestEncoder.operationsCount(PARTICIPANTS);
    for (int participant = 1; participant <= PARTICIPANTS; participant++) {
      list.next().key(sequence & (KEYS - 1)).value(1).expected(0).participant(participant);
      list.kind(OperationKind.INCREMENT);
    }
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + requestEncoder.encodedLength();
    nodes[0].onRequest(nowNs, sequence, request, 0, length, wires[0]);
    delivered += Wire.deliverAll(nodes, wires, nowNs);
    replyDecoder.wrapAndApplyHeader(wires[0].reply, 0, headerDecoder);
    if (replyDecoder.outcomeRaw() != Outcome.COMMITTED.value() || replyDecoder.sequence() != sequence) {
      throw new IllegalStateException("transaction was not committed: sequence=%d".formatted(sequence));
    }
    return delivered;
  }

  /** Keeps the newest records, as bytes, in memory. */
  private static final class JournalingWire extends Wire {
    private static final int BYTES = 1 << 16;

    private final UnsafeBuffer journal = new UnsafeBuffer(new byte[BYTES]);
    private int end;

    JournalingWire(final int id) {
      super(id, NODES, MESSAGE_BYTES_MAX);
    }

    @Override
    public long append(final DirectBuffer buffer, final int offset, final int length) {
      keep(buffer, offset, length);
      return super.append(buffer, offset, length);
    }

    @Override
    public long persist(final DirectBuffer buffer, final int offset, final int length) {
      keep(buffer, offset, length);
      return super.persist(buffer, offset, length);
    }

    @Override
    public void checkpoint(final DirectBuffer buffer, final int offset, final int length, final long keepFrom) {
      keep(buffer, offset, length);
    }

    private void keep(final DirectBuffer buffer, final int offset, final int length) {
      if (end + length > BYTES) {
        end = 0;
      }
      journal.putBytes(end, buffer, offset, length);
      end += length;
    }
  }
}
