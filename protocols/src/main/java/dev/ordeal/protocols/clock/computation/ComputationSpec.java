package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the computations over all clocks share. Happened-before is the past of what is: a message that is lost, late,
 * repeated or overtaken makes another computation, not a wrong stamp, so every fault of links is admitted but
 * alteration, and so is every pause. Crashes and restarts are, and whatever disks do short of lying and of coming back
 * empty, as far as the clock is kept; clocks that keep nothing bear those, too.
 */
public abstract class ComputationSpec implements TimestampingSpec {
  /** What a kept clock bears, whatever wall clocks do. */
  static final Set<FaultKind> KEPT =
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
          FaultKind.DISK_FULL);

  /** What a clock bears that needs no disk. */
  static final Set<FaultKind> DISKLESS = with(KEPT, FaultKind.AMNESIA, FaultKind.LYING_SYNC);

  private final FaultModel model;

  ComputationSpec(final Set<FaultKind> admitted) {
    model = new FaultModel(TimingModel.ASYNCHRONOUS, admitted, n -> n, n -> 0);
  }

  /** The clock of one process. */
  abstract NodeClock newClock(NodeContext context, ParameterValues values);

  /** The layers under the process, if its clock needs more of links than they give. */
  ProtocolNode over(final NodeContext context, final ParameterValues values, final ProtocolNode process) {
    return process;
  }

  /** The settings that this clock has besides those of every computation. */
  List<Parameter> clockParameters() {
    return List.of();
  }

  @Override
  public final String problem() {
    return "logical-time";
  }

  @Override
  public final FaultModel model() {
    return model;
  }

  @Override
  public List<String> schemas() {
    return List.of("sbe/computation.xml");
  }

  @Override
  public final List<String> stateNames() {
    return Stream.of(ComputationState.values()).map(ComputationState::name).toList();
  }

  @Override
  public final List<Parameter> parameters() {
    final List<Parameter> parameters = new ArrayList<>(ComputationConfig.PARAMETERS);
    parameters.addAll(clockParameters());
    return List.copyOf(parameters);
  }

  /** {@inheritDoc} No progress is promised, so the longest pause between two events will do. */
  @Override
  public final long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    return ComputationConfig.of(values).pauseNsMax();
  }

  @Override
  public final ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return over(
        context, values, new ComputationNode(context, ComputationConfig.of(values), newClock(context, values)));
  }

  private static Set<FaultKind> with(final Set<FaultKind> kinds, final FaultKind... more) {
    final Set<FaultKind> all = EnumSet.copyOf(kinds);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }
}
