/**
 * Consensus with an unreliable failure detector: rounds with a coordinator each, by turns.
 *
 * <p>Tushar Deepak Chandra, Sam Toueg, "Unreliable Failure Detectors for Reliable Distributed Systems", 1996, section
 * 6.2, figure 6. Model and promises: {@link dev.ordeal.protocols.consensus.chandratoueg.ChandraTouegSpec}. Words: an
 * <em>estimate</em> is what a node would decide, <em>taken on</em> in some round; a class ◇S detector suspects every
 * node that is down, some day for good, and some day no longer suspects some node that is not.
 *
 * <pre>
 *   node                          coordinator of round r: node (r - 1) mod n
 *     |---ESTIMATE r, v, taken on in-&gt;|  phase 1
 *     |                               |  phase 2: of a majority's estimates the newest
 *     |&lt;--COORDINATE r, v------------|
 *     |---ACKNOWLEDGE r, adopted-----&gt;|  phase 3: takes v on; or suspects the coordinator, and says so instead
 *     |   goes on to round r + 1      |  phase 4: if a majority has taken v on, v is locked
 *     |&lt;--DECISION v-----------------|  and told to all by everyone who learns it
 * </pre>
 *
 * <p>Differs from the paper:
 *
 * <ul>
 *   <li>Links that lose are mended by {@link dev.ordeal.protocols.link.ReliableLinkNode}; heartbeats go beside it.
 *   <li>The coordinator does not send to itself: it counts its own estimate and reply at once.
 *   <li>A node that has decided stops, and answers whoever still asks.
 *   <li>Links and nodes keep a bounded number of messages: those of more than 63 rounds ahead are dropped. So a node
 *       that has been in a round for a repair time asks whom it waits for (ROUND_QUESTION r), which says again what it
 *       has said in r, or that it is further. Whoever still is in its round then goes to the latest that it has heard
 *       of, as if it had suspected all coordinators before; a refusal that is lost is no worse than one that comes.
 * </ul>
 */
package dev.ordeal.protocols.consensus.chandratoueg;
