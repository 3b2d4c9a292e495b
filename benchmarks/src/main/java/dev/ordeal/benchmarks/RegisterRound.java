package dev.ordeal.benchmarks;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.replication.RegisterRequest;
import dev.ordeal.protocols.replication.abd.AbdSpec;
import dev.ordeal.protocols.replication.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.replication.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.replication.codec.ReadRequestEncoder;
import dev.ordeal.protocols.replication.codec.RegisterReplyDecoder;
import dev.ordeal.protocols.replication.codec.ReplyStatus;
import dev.ordeal.protocols.replication.codec.WriteRequestEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One operation on an ABD register of five nodes, all on this thread, over wires that copy and nothing else: from the
 * client's request to its answer and until nobody has anything left to say. A read and a write are 16 messages each; a
 * write has one more word with its client, for its ticket.
 *
 * <p>Threading: single owner. Allocation: none after warm-up.
 */
final class RegisterRound {
  private static final int NODES = 5;
  private static final long STEP_NS = 1_000;

  private final ProtocolNode[] nodes = new ProtocolNode[NODES];
  private final Wire[] wires = new Wire[NODES];
  private final boolean isWrite;
  private final UnsafeBuffer request = new UnsafeBuffer(new byte[64]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final ReadRequestEncoder readEncoder = new ReadRequestEncoder();
  private final WriteRequestEncoder writeEncoder = new WriteRequestEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final RegisterReplyDecoder replyDecoder = new RegisterReplyDecoder();
  private long delivered;
  private long sequence;
  private long nowNs = 1;

  private RegisterRound(final boolean isWrite) {
    this.isWrite = isWrite;
    final AbdSpec spec = new AbdSpec();
    for (int id = 0; id < NODES; id++) {
      wires[id] = new Wire(id, NODES, 64);
      final NodeContext context = new NodeContext(id, NODES, 1, new CounterRandom(id), () -> 0);
      nodes[id] = spec.newNode(context, ParameterValues.defaultsOf(spec.parameters()));
      nodes[id].onStart(nowNs, wires[id]);
    }
  }

  static RegisterRound read() {
    return new RegisterRound(false);
  }

  static RegisterRound write() {
    return new RegisterRound(true);
  }

  /** One operation; returns how many messages have been delivered between nodes so far. */
  long round() {
    nowNs += STEP_NS;
    sequence++;
    if (isWrite) {
      write(RegisterRequest.NO_TICKET);
      write(replyDecoder.ticket());
    } else {
      readEncoder.wrapAndApplyHeader(request, 0, headerEncoder).client(1).key(0).sequence(sequence);
      invoke(MessageHeaderEncoder.ENCODED_LENGTH + readEncoder.encodedLength());
    }
    if (replyDecoder.statusRaw() != ReplyStatus.OK.value() || replyDecoder.sequence() != sequence) {
      throw new IllegalStateException("operation was not confirmed: sequence=%d".formatted(sequence));
    }
    return delivered;
  }

  private void write(final long ticket) {
    writeEncoder.wrapAndApplyHeader(request, 0, headerEncoder).client(1).key(0).sequence(sequence);
    writeEncoder.value(sequence).ticket(ticket);
    invoke(MessageHeaderEncoder.ENCODED_LENGTH + writeEncoder.encodedLength());
  }

  private void invoke(final int length) {
    nodes[0].onRequest(nowNs, sequence, request, 0, length, wires[0]);
    delivered += Wire.deliverAll(nodes, wires, nowNs);
    replyDecoder.wrapAndApplyHeader(wires[0].reply, 0, headerDecoder);
  }
}
