package dev.ordeal.protocols.core;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * What an algorithm's paper assumes. Inside it a violation is a bug; beyond it a violation is knowledge.
 *
 * @param timing what is assumed of time
 * @param admitted the faults under which the safety properties still hold
 * @param crashesMax how many of n nodes may be down at once or for good before a promise is lost
 * @param byzantineMax how many of n nodes may lie before a promise is lost
 */
public record FaultModel(
    TimingModel timing, Set<FaultKind> admitted, IntUnaryOperator crashesMax, IntUnaryOperator byzantineMax) {
  /** Copies the set, so that the model is immutable. */
  public FaultModel {
    admitted = admitted.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(admitted));
  }
}
