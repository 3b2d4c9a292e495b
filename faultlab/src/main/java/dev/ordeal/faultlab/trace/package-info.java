/**
 * Traces kept: every {@link dev.ordeal.faultlab.simulation.TraceKind event} of one run, in order. A trace is written
 * to disk
 * in binary at the speed of the run, and becomes text only when somebody reads it.
 */
package dev.ordeal.faultlab.trace;
