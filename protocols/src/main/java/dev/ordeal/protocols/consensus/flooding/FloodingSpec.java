package dev.ordeal.protocols.consensus.flooding;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.ConsensusSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import dev.ordeal.protocols.link.SynchronousRoundsNode;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the two flooding algorithms share: their model, their rounds, their settings.
 *
 * <p>Model: synchronous. Every message arrives within a round, none is lost; order does not matter. f of n nodes may
 * crash, f below n, in the middle of a broadcast too, and stay down. Nothing is stored, so nothing that a disk does
 * matters. Clocks may be off, since rounds are counted from the start, but not drift; no node pauses or is slow. All
 * proposals are in before the first round begins.
 */
abstract class FloodingSpec extends ConsensusSpec {
  private static final FaultModel MODEL =
      new FaultModel(
          TimingModel.SYNCHRONOUS,
          EnumSet.of(
              FaultKind.REORDERING,
              FaultKind.CRASH,
              FaultKind.CLOCK_OFFSET,
              FaultKind.CLOCK_JUMP,
              FaultKind.UNSYNCED_LOSS,
              FaultKind.TORN_WRITE,
              FaultKind.SLOW_SYNC,
              FaultKind.LYING_SYNC,
              FaultKind.DISK_FULL),
          n -> n - 1,
          n -> 0);

  /** The node above the rounds. */
  abstract ConsensusNode newFlooder(NodeContext context, int faults);

  @Override
  public final FaultModel model() {
    return MODEL;
  }

  @Override
  public final String storageNeeds() {
    return "none";
  }

  @Override
  public final List<String> schemas() {
    return List.of(SCHEMA, "sbe/link.xml");
  }

  @Override
  public final List<String> stateNames() {
    return Stream.of(FloodingState.values()).map(FloodingState::name).toList();
  }

  @Override
  public final List<Parameter> parameters() {
    return FloodingConfig.PARAMETERS;
  }

  /** f, if the settings allow for less than the model. */
  @Override
  public final int crashesMax(final ParameterValues values, final int clusterSize) {
    return FloodingConfig.of(values).faultsOf(clusterSize);
  }

  /** The first round's beginning: the papers' nodes begin with their input. */
  @Override
  public final long proposalsBeforeNs(final ParameterValues values) {
    return FloodingConfig.of(values).startAfterNs();
  }

  /** Just under a round. */
  @Override
  public final long delayBoundNs(final ParameterValues values) {
    return FloodingConfig.of(values).roundNs() - 1;
  }

  /** The wait for the first round, then f + 1 of them: inside the model nothing else can make a node late. */
  @Override
  public final long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    final FloodingConfig config = FloodingConfig.of(values);
    return config.startAfterNs() + (config.faultsOf(clusterSize) + 1) * config.roundNs() + 1;
  }

  @Override
  public final ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    final FloodingConfig config = FloodingConfig.of(values);
    return new SynchronousRoundsNode(
        config.startAfterNs(), config.roundNs(), newFlooder(context, config.faultsOf(context.clusterSize())));
  }
}
