package dev.ordeal.protocols.commit.threephase;

import dev.ordeal.protocols.commit.CommitConfig;
import dev.ordeal.protocols.commit.CommitSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import java.util.EnumSet;
import java.util.Set;

/**
 * Three-phase commit: nobody commits before all know that all voted yes, so those who are up can always finish what the
 * coordinator left behind.
 *
 * <p>Source: Dale Skeen, "Nonblocking Commit Protocols", SIGMOD 1981, sections 4 to 6.
 *
 * <p>Model: synchronous. Nodes crash, come back, and channels lose nothing; a message takes less than half of the wait
 * {@code retransmit}, so silence means a crash. Repeated and reordered messages do no harm. Not all nodes crash. Loss,
 * partitions, pauses, slow nodes and slow disks, and clocks that drift make the living look dead and are outside:
 * there the two sides of a cut may come to different outcomes.
 */
public class ThreePhaseSpec extends CommitSpec {
  private static final FaultModel MODEL =
      new FaultModel(
          TimingModel.SYNCHRONOUS,
          EnumSet.of(
              FaultKind.DUPLICATION,
              FaultKind.REORDERING,
              FaultKind.CRASH,
              FaultKind.RESTART,
              FaultKind.CLOCK_OFFSET,
              FaultKind.CLOCK_JUMP,
              FaultKind.UNSYNCED_LOSS,
              FaultKind.TORN_WRITE,
              FaultKind.DISK_FULL),
          n -> n - 1,
          n -> 0);

  private static final Set<Property> PROMISES = promised();

  /** Made by the service loader. */
  public ThreePhaseSpec() {}

  @Override
  public String name() {
    return "three-phase";
  }

  @Override
  public String paper() {
    return "Skeen, Nonblocking Commit Protocols, 1981, sections 4 to 6";
  }

  @Override
  public FaultModel model() {
    return MODEL;
  }

  @Override
  public Set<Property> promises() {
    return PROMISES;
  }

  /** Answers to what a leader asks must be there after one wait; a third is for what else takes time. */
  @Override
  public long delayBoundNs(final ParameterValues values) {
    return CommitConfig.of(values).retransmitNs() / 3;
  }

  /**
   * {@inheritDoc}
   *
   * <p>As {@link CommitSpec#recoveryBoundNs}; each participant that is to lead has three waits before the next one.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    return super.recoveryBoundNs(values, clusterSize, delayBoundNs)
        + 6L * clusterSize * CommitConfig.of(values).retransmitNs();
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return ThreePhaseNode.of(context, CommitConfig.of(values));
  }

  private static Set<Property> promised() {
    final Set<Property> promises = EnumSet.copyOf(SAFETY_AND_OUTCOME);
    promises.add(Property.NON_BLOCKING);
    return Set.copyOf(promises);
  }
}
