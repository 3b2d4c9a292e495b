/**
 * Failure detection: every node is to say whom it holds to have failed. Each algorithm has a package of its own with
 * the same kit: specification, configuration, node; their states are those of {@link
 * dev.ordeal.protocols.detector.DetectorState}.
 *
 * <p>Tushar Deepak Chandra, Sam Toueg, "Unreliable Failure Detectors for Reliable Distributed Systems", Journal of the
 * ACM 43(2), 1996, section 3, sort detectors by how complete and how accurate they are; what is judged of them is in
 * {@code dev.ordeal.faultlab.problem.detection}. Words: a node <em>suspects</em> another or <em>trusts</em> it; it
 * indicates {@link dev.ordeal.protocols.core.Indication#SUSPECT} and {@link dev.ordeal.protocols.core.Indication#TRUST}
 * when that changes, and trusts all when it starts.
 *
 * <h2>A detector inside another algorithm</h2>
 *
 * <p>Consensus needs a detector inside its node. The logic is a plain object that a node owns and feeds, and the
 * detectors' own nodes are thin wrappers around it:
 *
 * <ul>
 *   <li>{@link dev.ordeal.protocols.detector.heartbeat.HeartbeatDetector}: with a step of 0 a fixed time-out, perfect
 *       in synchrony; with a step the class ◇P of Chandra and Toueg, and so also ◇S, in partial synchrony;
 *   <li>{@link dev.ordeal.protocols.detector.phi.PhiAccrualDetector}: a level of suspicion, or a threshold on it;
 *   <li>{@link dev.ordeal.protocols.detector.omega.OmegaDetector}: one leader, Ω, and so also ◇S: suspect all but it.
 * </ul>
 *
 * <p>The first two are {@link dev.ordeal.protocols.detector.ArrivalDetector}s and are embedded alike:
 *
 * <pre>{@code
 * onStart         detector.start(nowNs); send a heartbeat that holds nowNs to all, and again every interval
 * onMessage       if (detector.onHeartbeat(nowNs, fromId, sentNs)) … fromId is trusted again
 * onDeadline      while ((id = detector.nextExpired(nowNs)) != ArrivalDetector.NONE) … id is suspected
 * nextDeadlineNs  the lesser of your own and detector.nextDeadlineNs()
 * at any time     detector.isSuspected(id)
 * encodeState     detector.encodeState(buffer, offset)
 * }</pre>
 */
package dev.ordeal.protocols.detector;
