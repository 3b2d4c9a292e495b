package dev.ordeal.protocols.election.raft;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;

/**
 * Where a node's log ends. Nothing is ever appended here, so the end of the log is a function of cluster seed and node
 * id and survives every crash without being stored. Logs of earlier terms that leaders failed to replicate end
 * unequally, as in figure 7.
 *
 * @param lastTerm the term of the last entry, from 1 to {@link #LAST_TERM_MAX}
 * @param lastIndex the index of the last entry, at least {@code lastTerm}: each earlier term left an entry
 */
record SeededLog(long lastTerm, long lastIndex) {
  /** The last term in which an entry was appended anywhere; all nodes start in it. */
  static final long LAST_TERM_MAX = 3;

  private static final long ENTRIES_MAX = 8;
  private static final long STREAM = 0x4C6F67456E64L;

  /** The log of one node. */
  static SeededLog of(final NodeContext context, final boolean hasEqualLogs) {
    final long owner = hasEqualLogs ? 0 : context.nodeId();
    final long bits = CounterRandom.hash(STREAM, context.clusterSeed(), owner);
    final long lastTerm = 1 + CounterRandom.scale(bits, LAST_TERM_MAX);
    final long lastIndex = lastTerm + CounterRandom.scale(CounterRandom.mix(bits, STREAM), ENTRIES_MAX);
    return new SeededLog(lastTerm, lastIndex);
  }
}
