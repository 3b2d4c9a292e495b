/**
 * Consensus in synchronous rounds: flooding for f + 1 rounds, or for fewer where fewer nodes crash.
 *
 * <p>Nancy Lynch, "Distributed Algorithms", 1996, section 6.2.1; Danny Dolev, Ruediger Reischuk, Raymond Strong, "Early
 * Stopping in Byzantine Agreement", 1990; Michel Raynal, "Consensus in Synchronous Systems: A Concise Guided Tour",
 * 2002, section 4. Model and promises: {@link dev.ordeal.protocols.consensus.flooding.FloodSetSpec}, {@link
 * dev.ordeal.protocols.consensus.flooding.EarlyDecidingSpec}. Words: <em>f</em> crashes are allowed for, <em>f'</em>
 * happen; a node is <em>heard</em> in a round if its message arrived in it.
 *
 * <pre>
 *   f = 1, three nodes; values 0, 1, 1
 *             round 1                     round 2
 *   P0 {0}     |---{0}---&gt; P1   X crashes; P2 hears nothing of it
 *   P1 {1}     |---{1}---&gt; P0, P2         |---{0,1}---&gt; P2       decides 0
 *   P2 {1}     |---{1}---&gt; P0, P1         |---{1}-----&gt; P1       decides 0
 * </pre>
 *
 * <p>Differs from the sources:
 *
 * <ul>
 *   <li>Rounds are made of time by {@link dev.ordeal.protocols.link.SynchronousRoundsNode}.
 *   <li>FloodSet decides the least value it knows, not a default, when it knows several (the book's strong validity).
 *   <li>A node whose client has proposed nothing by the first round floods what it hears, and decides that. What its
 *       client proposes later is not flooded, or it would have fewer than f + 1 rounds to get everywhere; if all come
 *       too late, nobody decides. Safe in either case, but only with proposals in time is it the model.
 *   <li>Early deciding: Raynal's node decides in the middle of round r + 1, once it has sent; here at the end of it,
 *       so that a decision never comes before messages that it rests on.
 *   <li>A node that has decided answers a message with its decision; inside the model nobody needs it.
 * </ul>
 */
package dev.ordeal.protocols.consensus.flooding;
