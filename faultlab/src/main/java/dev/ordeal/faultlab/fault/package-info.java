/**
 * What goes wrong. A {@link dev.ordeal.faultlab.fault.FailureBudget} says what may; a
 * {@link dev.ordeal.faultlab.fault.FaultPlan}, drawn from a budget and a seed, says what will. A plan is data: it
 * prints, it is saved, edited and run again.
 */
package dev.ordeal.faultlab.fault;
