package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.link.ReliableLinkNode;
import java.util.List;
import java.util.Set;

/**
 * Computations stamped by interval tree clocks whose ids move about while the computation runs: with some of its
 * messages a process forks, and the receiver joins what was forked. The size of stamps under churn is seen here.
 *
 * <p>Source: Paulo Sérgio Almeida, Carlos Baquero, Victor Fonte, "Interval Tree Clocks: A Logical Clock for Dynamic
 * Systems", OPODIS 2008, section 5.
 *
 * <p>Promises {@link Property#CLOCK_CONDITION} and {@link Property#STRONG_CLOCK_CONDITION}. Divergences: those of
 * {@link dev.ordeal.protocols.clock.intervaltree.IntervalTreeClock}; the processes are the same throughout, and it is
 * parts of their ids that come and go, so that the judge's processes stay what they are; no part moves from an id as
 * deep as it may be; the clock outlives a crash. A part must not be joined twice, so {@link ReliableLinkNode} takes
 * repeated messages away; a part whose message is lost, with a crash or because too many waited, belongs to nobody
 * from then on, which costs room and no order.
 */
public class MovingTreeClockSpec extends ComputationSpec {
  private static final long MILLISECOND = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLISECOND;
  private static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.count("churn", 10, 0, 100, "how many of a hundred messages take part of the sender's id along"),
          Parameter.duration(
              "retransmit", 200 * MILLISECOND, 1_000, HOUR, "silence after which the reliable link sends again"));

  /** Found by service loader. */
  public MovingTreeClockSpec() {
    super(KEPT);
  }

  @Override
  public String name() {
    return "interval-tree-churn";
  }

  @Override
  public String paper() {
    return "Almeida, Baquero and Fonte, Interval Tree Clocks, 2008, section 5";
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.CLOCK_CONDITION, Property.STRONG_CLOCK_CONDITION);
  }

  @Override
  public String storageNeeds() {
    return "the clock, forced before a stamp is visible; the link's incarnation";
  }

  @Override
  public List<String> schemas() {
    return List.of("sbe/computation.xml", "sbe/link.xml");
  }

  @Override
  List<Parameter> clockParameters() {
    return PARAMETERS;
  }

  @Override
  public StampStore newStampStore(final int processes) {
    return new TreeStamps();
  }

  @Override
  NodeClock newClock(final NodeContext context, final ParameterValues values) {
    return new MovingTreeNodeClock(
        context.clusterSize(), context.nodeId(), context.random(), (int) values.value("churn"));
  }

  @Override
  ProtocolNode over(final NodeContext context, final ParameterValues values, final ProtocolNode process) {
    return new ReliableLinkNode(context.nodeId(), context.clusterSize(), values.value("retransmit"), process);
  }
}
