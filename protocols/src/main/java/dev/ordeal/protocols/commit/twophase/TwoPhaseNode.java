package dev.ordeal.protocols.commit.twophase;

import dev.ordeal.protocols.commit.CommitConfig;
import dev.ordeal.protocols.commit.CommitNode;
import dev.ordeal.protocols.commit.Coordinator;
import dev.ordeal.protocols.commit.Participant;
import dev.ordeal.protocols.commit.TransactionRequest;
import dev.ordeal.protocols.core.NodeContext;

/**
 * A node of two-phase commit: the coordinator or a participant, by its number. {@link TwoPhaseSpec} states model and
 * promises.
 *
 * <p>Threading: single owner. Allocation: none after warm-up.
 */
public final class TwoPhaseNode extends CommitNode {
  TwoPhaseNode(final NodeContext context, final CommitConfig config, final Presumption presumption) {
    super(
        context,
        context.nodeId() == TransactionRequest.COORDINATOR
            ? new Coordinator(context, config, presumption.rules)
            : null,
        context.nodeId() == TransactionRequest.COORDINATOR
            ? null
            : new Participant(
                context,
                config,
                presumption.participantCommit,
                presumption.participantAbort,
                presumption.leavesIfReadOnly));
  }
}
