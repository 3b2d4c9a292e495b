/**
 * The Bully algorithm, complete: with halt phase, reorganisation, checks and recovery.
 *
 * <p>Hector Garcia-Molina, "Elections in a Distributed Computing System", IEEE Transactions on Computers C-31(1), 1982,
 * section III and appendix. Model and promises: {@link
 * dev.ordeal.protocols.election.completebully.CompleteBullySpec}. Words, the paper's: the <em>coordinator</em> is the
 * leader; a node is <em>higher</em> than another if its id is; a node's <em>halter</em> is who halted it last; a
 * <em>call</em> is a question with its answer, named by a number of its own.
 *
 * <pre>
 *   node 0             node 1             node 2             node 3 (was coordinating)
 *     |                  |                  |                  X crashes
 *     |                  |                  |  silent for heartbeat-timeout
 *     |                  |                  |---ARE_YOU_THERE--&gt;.   to its coordinator, unanswered
 *     |                  |                  |---ARE_YOU_THERE--&gt;.   election: to every higher node
 *     |                  |                  |  answer-timeout: no higher node is up
 *     |&lt;-----------------+---HALT-----------|                  .   whatever they do, they stop it
 *     |                  |&lt;---HALT----------|                  .
 *     |---HALTED---------+-----------------&gt;|                  .
 *     |                  |---HALTED--------&gt;|                  .   all have answered: node 2 coordinates
 *     |&lt;-----------------+--NEW_COORDINATOR-|                  .
 *     |                  |&lt;-NEW_COORDINATOR-|                  .
 *     |---ACCEPTED-------+-----------------&gt;|                  .
 *     |                  |---ACCEPTED------&gt;|                  .   all have accepted
 *     |&lt;-----------------+---READY----------|                  .
 *     |                  |&lt;---READY---------|                  .
 *     |---STARTED--------+-----------------&gt;|                  .
 *     |                  |---STARTED-------&gt;|                  .   all are normal
 *     |&lt;-----------------+--ARE_YOU_NORMAL--|                  .   every heartbeat interval, to all
 *     |---NORMAL---------+-----------------&gt;|                  .   NOT_NORMAL: another election
 * </pre>
 *
 * <p>A node that comes back holds an election. If it is the highest it halts the others, its coordinator among them,
 * and coordinates; if not, a higher one answers, and the coordinator's next check finds it and takes it in by an
 * election.
 *
 * <p>Differs from the paper:
 *
 * <ul>
 *   <li>Its remote procedure calls, made one after the other, are messages to all at once with answers, and a call that
 *       is not answered within T is one to a node that is down. So an election takes four times T, not T for each node.
 *   <li>A call bears a number, drawn anew for each election and each round of checks, so that an answer that is late or
 *       double counts for nothing. The paper's order of messages (assumption 7) makes that needless. Its group numbers
 *       belong to the Invitation algorithm of section IV, for networks that lose messages, which is not built here.
 *   <li>A node that does not believe NEW_COORDINATOR or READY, because another has halted it since, does not answer,
 *       and the coordinator begins again; the paper's calls return all the same, and the next check finds the node.
 *   <li>No task description is distributed with READY: leading means nothing but leading.
 *   <li>A node that waits too long for READY begins an election at once; the paper's asks first whether the coordinator
 *       is there, which the election asks anyway.
 *   <li>While it asks the higher nodes a coordinator no longer coordinates; in the paper it does until it halts others.
 *   <li>The coordinator's check is its heartbeat: a node doubts a coordinator whose checks have stopped. The paper
 *       leaves open how a node comes to suspect. No incarnation number is kept in stable storage.
 * </ul>
 */
package dev.ordeal.protocols.election.completebully;
