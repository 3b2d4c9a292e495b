/**
 * Heartbeats and a time-out, fixed or growing: the detectors that all others are compared with.
 *
 * <p>Tushar Deepak Chandra, Sam Toueg, "Unreliable Failure Detectors for Reliable Distributed Systems", Journal of the
 * ACM 43(2), 1996: section 3 for the classes, figure 10 for the time-out that grows. Model and promises: {@link
 * dev.ordeal.protocols.detector.heartbeat.HeartbeatSpec}, {@link
 * dev.ordeal.protocols.detector.heartbeat.AdaptiveHeartbeatSpec}. To put either into another algorithm's node take
 * {@link dev.ordeal.protocols.detector.heartbeat.HeartbeatDetector} and do as {@link
 * dev.ordeal.protocols.detector.heartbeat.HeartbeatNode} does.
 *
 * <pre>
 *   node 0                     node 1                     node 2
 *     |---HEARTBEAT 0 s---------&gt;|                          |     each to all others,
 *     |---HEARTBEAT 0 s----------+------------------------&gt;|     every interval
 *     |                          X crashes                  |
 *     |---HEARTBEAT 1 s----------+------------------------&gt;|
 *     |&lt;-------------------------+-----------HEARTBEAT 1 s--|
 *     |   time-out without a heartbeat of node 1: SUSPECT 1 |
 *     |&lt;--HEARTBEAT 5 s----------| comes back               |
 *     |   TRUST 1
 * </pre>
 *
 * <p>Differs from the paper's figure 10:
 *
 * <ul>
 *   <li>A heartbeat bears its sender's clock, so that a copy or an old one is not taken for a sign of life. The clock
 *       must go on when its node comes back.
 *   <li>The time-out grows by a step that can be set, and no further than a greatest one, so that there is a bound on
 *       detection. So the bound that comes to hold on delays must fit into the greatest time-out.
 *   <li>Nodes may come back; theirs stop for good.
 * </ul>
 *
 * <p>Differs from the exercise: all nodes watch all, not only their leader; a time-out ends when it is due, not at the
 * next tick of a one-second loop.
 */
package dev.ordeal.protocols.detector.heartbeat;
