package dev.ordeal.faultlab.live;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;

/**
 * What a live cluster runs.
 *
 * @param seed with the time at which a node starts it decides what the node draws
 */
record LiveSetup(AlgorithmSpec spec, ParameterValues values, int clusterSize, long seed) {}
