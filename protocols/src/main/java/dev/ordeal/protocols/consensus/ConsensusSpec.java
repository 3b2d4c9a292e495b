package dev.ordeal.protocols.consensus;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the specifications of single-shot consensus share: the problem, its four promises, the schema.
 *
 * <p>Immutable; any thread.
 */
public abstract class ConsensusSpec implements AlgorithmSpec {
  /** The schema of requests, messages and records. */
  public static final String SCHEMA = "sbe/consensus.xml";

  /**
   * What a reliable link bears, and a node above it that keeps nothing and waits for no bound: everything that delays,
   * and whatever happens to the disk of a node that never comes back.
   */
  public static final Set<FaultKind> ABOVE_RELIABLE_LINKS =
      Collections.unmodifiableSet(
          EnumSet.of(
              FaultKind.LOSS,
              FaultKind.BURST_LOSS,
              FaultKind.DUPLICATION,
              FaultKind.REORDERING,
              FaultKind.CAPACITY,
              FaultKind.PARTITION,
              FaultKind.CRASH,
              FaultKind.PAUSE,
              FaultKind.SLOW,
              FaultKind.CLOCK_OFFSET,
              FaultKind.CLOCK_DRIFT,
              FaultKind.CLOCK_JUMP,
              FaultKind.UNSYNCED_LOSS,
              FaultKind.TORN_WRITE,
              FaultKind.SLOW_SYNC,
              FaultKind.DISK_FULL));

  /** When a node that waits asks what links may have lost, as an experiment file names it. */
  public static final Parameter REPAIR =
      Parameter.duration(
          "repair",
          1_000_000_000L,
          1_000_000L,
          3_600_000_000_000L,
          "wait after which a node asks what links may have lost; longer than messages and answers take");

  @Override
  public final String problem() {
    return "consensus";
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.VALIDITY, Property.UNIFORM_AGREEMENT, Property.INTEGRITY, Property.TERMINATION);
  }

  @Override
  public List<String> schemas() {
    return List.of(SCHEMA);
  }

  /**
   * By which round all decide if so many nodes crash, inside the model; empty if no number of rounds is enough.
   *
   * @param crashed how many have crashed, which need not be as many as may
   */
  public OptionalInt roundsMax(final ParameterValues values, final int clusterSize, final int crashed) {
    return OptionalInt.empty();
  }

  /** By how long after its start a node's proposal must have come, inside the model; the greatest long if any time is. */
  public long proposalsBeforeNs(final ParameterValues values) {
    return Long.MAX_VALUE;
  }

  /** How many values may be proposed: 0 to one less. */
  public int valuesMax() {
    return ConsensusNode.VALUES_MAX;
  }
}
