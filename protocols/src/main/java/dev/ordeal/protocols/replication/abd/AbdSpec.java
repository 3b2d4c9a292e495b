package dev.ordeal.protocols.replication.abd;

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
 * ABD: registers that many may read and write, atomic as long as a majority of nodes is up. No consensus, no clock.
 *
 * <p>Source: Hagit Attiya, Amotz Bar-Noy, Danny Dolev, "Sharing Memory Robustly in Message-Passing Systems", Journal of
 * the ACM 42(1), 1995, the unbounded emulator (one writer, f &lt; n/2); for many writers Nancy Lynch, Alexander
 * Shvartsman, "Robust Emulation of Shared Memory Using Dynamic Quorum-Acknowledged Broadcasts", FTCS 1997, without
 * reconfiguration: a writer asks a majority for the highest tag first, and a tag is a number with the writer's name.
 *
 * <p>Model: asynchronous; fewer than half of the nodes crash. Which faults are admitted and why:
 *
 * <ul>
 *   <li>loss, bursts, capacity, partition: the paper's channels are reliable but may take any time. A lost message is
 *       one that takes for ever, so safety has it; for progress each phase asks again those that have not answered, and
 *       a channel on which whatever is sent again and again arrives is a reliable one.
 *   <li>duplication, reordering: answers are tied to their operation by number, a replica never goes back to a lower
 *       tag.
 *   <li>restart: the paper's nodes stop for good. Here a tag is forced before it is acknowledged and an incarnation
 *       before it asks anything, so a node that comes back is one that was slow. Unsynced loss, torn writes, slow and
 *       full disks go with it. Not amnesia, nor a sync that lies: a tag that a majority acknowledged would be gone from
 *       it.
 *   <li>pause, slow, all faults of clocks: there is no time in it but the wait before asking again.
 *   <li>corruption and lies: not admitted.
 * </ul>
 *
 * <p>Promises {@link Property#LINEARIZABILITY} (their atomicity), to clients who keep the rules of {@link
 * dev.ordeal.protocols.replication}, and {@link Property#OPERATIONS_TERMINATE}.
 */
public class AbdSpec implements AlgorithmSpec {
  private static final FaultModel MODEL =
      new FaultModel(
          TimingModel.ASYNCHRONOUS,
          EnumSet.of(
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
          n -> (n - 1) / 2,
          n -> 0);

  @Override
  public String name() {
    return "abd";
  }

  @Override
  public String problem() {
    return "register";
  }

  @Override
  public String paper() {
    return "Attiya, Bar-Noy and Dolev, Sharing Memory Robustly in Message-Passing Systems, 1995, the unbounded emulator;"
        + " Lynch and Shvartsman, Robust Emulation of Shared Memory, 1997, without reconfiguration";
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
    return "tag and value of each register, forced before they are acknowledged";
  }

  @Override
  public List<String> schemas() {
    return List.of("sbe/abd.xml", RegisterRequest.SCHEMA);
  }

  @Override
  public List<String> stateNames() {
    return Stream.of(AbdState.values()).map(AbdState::name).toList();
  }

  @Override
  public List<Parameter> parameters() {
    return AbdConfig.PARAMETERS;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Derivation. Let δ be the delay bound and R the wait before asking again. A phase begun after the last fault is
   * over when a majority has answered, 2δ later. One begun before it asks again within R and is over 2δ after that. So
   * a read takes at most R + 4δ whenever it began, and so does a write with its ticket; by then every slot taken before
   * the last fault is free again, too. A second R is for clocks that run slow, by up to a half. 0.8 s for 100 ms and
   * the default wait.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    return 2 * AbdConfig.of(values).retransmitNs() + 4 * delayBoundNs;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new AbdNode(context, AbdConfig.of(values));
  }
}
