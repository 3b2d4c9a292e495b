package dev.ordeal.protocols.clock.mutex;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import dev.ordeal.protocols.link.FifoLinkNode;
import dev.ordeal.protocols.link.ReliableLinkNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Mutual exclusion by the total order of requests.
 *
 * <p>Source: Leslie Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", Communications of the
 * ACM 21(7), 1978, section "Ordering the Events Totally".
 *
 * <p>Model: asynchronous; the paper assumes that messages between two processes arrive in the order sent and that every
 * message is eventually received, and that no process fails. The first two are made here by {@link ReliableLinkNode}
 * and {@link FifoLinkNode} below the node, so that loss, bursts, duplication, reordering, partitions that end and
 * limited capacity are admitted: no process has more than a few messages on their way to another, far fewer than the
 * links' windows. Pauses and slow nodes: no bound is assumed. Clocks may be off, drift and jump: logical time is no
 * physical time, and timers only say when to ask and to give back. Slow syncs: the links write one record at the start.
 * Not admitted: any crash, "the failure of a single process will make it impossible for any other process to execute",
 * and any lie or corruption.
 *
 * <p>Promises the paper's conditions: {@link Property#MUTUAL_EXCLUSION} (I), {@link Property#GRANT_ORDER} (II, and
 * more: the order of all requests, not of those alone that happened one before the other) and {@link
 * Property#EVENTUAL_GRANT} (III).
 */
public class LamportMutexSpec implements AlgorithmSpec {
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
              FaultKind.PAUSE,
              FaultKind.SLOW,
              FaultKind.CLOCK_OFFSET,
              FaultKind.CLOCK_DRIFT,
              FaultKind.CLOCK_JUMP,
              FaultKind.SLOW_SYNC),
          n -> 0,
          n -> 0);

  @Override
  public String name() {
    return "lamport-mutex";
  }

  @Override
  public String problem() {
    return "mutual-exclusion";
  }

  @Override
  public String paper() {
    return "Lamport, Time, Clocks, and the Ordering of Events in a Distributed System, 1978, section Ordering the"
        + " Events Totally";
  }

  @Override
  public FaultModel model() {
    return MODEL;
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.MUTUAL_EXCLUSION, Property.GRANT_ORDER, Property.EVENTUAL_GRANT);
  }

  @Override
  public String storageNeeds() {
    return "none but the links' incarnations";
  }

  @Override
  public List<String> schemas() {
    return List.of("sbe/mutex.xml", "sbe/link.xml");
  }

  @Override
  public List<String> stateNames() {
    return Stream.of(LamportMutexState.values()).map(LamportMutexState::name).toList();
  }

  @Override
  public List<Parameter> parameters() {
    return LamportMutexConfig.PARAMETERS;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Derivation. Let δ be the delay bound, r the links' retransmission time, h the longest hold; clocks run at half
   * to twice the true rate at worst.
   *
   * <ol>
   *   <li>A link that nobody answered backs off to 16 r, 32 r of true time, before it asks again; a Hello, its answer
   *       and what waited for it take 3 δ. So by 32 r + 3 δ after healing, or after it was sent, every message is
   *       delivered, in order; those sent later take δ.
   *   <li>By then a request is in all queues, and one δ later all have acknowledged it.
   *   <li>Ahead of it stands at most one request of each other process: whoever has queued it stamps later. Each is
   *       held for 2 h at most, and its release takes δ.
   * </ol>
   *
   * <p>Together 32 r + 4 δ + n (2 h + δ).
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    final LamportMutexConfig config = LamportMutexConfig.of(values);
    return 32 * config.retransmitNs() + 4 * delayBoundNs + clusterSize * (2 * config.holdNsMax() + delayBoundNs);
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    final LamportMutexConfig config = LamportMutexConfig.of(values);
    return new ReliableLinkNode(
        context.nodeId(),
        context.clusterSize(),
        config.retransmitNs(),
        new FifoLinkNode(context.nodeId(), context.clusterSize(), newProcess(context, config)));
  }

  /** The process above the links. */
  ProtocolNode newProcess(final NodeContext context, final LamportMutexConfig config) {
    return new LamportMutexNode(context, config);
  }
}
