/**
 * What things cost, measured with JMH: the event queue beside a bare heap, the simulator's deliveries, a protocol's
 * step. {@link dev.ordeal.benchmarks.Bench} drives JMH one parameter set at a time and writes each result at once;
 * {@link dev.ordeal.benchmarks.JmhMain} is JMH's own command line with our JVM flags. How to read the numbers is told
 * in {@code benchmarks/docs/benchmarks.md}.
 */
package dev.ordeal.benchmarks;
