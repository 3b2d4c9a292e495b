package dev.ordeal.faultlab.experiment;

import dev.ordeal.faultlab.fault.FailureBudget;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One point of an experiment's grid: everything its runs share.
 *
 * @param key names the cell: {@code bully/loss=10%,crashes=1}; only the axes that vary appear
 * @param environment the key without the algorithm: cells with the same one run on the same seeds, so that algorithms
 *     are compared in pairs
 * @param axes the values of the axes that vary, as written, by axis name, in the order of the file
 * @param workload what the clients of a run do
 * @param beyond why the cell lies beyond the algorithm's model, a sentence each; empty if it lies inside
 */
public record Cell(
    String key,
    String environment,
    Map<String, String> axes,
    Problem problem,
    AlgorithmSpec spec,
    ParameterValues values,
    WorkloadPlan workload,
    int clusterSize,
    long durationNs,
    FailureBudget budget,
    List<String> beyond) {
  /** What the algorithm promises, set as it is here. */
  public Set<Property> promises() {
    return spec.promises(values);
  }

  /** Whether every fault of the budget is one the algorithm's paper admits. */
  public boolean isInsideModel() {
    return beyond.isEmpty();
  }
}
