package dev.ordeal.protocols.replication.primarybackup;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import dev.ordeal.protocols.replication.RegisterRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A register kept by a primary and its backups, without quorums: the baseline that breaks where the network does.
 *
 * <p>Source: Navin Budhiraja, Keith Marzullo, Fred Schneider, Sam Toueg, "The Primary-Backup Approach", in Distributed
 * Systems (ed. Mullender), 1993, chapter 8: the lowest live node is the primary, a write is answered when all backups
 * have taken it, silence is taken for death. The package comment lists what is different.
 *
 * <p>Model: synchronous (delay within a bound, no node ever pauses), nodes that stop for good, links that lose nothing.
 * All but one may be down. Which faults are admitted and why:
 *
 * <ul>
 *   <li>crash: the purpose. Restart not: a node that comes back has forgotten everything and, if it is the lowest, is
 *       believed.
 *   <li>duplication, reordering: changes are numbered, and a backup takes each once.
 *   <li>unsynced loss, torn writes, slow, lying or full disks: admitted because nothing is ever stored.
 *   <li>clock offset, jump: intervals are measured on the monotonic clock. Drift is not admitted: the time-out leaves
 *       no room for it.
 *   <li>loss, bursts, capacity, partition, pause, slow: not admitted; a live node's silence is taken for its death, and
 *       then there are two primaries.
 * </ul>
 */
public class PrimaryBackupSpec implements AlgorithmSpec {
  private static final FaultModel MODEL =
      new FaultModel(
          TimingModel.SYNCHRONOUS,
          EnumSet.of(
              FaultKind.DUPLICATION,
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

  @Override
  public String name() {
    return "primary-backup";
  }

  @Override
  public String problem() {
    return "register";
  }

  @Override
  public String paper() {
    return "Budhiraja, Marzullo, Schneider and Toueg, The Primary-Backup Approach, 1993, chapter 8; simplified";
  }

  @Override
  public FaultModel model() {
    return MODEL;
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.LINEARIZABILITY, Property.OPERATIONS_TERMINATE);
  }

  @Override
  public String storageNeeds() {
    return "none";
  }

  @Override
  public List<String> schemas() {
    return List.of("sbe/primary-backup.xml", RegisterRequest.SCHEMA);
  }

  @Override
  public List<String> stateNames() {
    return Stream.of(PrimaryBackupState.values()).map(PrimaryBackupState::name).toList();
  }

  @Override
  public List<Parameter> parameters() {
    return PrimaryBackupConfig.PARAMETERS;
  }

  @Override
  public List<String> conflicts(final ParameterValues values, final int clusterSize) {
    return PrimaryBackupConfig.of(values).conflicts();
  }

  @Override
  public long delayBoundNs(final ParameterValues values) {
    return PrimaryBackupConfig.of(values).delayBoundNs();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Derivation. Let δ be the delay bound, H the heartbeat, T the failure time-out. After the last crash every dead
   * node is believed dead within δ + T, seen at the next beat, H later; so a change under way is over by then, too, and
   * the lowest live node has taken over 2δ later. From then on an attempt is handed on and answered in 2δ, waits for
   * the change under way, at most 2δ, and takes part in the next, 2δ. Together T + H + 9δ; a second H is for a change
   * that was lost before the network healed and is sent again at the next beat. 1.8 s for 100 ms and the default times.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    final PrimaryBackupConfig config = PrimaryBackupConfig.of(values);
    return config.failureTimeoutNs() + 2 * config.heartbeatNs() + 9 * delayBoundNs;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new PrimaryBackupNode(context, PrimaryBackupConfig.of(values));
  }
}
