/**
 * Directed schedules: runs in which what goes wrong is written down, not drawn. Random schedules alone miss classic
 * bugs,
 * so a scenario says which message is held until what has happened, and in the middle of which step a node stops. A
 * scenario is a few lines of Java ({@link dev.ordeal.faultlab.scenario.Scenario}) or a file ({@link
 * dev.ordeal.faultlab.scenario.ScenarioFile}); both are a {@link dev.ordeal.faultlab.fault.FaultPlan} and whom to
 * run it on.
 */
package dev.ordeal.faultlab.scenario;
