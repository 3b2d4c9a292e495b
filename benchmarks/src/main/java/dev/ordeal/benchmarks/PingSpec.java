package dev.ordeal.benchmarks;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The ping workload: tokens passed round for ever. No source, no promise; it exists to be measured on. */
final class PingSpec implements AlgorithmSpec {
  private static final long SECOND = 1_000_000_000L;

  @Override
  public String name() {
    return "ping";
  }

  @Override
  public String problem() {
    return "ping";
  }

  @Override
  public String paper() {
    return "none";
  }

  @Override
  public FaultModel model() {
    return new FaultModel(TimingModel.ASYNCHRONOUS, EnumSet.allOf(FaultKind.class), n -> n, n -> n);
  }

  @Override
  public Set<Property> promises() {
    return Set.of();
  }

  @Override
  public String storageNeeds() {
    return "none";
  }

  @Override
  public List<String> schemas() {
    return List.of("sbe/ping.xml");
  }

  @Override
  public List<String> stateNames() {
    return List.of("PASSING");
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.count("tokens", 1, 1, 10_000_000, "tokens each node puts in"),
        Parameter.duration("interval", SECOND, 1, SECOND, "the mean delay, over which the tokens are put in"),
        Parameter.toggle("mend", false, "lost tokens are put in again and surplus ones swallowed"));
  }

  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    return Long.MAX_VALUE;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new PingNode(context, values);
  }
}
