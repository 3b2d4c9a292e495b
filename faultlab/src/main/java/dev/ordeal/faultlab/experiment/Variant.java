package dev.ordeal.faultlab.experiment;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.Map;

/**
 * An algorithm with its parameters, as an experiment compares it.
 *
 * @param label the algorithm's name, with those parameters that tell it from its other variants
 * @param axes parameters that were given as a list, as written
 * @param at where it stands in the file
 */
record Variant(String label, AlgorithmSpec spec, ParameterValues values, Map<String, String> axes, String at) {}
