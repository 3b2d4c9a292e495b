/**
 * Computations whose events a clock stamps: what clocks are judged by, against the true happened-before.
 *
 * <p>One process is one {@link dev.ordeal.protocols.clock.computation.ComputationNode} over one {@link
 * dev.ordeal.protocols.clock.computation.NodeClock}; there is a specification for each clock. Leslie Lamport, "Time,
 * Clocks, and the Ordering of Events in a Distributed System", 1978, section "The Partial Ordering", says what an event
 * is: a process does things of its own, sends messages and receives them, and each of those is one. Words are those of
 * {@link dev.ordeal.protocols.clock}; a message's <em>id</em> belongs to the application and names it to the judge, no
 * clock sees it.
 *
 * <pre>
 *   P0                                   P1
 *    | local event, stamp a               |
 *    | send event, stamp b                |
 *    |---STAMPED id, b-------------------&gt;|
 *    |                                    | receive event, stamp c: the clock observed b
 * </pre>
 *
 * <p>What is durable: the whole clock, forced before the stamp of an event is visible to anyone, for the clocks that
 * count (Lamport, vector, interval tree, hybrid). So a process that comes back from a crash goes on above every stamp
 * it has shown, and its events before and after are events of one process. Where an id moves about, the part given away
 * is durable before it leaves, and the part taken before anything is stamped with it. Physical and interval clocks keep
 * nothing: their state is the wall clock. A message whose stamp the clock refuses is dropped: no event comes of it.
 *
 * <p>Interval clocks: every event is a commit. It takes its stamp when it begins and is visible, and its message
 * leaves, when the stamp is past for certain; messages that arrive meanwhile wait for their turn.
 *
 * <p>Version vectors and dotted version vectors stamp versions of data and not events (a receipt merges and is no
 * version), so they have no computation here, but a store: {@link dev.ordeal.protocols.clock.store}.
 */
package dev.ordeal.protocols.clock.computation;
