/**
 * What must hold. A problem owns the properties, the workload and the checkers; all algorithms that solve it are judged
 * by the same judge.
 */
package dev.ordeal.faultlab.problem;
