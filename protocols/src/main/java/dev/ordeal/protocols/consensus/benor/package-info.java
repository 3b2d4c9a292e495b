/**
 * Ben-Or's consensus: where the votes do not say, a coin does.
 *
 * <p>Michael Ben-Or, "Another Advantage of Free Choice", 1983, section 2. Model and promises: {@link
 * dev.ordeal.protocols.consensus.benor.BenOrSpec}. Words: a <em>phase</em> is one round of the paper, of two steps; a
 * value is <em>reported</em> in the first and <em>ratified</em> in the second by a node that saw it reported by more
 * than half of all; a <em>local coin</em> is each node's own, a <em>common coin</em> shows all the same.
 *
 * <pre>
 *   each node, phase r, n = 2t + 1
 *     |---REPORT r, x----------------&gt;|  to all; waits for n - t
 *     |   more than n/2 alike: v       |  two nodes cannot see two such values
 *     |---RATIFY r, v or nothing-----&gt;|  to all; waits for n - t
 *     |   more than t ratify v         |  decides v: every other node sees one of them
 *     |   at least one ratifies v      |  x becomes v
 *     |   none does                    |  x becomes a toss of the coin
 * </pre>
 *
 * <p>Differs from the paper:
 *
 * <ul>
 *   <li>Links that lose are mended by {@link dev.ordeal.protocols.link.ReliableLinkNode}.
 *   <li>A node that decides tells all, stops, and answers whoever still asks; the paper's goes on for a phase.
 *   <li>Links and nodes keep a bounded number of messages: those of more than 31 phases ahead are dropped. So a node
 *       that has been in one step of a phase for a repair time asks all (ROUND_QUESTION r). They say again what they
 *       have said in that phase, or what they report in a later one. Then it goes to the latest phase of which it has a
 *       report, with the value reported, as if it had seen in the phases before what the sender of the report saw: if
 *       anybody has decided v before, that is v. What comes again counts once.
 *   <li>The common coin is ideal: a hash of the run's seed and the phase.
 * </ul>
 */
package dev.ordeal.protocols.consensus.benor;
