package dev.ordeal.protocols.commit;

import dev.ordeal.protocols.commit.codec.ExecuteDecoder;
import dev.ordeal.protocols.commit.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.commit.codec.PrepareDecoder;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;

/** A broken participant of presuming nothing, which does something on the side about a transaction it is told of. */
public abstract class MeddlingNode extends CommitNode {
  private final Participant participant;
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final ExecuteDecoder execute = new ExecuteDecoder();
  private final PrepareDecoder prepare = new PrepareDecoder();

  private MeddlingNode(final NodeContext context, final Participant participant) {
    super(context, null, participant);
    this.participant = participant;
  }

  /** One that votes yes whatever its operations came to. */
  public static CommitNode votingForInvalid(final NodeContext context, final CommitConfig config) {
    return new MeddlingNode(context, participantOf(context, config)) {
      @Override
      void beforePrepare(final Work work) {
        work.isInvalid = false;
      }
    };
  }

  /** One that gives back the locks of what has only read at once, and not with its vote. */
  public static CommitNode unlockingReads(final NodeContext context, final CommitConfig config) {
    final Participant participant = participantOf(context, config);
    return new MeddlingNode(context, participant) {
      @Override
      void afterExecute(final Work work, final Outbox outbox) {
        if (work.phase == Work.Phase.EXECUTED && work.isReadOnly()) {
          participant.unlock(work);
          WorkIndications.locks(work, outbox);
        }
      }
    };
  }

  private static Participant participantOf(final NodeContext context, final CommitConfig config) {
    return new Participant(context, config, LogRule.FORCED, LogRule.FORCED, false);
  }

  void beforePrepare(final Work work) {}

  void afterExecute(final Work work, final Outbox outbox) {}

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    final int template = header.wrap(buffer, offset).templateId();
    if (template == PrepareDecoder.TEMPLATE_ID) {
      final Work work = participant.work(prepare.wrapAndApplyHeader(buffer, offset, header).transaction());
      if (work != null) {
        beforePrepare(work);
      }
    }
    super.onMessage(nowNs, fromId, buffer, offset, length, outbox);
    if (template == ExecuteDecoder.TEMPLATE_ID) {
      final Work work = participant.work(execute.wrapAndApplyHeader(buffer, offset, header).transaction());
      if (work != null) {
        afterExecute(work, outbox);
      }
    }
  }
}
