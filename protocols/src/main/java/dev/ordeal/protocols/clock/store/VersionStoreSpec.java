package dev.ordeal.protocols.clock.store;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the stores over all clocks share. Taking over versions is idempotent, commutative and associative, so a message
 * that is lost, late, repeated or overtaken makes another run, not a wrong one: every fault of links is admitted but
 * alteration. So is every pause; no clock is read but for when to act next. Crashes and restarts are, and whatever
 * disks do short of lying and of coming back empty.
 */
public abstract class VersionStoreSpec implements AlgorithmSpec {
  private static final FaultModel MODEL =
      new FaultModel(
          TimingModel.ASYNCHRONOUS,
          Set.of(
              FaultKind.LOSS,
              FaultKind.BURST_LOSS,
              FaultKind.DUPLICATION,
              FaultKind.REORDERING,
              FaultKind.CAPACITY,
              FaultKind.PARTITION,
              FaultKind.CRASH,
              FaultKind.RESTART,
              FaultKind.PAUSE,
              FaultKind.SLOW,
              FaultKind.CLOCK_OFFSET,
              FaultKind.CLOCK_DRIFT,
              FaultKind.CLOCK_JUMP,
              FaultKind.UNSYNCED_LOSS,
              FaultKind.TORN_WRITE,
              FaultKind.SLOW_SYNC,
              FaultKind.DISK_FULL),
          n -> n,
          n -> 0);

  VersionStoreSpec() {}

  /** What one replica holds at first: nothing. */
  abstract HeldVersions newVersions(int replicaId);

  @Override
  public final String problem() {
    return "version-store";
  }

  @Override
  public final FaultModel model() {
    return MODEL;
  }

  @Override
  public final String storageNeeds() {
    return "the versions held, forced before a change is visible";
  }

  @Override
  public final List<String> schemas() {
    return List.of("sbe/versions.xml");
  }

  @Override
  public final List<String> stateNames() {
    return Stream.of(VersionStoreState.values()).map(VersionStoreState::name).toList();
  }

  @Override
  public final List<Parameter> parameters() {
    return VersionStoreConfig.PARAMETERS;
  }

  /** {@inheritDoc} No progress is promised, so the longest pause between two actions will do. */
  @Override
  public final long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    return VersionStoreConfig.of(values).pauseNsMax();
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new VersionStoreNode(context, VersionStoreConfig.of(values), newVersions(context.nodeId()));
  }
}
