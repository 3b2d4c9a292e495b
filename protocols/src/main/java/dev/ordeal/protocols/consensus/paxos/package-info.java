/**
 * Single-decree Paxos: a value is chosen once a majority has accepted it in one ballot.
 *
 * <p>Leslie Lamport, "The Part-Time Parliament", 1998, section 2; "Paxos Made Simple", 2001, section 2. Model and
 * promises: {@link dev.ordeal.protocols.consensus.paxos.PaxosSpec}. Words: a <em>ballot</em> is one attempt of one
 * proposer, numbered; a <em>promise</em> is an acceptor's word to accept nothing lower; a value is <em>accepted</em> by
 * an acceptor and <em>chosen</em> by a majority.
 *
 * <pre>
 *   proposer                              acceptors (all nodes, the proposer too)
 *     |---PREPARE b-----------------------&gt;|  forces "promised b"
 *     |&lt;--PROMISE b, accepted (b', v')----|
 *     |   of a majority                    |
 *     |---ACCEPT b, v---------------------&gt;|  v of the highest b', else its own; forces "accepted (b, v)"
 *     |&lt;--ACCEPTED b----------------------|
 *     |   of a majority: v is chosen       |
 *     |---DECISION v----------------------&gt;|
 *     |                                    |
 *     |---PREPARE or ACCEPT below promise-&gt;|
 *     |&lt;--REFUSED, promised---------------|  the proposer waits, or duels
 * </pre>
 *
 * <p>Differs from the papers, or fills in what they leave open:
 *
 * <ul>
 *   <li>Every node is proposer, acceptor and learner. A proposer promises to itself and accepts from itself within the
 *       step, so its ballots are durable with its promises and none is used twice.
 *   <li>The proposer of a ballot is its distinguished learner (2001, section 2.3) and tells the others.
 *   <li>No leader is elected. A proposer that hears of a higher ballot gives way for a random time (2001, section 2.4
 *       asks for randomness or time-outs); with {@code duel} it outbids the other at once.
 *   <li>Refusals, which the papers call an optimisation.
 *   <li>A decision is not written down: a node that comes back learns it from a decided node, or chooses it again.
 * </ul>
 */
package dev.ordeal.protocols.consensus.paxos;
