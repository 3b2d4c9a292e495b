package dev.ordeal.faultlab.problem;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;

/**
 * What the clients of a run do. Immutable.
 *
 * @param values their settings, by the problem's {@link Problem#workload()}
 * @param script exactly these operations; if empty, the clients draw their own
 */
public record WorkloadPlan(ParameterValues values, List<ScriptedOperation> script) {
  /** A run without clients. */
  public static final WorkloadPlan NONE = defaultsOf(List.of());

  /** Copies the list. */
  public WorkloadPlan {
    script = List.copyOf(script);
  }

  /** Clients that draw their operations, each setting at its default. */
  public static WorkloadPlan defaultsOf(final List<Parameter> parameters) {
    return new WorkloadPlan(ParameterValues.defaultsOf(parameters), List.of());
  }

  /**
   * An operation of a directed run.
   *
   * @param atNs true time at which it is invoked, or later if the client is busy then
   * @param nodeId the node it is first tried at
   * @param operation what is asked for, as the problem writes it
   */
  public record ScriptedOperation(long atNs, int client, int nodeId, String operation) {}
}
