package dev.ordeal.protocols.commit.threephase;

import dev.ordeal.protocols.commit.codec.BooleanType;
import dev.ordeal.protocols.commit.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.commit.codec.PreCommitAckEncoder;
import dev.ordeal.protocols.commit.codec.PreCommitEncoder;
import dev.ordeal.protocols.commit.codec.PreCommittedEncoder;
import dev.ordeal.protocols.commit.codec.StatePhase;
import dev.ordeal.protocols.commit.codec.StateReplyEncoder;
import dev.ordeal.protocols.commit.codec.StateRequestEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The messages that only three-phase commit has, and its record, encoded into one buffer: each method returns the
 * length and the buffer is good until the next call.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
final class ThreePhaseMessages {
  private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final PreCommitEncoder preCommit = new PreCommitEncoder();
  private final PreCommitAckEncoder ack = new PreCommitAckEncoder();
  private final StateRequestEncoder request = new StateRequestEncoder();
  private final StateReplyEncoder reply = new StateReplyEncoder();
  private final PreCommittedEncoder record = new PreCommittedEncoder();

  DirectBuffer buffer() {
    return buffer;
  }

  int preCommit(final long number) {
    preCommit.wrapAndApplyHeader(buffer, 0, header).transaction(number);
    return HEADER + preCommit.encodedLength();
  }

  int preCommitAck(final long number) {
    ack.wrapAndApplyHeader(buffer, 0, header).transaction(number);
    return HEADER + ack.encodedLength();
  }

  int stateRequest(final long number, final boolean isRecovered) {
    request.wrapAndApplyHeader(buffer, 0, header).transaction(number);
    request.isRecovered(isRecovered ? BooleanType.T : BooleanType.F);
    return HEADER + request.encodedLength();
  }

  int stateReply(final long number, final StatePhase phase, final boolean isRecovered) {
    reply.wrapAndApplyHeader(buffer, 0, header).transaction(number).phase(phase);
    reply.isRecovered(isRecovered ? BooleanType.T : BooleanType.F);
    return HEADER + reply.encodedLength();
  }

  int preCommitted(final long number) {
    record.wrapAndApplyHeader(buffer, 0, header).transaction(number);
    return HEADER + record.encodedLength();
  }
}
