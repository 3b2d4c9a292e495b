package dev.ordeal.protocols.detector;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.TimingModel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What failure detectors have in common. Immutable; any thread. */
public abstract class DetectorSpec implements AlgorithmSpec {
  /** Class ◇P of Chandra and Toueg 1996, and what follows from it. */
  protected static final Set<Property> EVENTUALLY_PERFECT =
      Set.of(
          Property.STRONG_COMPLETENESS,
          Property.WEAK_COMPLETENESS,
          Property.EVENTUAL_STRONG_ACCURACY,
          Property.EVENTUAL_WEAK_ACCURACY);

  /**
   * Links and nodes may do what they like until a bound holds on delays and steps: whatever loses, repeats, reorders or
   * holds messages, and whatever stops nodes. Nothing is stored, so all faults of disks. No message is altered. Any
   * number of nodes short of all may fail.
   */
  public static final FaultModel UNTIL_CALM =
      new FaultModel(
          TimingModel.PARTIALLY_SYNCHRONOUS,
          EnumSet.of(
              FaultKind.LOSS,
              FaultKind.BURST_LOSS,
              FaultKind.DUPLICATION,
              FaultKind.REORDERING,
              FaultKind.CAPACITY,
              FaultKind.PARTITION,
              FaultKind.CRASH,
              FaultKind.RESTART,
              FaultKind.AMNESIA,
              FaultKind.PAUSE,
              FaultKind.SLOW,
              FaultKind.CLOCK_OFFSET,
              FaultKind.CLOCK_DRIFT,
              FaultKind.CLOCK_JUMP,
              FaultKind.UNSYNCED_LOSS,
              FaultKind.TORN_WRITE,
              FaultKind.SLOW_SYNC,
              FaultKind.LYING_SYNC,
              FaultKind.DISK_FULL),
          n -> n - 1,
          n -> 0);

  @Override
  public final String problem() {
    return "failure-detection";
  }

  @Override
  public final String storageNeeds() {
    return "none";
  }

  @Override
  public final List<String> stateNames() {
    return Stream.of(DetectorState.values()).map(DetectorState::name).toList();
  }
}
