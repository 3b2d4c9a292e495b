package dev.ordeal.protocols.commit;

import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;

/** A broken participant that adds again what was added, when told again that a transaction is committed. */
public final class TwiceApplying extends Participant {
  /** A participant of presuming nothing. */
  public TwiceApplying(final NodeContext context, final CommitConfig config) {
    super(context, config, LogRule.FORCED, LogRule.FORCED, false);
  }

  @Override
  protected void onRepeatedDecision(final Work work, final Outcome outcome, final Outbox outbox) {
    if (outcome == Outcome.COMMITTED) {
      for (int i = 0; i < work.operations.count; i++) {
        final long key = work.operations.keys[i];
        store().put(key, store().value(key) + work.operations.values[i], work.number);
      }
    }
  }
}
