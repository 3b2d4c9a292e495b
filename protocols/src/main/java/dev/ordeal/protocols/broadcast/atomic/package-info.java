/**
 * Atomic broadcast from consensus: all deliver the same messages in the same order.
 *
 * <p>Tushar Deepak Chandra, Sam Toueg, "Unreliable Failure Detectors for Reliable Distributed Systems", 1996, section
 * 7, figure 7. Model and promises: {@link dev.ordeal.protocols.broadcast.atomic.BroadcastFromConsensusSpec}. Words: a
 * message is <em>diffused</em> (the paper's R-broadcast) and, once it has come to a node, waits there until it is
 * <em>delivered</em> (A-delivered); an <em>instance</em> is one consensus of many, numbered from 1; a <em>batch</em> is
 * a set of messages as one instance decides on.
 *
 * <pre>
 *   client      node                                   others
 *     |---REQUEST v--&gt;|  task 1: takes a number            |
 *     |&lt;--REPLY-------|                                    |
 *     |               |---DIFFUSION m---------------------&gt;|  task 2: whoever gets it first relays it, and keeps it
 *     |               |                                    |  task 3: proposes what waits to instance k
 *     |               |---BATCH_ESTIMATE k, r, batch------&gt;|  figure 6, to the coordinator of round r
 *     |               |&lt;--BATCH_COORDINATE k, r, batch-----|
 *     |               |---BATCH_REPLY k, r, adopted-------&gt;|
 *     |               |&lt;--BATCH_DECISION k, batch----------|  to be relayed by whoever learns it
 *     |               |  delivers the batch by ids, but for what it has delivered; goes on to k + 1
 *     |               |---REPAIR k, r, batch--------------&gt;|  waits in vain: where it is, and all that waits here
 *     |               |&lt;--BATCH_DECISION k, k + 1 …--------|  from whoever is further
 *     |               |&lt;--what was said in k, r-----------|  from whoever is there, too
 * </pre>
 *
 * <p>Figure 7 of the paper, line by line: its sets are R_delivered − A_delivered ({@code Undelivered}) and
 * A_delivered ({@code Delivered}); its k is {@code AtomicBroadcastNode.next}.
 *
 * <ul>
 *   <li>Task 1, R-broadcast(m): {@code AtomicBroadcastNode.broadcast}.
 *   <li>Task 2, when R-deliver(m), R_delivered ← R_delivered ∪ {m}: {@code diffuse}, which is figure 4 too.
 *   <li>Task 3, when R_delivered − A_delivered ≠ ∅, k ← k + 1, propose(k, A_undelivered): {@code goOn}, its second
 *       branch; wait until decide(k, msgSet^k): {@code goOn}, its first branch, with {@code Decisions}.
 *   <li>Task 3, A_deliver^k ← msgSet^k − A_delivered, delivered in some deterministic order, A_delivered ← A_delivered
 *       ∪ A_deliver^k: {@code deliver}.
 * </ul>
 *
 * <p>Differs from the paper:
 *
 * <ul>
 *   <li>A node that learns what instance k has decided delivers that whether it has proposed in k or not; in the paper
 *       it proposes first, which it can, since what was decided will have come to it.
 *   <li>A proposal holds so many messages at the most, those that came first; the paper's all that wait. What waits at
 *       every correct node is in all of their proposals once what came before it is delivered, so none waits for ever.
 *   <li>A node takes no more requests while too many of its own messages wait: links keep so many, and no more.
 *   <li>Neither messages nor decisions are relayed to those who are known to have them: who broadcast or sent them, or
 *       has been heard of in a later instance.
 *   <li>A decision is relayed once its batch is delivered, not when it comes: whoever tells of an instance knows all
 *       before it.
 *   <li>Consensus decides on whose proposal is delivered; messages bear the proposal with its name. Messages travel
 *       whole in it: were it their names alone, the only node that has one of them might crash.
 *   <li>Decided batches are forgotten once all nodes are known to know them, and beyond the length of the history even
 *       if not: a node that misses more than that stays behind, safe but stalled.
 *   <li>The messages of {@value dev.ordeal.protocols.broadcast.atomic.Instances#AHEAD} instances are kept, the last
 *       that anybody was heard of in. Whoever is further behind asks for the decisions.
 *   <li>Links keep a bounded number of messages for a node that is out of reach. So a node that waits in vain asks all
 *       others that it has heard of since it asked them last, and says all that waits at it. They say again what it may
 *       have lost: decisions, or what they have said in the round in which it is; a round that others have left it
 *       leaves too, as in the consensus. What comes again counts once.
 *   <li>Links that lose are mended, heartbeats go beside them, and the coordinator does not send to itself, as in the
 *       consensus.
 * </ul>
 *
 * <p>Not different: a node that has nothing to propose takes no part in an instance until something comes, as in the
 * paper; crashed nodes stay down.
 */
package dev.ordeal.protocols.broadcast.atomic;
