/**
 * Causal broadcast: what happened before is delivered before, at every member.
 *
 * <p>Kenneth Birman, André Schiper, Pat Stephenson, "Lightweight Causal and Atomic Group Multicast", ACM Transactions
 * on Computer Systems 9(3), 1991, section 5.1. Model and promises: {@link
 * dev.ordeal.protocols.clock.broadcast.CausalBroadcastSpec}. Words: a member's <em>vector time</em> counts the messages
 * of each member that it has delivered; a message bears the vector time of its broadcast. It is <em>ready</em> at a
 * member that has delivered all it counts but itself.
 *
 * <pre>
 *   P0 [0 0 0]              P1 [0 0 0]              P2 [0 0 0]
 *     |--m [1 0 0]------------&gt;|  delivered            |
 *     |--m [1 0 0]-------------+-------------------.   |
 *     |                        |--m' [1 1 0]--------\-&gt;|  waits: m is counted and not delivered
 *     |                        |                     `&gt;|  m is ready; then m' is
 * </pre>
 *
 * <p>Differs from the paper:
 *
 * <ul>
 *   <li>One group, whose members are fixed: no joining, no leaving, no views, no flush when a member fails.
 *   <li>The lossless link that the paper assumes is {@link dev.ordeal.protocols.link.ReliableLinkNode}.
 *   <li>Members broadcast a bounded number of messages, of no content but their vector time.
 *   <li>On delivery the paper takes the component-wise maximum of both vectors; a ready message is ahead in its
 *       sender's entry alone, so counting that one up is the same.
 * </ul>
 */
package dev.ordeal.protocols.clock.broadcast;
