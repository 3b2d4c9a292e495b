/**
 * The φ accrual detector: how long a silence is too long is learned from the intervals between heartbeats.
 *
 * <p>Naohiro Hayashibara, Xavier Défago, Rami Yared, Takuya Katayama, "The φ Accrual Failure Detector", 23rd IEEE
 * International Symposium on Reliable Distributed Systems, 2004, section 4. Model and promises: {@link
 * dev.ordeal.protocols.detector.phi.PhiAccrualSpec}; the detector itself, to be put into any node: {@link
 * dev.ordeal.protocols.detector.phi.PhiAccrualDetector}. Messages, node and chart are those of {@link
 * dev.ordeal.protocols.detector.heartbeat}. Words: a <em>sample</em> is the time between two arrivals; the
 * <em>window</em> holds the last ones; the <em>threshold</em> is the paper's Φ.
 *
 * <p>Differs from the paper:
 *
 * <ul>
 *   <li>The standard deviation is taken to be no less than a least one: where every heartbeat takes the same time it is
 *       0, and any delay at all would be infinitely suspicious.
 *   <li>A silence longer than a greatest sample is an interruption, and is no sample: one partition would make the
 *       detector slow for a whole window.
 *   <li>The window begins with two samples, ¾ and 5⁄4 of the interval; the paper says nothing of how it begins.
 *   <li>A heartbeat bears its sender's clock where the paper has a number, so that nodes may come back.
 *   <li>The threshold is the detector's. In the paper each application has one of its own, and may change it: they can,
 *       with {@link dev.ordeal.protocols.detector.phi.PhiAccrualDetector#phi}.
 * </ul>
 */
package dev.ordeal.protocols.detector.phi;
