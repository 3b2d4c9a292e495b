package dev.ordeal.faultlab.simulation;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;

/**
 * What one simulation runs.
 *
 * @param seed decides what nodes draw; what faults draw is decided by the plan's own seed
 * @param durationNs true time at which the run ends
 */
public record SimulationSetup(
    AlgorithmSpec spec, ParameterValues values, int clusterSize, long seed, long durationNs, FaultPlan plan) {}
