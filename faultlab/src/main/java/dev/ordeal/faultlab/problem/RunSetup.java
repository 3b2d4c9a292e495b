package dev.ordeal.faultlab.problem;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.Set;

/**
 * What a judge and a workload are told of the run they belong to.
 *
 * @param delayBoundNs the bound on one-way delay that the model's promises are measured by
 * @param workload what the clients do
 * @param recoverByNs true time by which progress is demanded; {@link FaultPlan#NEVER} if it is not
 * @param counters the run's counters, live
 */
public record RunSetup(
    AlgorithmSpec spec,
    ParameterValues values,
    WorkloadPlan workload,
    int clusterSize,
    long durationNs,
    long seed,
    FaultPlan plan,
    long delayBoundNs,
    long recoverByNs,
    Counters counters) {
  /** What the algorithm promises, set as it is here. */
  public Set<Property> promises() {
    return spec.promises(values);
  }
}
