/**
 * Ω: a detector whose output is one node, the leader, and that comes to be the same live one everywhere.
 *
 * <p>Defined by Tushar Deepak Chandra, Vassos Hadzilacos, Sam Toueg, "The Weakest Failure Detector for Solving
 * Consensus", Journal of the ACM 43(4), 1996. The algorithm is that of accusation counters: Marcos K. Aguilera, Carole
 * Delporte-Gallet, Hugues Fauconnier, Sam Toueg, "On Implementing Omega with Weak Reliability and Synchrony
 * Assumptions", PODC 2003, the section on systems with an eventual source and fair links. Specifications: {@link
 * dev.ordeal.protocols.detector.omega.OmegaSpec} as a failure detector, {@link
 * dev.ordeal.protocols.election.omega.OmegaElectionSpec} as an election. To have a leader inside another algorithm's
 * node take {@link dev.ordeal.protocols.detector.omega.OmegaDetector} and do as {@link
 * dev.ordeal.protocols.detector.omega.OmegaNode} does.
 *
 * <p>What links must do: some live node is an eventual source, so that from some time on its messages reach every live
 * node within a bound; on the other links a message that is sent again and again arrives some time (fair loss). Nobody
 * needs to know the bound or the time. After healing the lab's links all keep a bound, which is more.
 *
 * <pre>
 *   node 0                     node 1                     node 2
 *     |---ALIVE 0---------------&gt;|                          |     each to all others, every
 *     |---ALIVE 0----------------+------------------------&gt;|     interval, with its accusations
 *     |                          |   time-out without node 0: accused, and node 1 followed
 *     |&lt;--ACCUSATION 1-----------|                          |
 *     |---ALIVE 1---------------&gt;|                          |     all now know: node 1 has fewer
 *     |---ALIVE 1----------------+------------------------&gt;|     and so all follow node 1
 * </pre>
 *
 * <p>Differs from the paper:
 *
 * <ul>
 *   <li>Every node goes on sending ALIVE for ever. The paper's algorithm falls silent but for the leader; what that
 *       saves, and the phases it needs, are left out.
 *   <li>An accusation says how many there are now and the accused takes the greater number, where the paper counts: a
 *       copy counts once, and so do two accusers who knew the same number. A node that goes on failing to be timely is
 *       accused again by each new count, so the number still grows without bound, and that is all the proof needs.
 *   <li>A node that came back with a smaller number than is known of it is told. The paper's nodes stop for good.
 *   <li>A time-out grows by a step no further than a greatest one, which the bound must fit into.
 * </ul>
 */
package dev.ordeal.protocols.detector.omega;
