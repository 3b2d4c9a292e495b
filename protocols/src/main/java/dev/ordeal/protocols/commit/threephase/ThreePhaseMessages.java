package dev.ordeal.protocols.commit.threephase;

import dev.ordeal.protocols.commit.Header;
import dev.ordeal.protocols.commit.codec.BooleanType;
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
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
  private final PreCommitEncoder preCommit = new PreCommitEncoder();
  private final PreCommitAckEncoder ack = new PreCommitAckEncoder();
  private final StateRequestEncoder request = new StateRequestEncoder();
  private final StateReplyEncoder reply = new StateReplyEncoder();
  private final PreCommittedEncoder record = new PreCommittedEncoder();

  DirectBuffer buffer() {
    return buffer;
  }

  int preCommit(final long number) {
    preCommit.wrap(Header.put(buffer, preCommit), Header.BYTES).transaction(number);
    return Header.BYTES + preCommit.encodedLength();
  }

  int preCommitAck(final long number) {
    ack.wrap(Header.put(buffer, ack), Header.BYTES).transaction(number);
    return Header.BYTES + ack.encodedLength();
  }

  int stateRequest(final long number, final boolean isRecovered) {
    request.wrap(Header.put(buffer, request), Header.BYTES).transaction(number);
    request.isRecovered(isRecovered ? BooleanType.T : BooleanType.F);
    return Header.BYTES + request.encodedLength();
  }

  int stateReply(final long number, final StatePhase phase, final boolean isRecovered) {
    reply.wrap(Header.put(buffer, reply), Header.BYTES).transaction(number).phase(phase);
    reply.isRecovered(isRecovered ? BooleanType.T : BooleanType.F);
    return Header.BYTES + reply.encodedLength();
  }

  int preCommitted(final long number) {
    record.wrap(Header.put(buffer, record), Header.BYTES).transaction(number);
    return Header.BYTES + record.encodedLength();
  }
}
