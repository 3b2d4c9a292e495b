package dev.ordeal.protocols.commit.threephase;

import dev.ordeal.protocols.commit.Work;
import dev.ordeal.protocols.commit.codec.StatePhase;

/**
 * How far a participant that leads a transaction to its end has come.
 *
 * <p>Threading: the node's owner. Allocation: on construction; cold, since it is made after a crash alone.
 */
final class Termination {
  /** What each participant answered, and last the coordinator; null if nothing. */
  final StatePhase[] phases;

  final boolean[] isRecovered;
  boolean isMoving;

  Termination(final Work work) {
    phases = new StatePhase[work.peerCount + 1];
    isRecovered = new boolean[work.peerCount + 1];
  }

  /** Whether all answered, and all have crashed since they voted. */
  boolean isTotalFailure() {
    for (int i = 0; i < phases.length; i++) {
      if (phases[i] == null || !isRecovered[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether somebody who counts is known to be pre-committed: all do if {@code countsRecovered}. */
  boolean hasPreCommitted(final boolean countsRecovered) {
    for (int i = 0; i < phases.length; i++) {
      if (phases[i] == StatePhase.PRECOMMITTED && (countsRecovered || !isRecovered[i])) {
        return true;
      }
    }
    return false;
  }
}
