package dev.ordeal.faultlab.simulation;

import java.util.List;

/**
 * How one simulation ended.
 *
 * @param traceHash hash over every event of the trace
 * @param endNs true time at which it ended
 * @param unfired scheduled faults of the plan that never fired, each in words
 * @param failures nodes that threw, in order
 */
public record SimulationResult(long traceHash, long endNs, List<String> unfired, List<NodeFailure> failures) {
  /** A node that threw an exception. */
  public record NodeFailure(int nodeId, long atNs, String step, Throwable cause) {}
}
