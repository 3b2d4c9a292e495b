/**
 * jcstress tests of the clocks that threads share: what a model checker that knows one memory order only can't see. Not
 * part of any build but that of the profile {@code jcstress}; benchmarks/docs/benchmarks.md says how to run them.
 */
package dev.ordeal.benchmarks.stress;
