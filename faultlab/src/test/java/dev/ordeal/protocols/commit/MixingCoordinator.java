package dev.ordeal.protocols.commit;

import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;

/** A broken coordinator that tells its client of the first read what the second found. */
public final class MixingCoordinator extends Coordinator {
  /** A coordinator. */
  public MixingCoordinator(final NodeContext context, final CommitConfig config, final CoordinatorRules rules) {
    super(context, config, rules);
  }

  @Override
  protected void decide(
      final long nowNs, final Transaction transaction, final Outcome outcome, final Outbox outbox) {
    transaction.reads[0] = transaction.reads[1];
    super.decide(nowNs, transaction, outcome, outbox);
  }
}
