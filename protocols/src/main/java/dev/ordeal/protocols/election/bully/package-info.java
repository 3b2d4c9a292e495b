/**
 * The bully election: whoever is highest and alive leads, and says so.
 *
 * <p>Hector Garcia-Molina, "Elections in a Distributed Computing System", IEEE Transactions on Computers C-31(1), 1982,
 * section III; in the simplified form that textbooks and exercises give it. Model and promises:
 * {@link dev.ordeal.protocols.election.bully.BullySpec}. Words: a node is <em>higher</em> than another if its id is; an
 * <em>election</em> is one node's attempt to find out whether it is the highest alive, numbered within an incarnation
 * by its <em>round</em>. There are no terms: indications carry epoch 0.
 *
 * <pre>
 *   node 0             node 1             node 2            node 3 (was leading)
 *     |                  |                  |                  X crashes
 *     |   heartbeat-timeout without a heartbeat                .
 *     |---ELECTION 1----&gt;|                  |                  .
 *     |---ELECTION 1-----+-----------------&gt;|                  .
 *     |---ELECTION 1-----+------------------+-----------------&gt;.
 *     |&lt;--OK 1-----------|                  |                  .   node 0 awaits a coordinator,
 *     |                  |---ELECTION 1----&gt;|                  .   at most coordinator-timeout
 *     |&lt;--OK 1-----------+------------------|---ELECTION 1----&gt;.
 *     |                  |&lt;--OK 1-----------|                  .
 *     |                  |                  |  ok-timeout without an OK: node 2 leads
 *     |&lt;-----------------+---COORDINATOR----|                  .
 *     |                  |&lt;--COORDINATOR----|                  .
 *     |&lt;-----------------+---HEARTBEAT------|                  .   every heartbeat interval
 * </pre>
 *
 * <p>Differs from the paper:
 *
 * <ul>
 *   <li>No halt phase. The paper's node first makes all lower ones stop what they do and then has them agree; here a
 *       leader just declares itself. So two leaders may overlap, for up to one delay, when a node comes back.
 *   <li>No reorganisation, no group numbers, no {@code Ready}, no task description: leading means nothing but leading.
 *   <li>Failures are found by the leader's heartbeats, not by lower nodes that ask the leader whether it lives.
 *   <li>Nothing is stored; the paper keeps an incarnation number in stable storage.
 * </ul>
 *
 * <p>Differs from the exercise:
 *
 * <ul>
 *   <li>OK is a message of the node that was asked, awaited for {@code ok-timeout}. The exercise's network answers in
 *       the node's stead, dead or alive, and at once.
 *   <li>An OK counts for the election it answers and no other. Rounds start over with an incarnation, so an OK to a
 *       node's earlier life may cost one wait for a coordinator; it never makes a leader.
 *   <li>A node that is asked answers, but begins no election of its own while it awaits a coordinator, nor within
 *       {@code ok-timeout} of hearing from a leader higher than itself; and the highest node, asked within {@code
 *       ok-timeout} of its last COORDINATOR or HEARTBEAT, sends COORDINATOR to the asker alone. The exercise's node
 *       begins an election whenever it is asked, and its highest node tells all each time. That is harmless where a
 *       message takes no time, as there; where it does, elections cause elections: 50 nodes that start together never
 *       come to rest.
 *   <li>COORDINATOR restarts the wait for heartbeats; the exercise leaves the old leader's last heartbeat standing, so
 *       that a node may doubt a leader in the moment it accepts it.
 *   <li>Time-outs end exactly when they are due, not at the next tick of a one-second loop; each election has one wait,
 *       not a timer left running by every earlier one.
 *   <li>A node holds an election when it starts, and so when it comes back (the paper's rule); the exercise starts one
 *       by hand.
 *   <li>The highest node, asked later while it leads, declares itself again to all without ceasing to lead; the
 *       exercise forgets its leader for an instant.
 *   <li>COORDINATOR is believed whoever sends it, and only heartbeats of one's own leader count: as in the exercise,
 *       with its consequence that after lost messages two groups may each follow a leader of theirs for good.
 * </ul>
 */
package dev.ordeal.protocols.election.bully;
