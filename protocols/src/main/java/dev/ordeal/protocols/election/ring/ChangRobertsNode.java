package dev.ordeal.protocols.election.ring;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;

/**
 * One node of the Chang–Roberts election; {@link ChangRobertsSpec} states model and promises, the package comment the
 * messages.
 *
 * <p>Cost: with all n nodes as candidates about n ln n hops on average over all orders of ids, at most n (n + 1) / 2;
 * then n hops to announce the winner. State: five words and the hops under way.
 *
 * <p>Threading: single owner. Allocation: as {@link RingNode}.
 */
public class ChangRobertsNode extends RingNode {
  ChangRobertsNode(final NodeContext context, final RingConfig config) {
    super(context, config, electionHops(context.clusterSize()));
  }

  /** Once round with the candidacy, once with the announcement. */
  static long electionHops(final int clusterSize) {
    return 2L * clusterSize;
  }

  @Override
  final void sendCandidacy(final long nowNs, final Outbox outbox) {
    pass(nowNs, CANDIDATE, nodeId(), 0, FORWARD, 1, outbox);
  }

  /** Its own candidacy has come round: nobody higher is there. */
  @Override
  final void onOwnToken(
      final long nowNs, final int kind, final int phase, final int direction, final Outbox outbox) {
    if (kind == CANDIDATE && state() == RingState.ELECTING) {
      lead(nowNs, outbox);
    }
  }

  @Override
  final void onHigherToken(
      final long nowNs,
      final int kind,
      final int id,
      final int phase,
      final int direction,
      final int hops,
      final Outbox outbox) {
    if (kind == CANDIDATE && !isOrphan(hops)) {
      pass(nowNs, CANDIDATE, id, 0, FORWARD, hops + 1, outbox);
    }
  }
}
