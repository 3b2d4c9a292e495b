package dev.ordeal.faultlab.replay;

import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.simulation.TraceKind;
import dev.ordeal.faultlab.simulation.TraceListener;
import java.util.BitSet;
import org.agrona.DirectBuffer;

/** Hears which nodes are down as a run goes on. Cold; single thread. */
final class NodesDown implements TraceListener {
  private final BitSet crashed = new BitSet();
  private final BitSet threw = new BitSet();

  @Override
  public void onTrace(
      final TraceKind kind,
      final long timeNs,
      final int nodeId,
      final int peerId,
      final long key,
      final long value,
      final DirectBuffer body,
      final int offset,
      final int length) {
    switch (kind) {
      case CRASH -> crashed.set(nodeId);
      case EXCEPTION -> threw.set(nodeId);
      case RESTART -> crashed.clear(nodeId);
      default -> {}
    }
  }

  /** How many nodes a fault left down. */
  int crashed() {
    return crashed.cardinality();
  }

  /** How many nodes are up. */
  int live(final PlannedRun run) {
    final BitSet down = (BitSet) crashed.clone();
    down.or(threw);
    return run.clusterSize() - down.cardinality();
  }

  /**
   * Whether a run that ended like this still asks of the algorithm what the original asked: somebody lives, no more
   * nodes are down than there were, nor more than the model bears if it bore the original's.
   */
  static boolean isFair(
      final NodesDown now, final PlannedRun run, final NodesDown before, final PlannedRun original) {
    final boolean isBorne = before.crashed() <= bearable(original);
    return now.crashed() <= before.crashed()
        && (now.live(run) > 0 || before.live(original) == 0)
        && (!isBorne || now.crashed() <= bearable(run));
  }

  private static int bearable(final PlannedRun run) {
    return run.spec().model().crashesMax().applyAsInt(run.clusterSize());
  }
}
