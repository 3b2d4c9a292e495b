/**
 * Elections on a ring, by Chang and Roberts and by Hirschberg and Sinclair.
 *
 * <p>Ernest Chang and Rosemary Roberts, "An Improved Algorithm for Decentralized Extrema-Finding in Circular
 * Configurations of Processes", Communications of the ACM 22(5), 1979, pages 281–283. Daniel Hirschberg and James
 * Sinclair, "Decentralized Extrema-Finding in Circular Configurations of Processors", Communications of the ACM 23(11),
 * 1980, pages 627–628. Models and promises: {@link dev.ordeal.protocols.election.ring.ChangRobertsSpec}, {@link
 * dev.ordeal.protocols.election.ring.HirschbergSinclairSpec}. Words: the <em>next</em> node of a node is its neighbour
 * in the forward direction; a <em>token</em> is a message that goes from neighbour to neighbour; a <em>hop</em> is one
 * such way; a node is <em>higher</em> than another if its id is.
 *
 * <pre>
 *   Chang–Roberts: node 2, node 0 and node 1 stand along the ring in this order, and node 2 follows node 1
 *
 *   node 2             node 0             node 1
 *     |---CANDIDATE 2---&gt;|                  |     all are candidates
 *     |                  |---CANDIDATE 0---&gt;|     swallowed: 0 is lower than 1
 *     |&lt;-----------------+---CANDIDATE 1----|     swallowed: 1 is lower than 2
 *     |                  |---CANDIDATE 2---&gt;|     passed on
 *     |&lt;-----------------+---CANDIDATE 2----|     come back: node 2 leads
 *     |---ELECTED 2-----&gt;|---ELECTED 2-----&gt;|     once round, then retired
 *     |&lt;-----------------+---ELECTED 2------|
 *     |---HEARTBEAT-----&gt;|                  |     to each node, every heartbeat interval
 *     |---HEARTBEAT------+-----------------&gt;|
 *
 *   Hirschberg–Sinclair: what a candidate in phase 1 hears from one side, two hops away
 *
 *   node 7             node 3             node 5             node 9
 *     |---PROBE 7, 1----&gt;|---PROBE 7, 1----&gt;|                  |   2^1 hops: as far as phase 1 goes
 *     |&lt;---REPLY 7, 1----|&lt;---REPLY 7, 1----|                  |   with the other side's reply: phase 2
 *     |---PROBE 7, 2----&gt;|---PROBE 7, 2----&gt;|---PROBE 7, 2----&gt;|   swallowed: 7 is lower than 9
 * </pre>
 *
 * <p>Differs from both papers, whose processes never fail and stop when one has won:
 *
 * <ul>
 *   <li>The winner announces itself by a token of its own, which the papers leave to the application.
 *   <li>It then sends heartbeats, to each node directly and not round the ring, so that the ring's elections are
 *       noticed to be needed as fast as those of others; a follower that hears none for a while becomes a candidate.
 *   <li><em>Lost token</em>: a candidate that hears of no winner for as long as an election may take begins again.
 *   <li><em>Ring repair</em>, unless it is switched off: each hop is acknowledged; a token whose hop is not goes to the
 *       node behind the silent one. Each token finds that out for itself, so a node that is back is passed to at once.
 *       It doubles the messages; the papers' figures are those without it. Where an acknowledgement is lost, the token
 *       lives on twice; a node passes the same one on once within half of the time in which it might be sent anew.
 *   <li><em>Dead candidate</em>: its token would go round for ever, so a token that has made as many hops as there are
 *       nodes, and is not back, is dropped.
 *   <li>A node that comes back becomes a candidate. A leader that meets a higher node's token, announcement or
 *       heartbeat makes room; a heartbeat of a higher node is believed, of a lower one not.
 *   <li>A follower swallows the candidacy of a lower node and does not become a candidate because of it: it has a
 *       leader, and its own time-out. In the papers nobody has one before the election is over.
 *   <li>The ring's order is drawn from the cluster's seed, or is the worst one for Chang–Roberts.
 * </ul>
 */
package dev.ordeal.protocols.election.ring;
