/**
 * ABD: a shared register over messages, without consensus.
 *
 * <p>Hagit Attiya, Amotz Bar-Noy, Danny Dolev, "Sharing Memory Robustly in Message-Passing Systems", Journal of the ACM
 * 42(1), 1995; for many writers Nancy Lynch, Alexander Shvartsman, "Robust Emulation of Shared Memory Using Dynamic
 * Quorum-Acknowledged Broadcasts", FTCS 1997. Model and promises: {@link
 * dev.ordeal.protocols.replication.abd.AbdSpec}. Words: a <em>tag</em> is a timestamp and a writer, compared in this
 * order; a <em>replica</em> holds a tag and a value for each register; a <em>phase</em> asks all replicas and ends when
 * a majority has answered; a <em>query</em> asks for tags, an <em>update</em> has a tag and its value held; a
 * <em>write-back</em> is the update of a read. Two majorities share a node, so a query sees every tag whose update was
 * over before it began. Without the write-back a read could return a value that only a minority holds yet, and the next
 * read miss it.
 *
 * <pre>
 *   client             node 0             node 1             node 2
 *     |---WRITE x=7-----&gt;|---QUERY---------&gt;|                  |
 *     |                  |---QUERY----------+-----------------&gt;|
 *     |                  |&lt;--QUERY_REPLY 4--|                  |   node 0 itself holds tag (3, …)
 *     |&lt;--TICKET 5-------|  two of three: nothing is written yet
 *     |---WRITE x=7, 5--&gt;|  tag (5, client and sequence): forced
 *     |                  |---UPDATE (5, …)-&gt;|  forced
 *     |                  |---UPDATE (5, …)--+-----------------&gt;|  forced
 *     |                  |&lt;--UPDATE_ACK-----|                  |
 *     |&lt;--OK-------------|  two of three    |                  |
 *     |                  |                  |                  |
 *     |---READ x--------&gt;|---QUERY---------&gt;|                  |
 *     |                  |---QUERY----------+-----------------&gt;|
 *     |                  |&lt;--QUERY_REPLY 5--|                  |
 *     |                  |---UPDATE (5, …)-&gt;|                  |   written back
 *     |                  |---UPDATE (5, …)--+-----------------&gt;|
 *     |                  |&lt;--UPDATE_ACK-----+------------------|
 *     |&lt;--OK 7-----------|                  |                  |
 * </pre>
 *
 * <p><b>A write that is tried again</b> keeps its tag. In the papers the writer itself takes the two phases, so it
 * knows its tag; here a node takes them for a client, who may turn to another node between or after them. Were each
 * node to choose a tag of its own, one write could take effect twice, with somebody else's in between: no order of
 * single effects explains that, and no node can find out whether another one chose already, since to agree on the first
 * choice is consensus. So the writer is the client, as in the papers: it is told the timestamp before anything is
 * written and hands it in with every attempt from then on. An attempt without a ticket writes nothing; attempts with
 * the same one write the same tag, however many nodes carry them out, however late: the update is idempotent, and the
 * operation takes effect when the first majority holds the tag, or a read brings it there. A read that is tried again
 * is another read in the same interval.
 *
 * <p>Differs from the papers:
 *
 * <ul>
 *   <li>A tag's writer is a client with the sequence of its operation, not a node: a client that gave a write up may
 *       begin the next before the first is known to a majority, and two writes must not share a tag. Timestamps are
 *       unbounded, in 63 bits; the bounded emulator of the 1995 paper bounds them.
 *   <li>A phase asks those again that have not answered, every {@code retransmit}; the paper's channels lose nothing.
 *   <li>Nodes may come back: what a replica holds is forced before it is acknowledged, and so is the incarnation that
 *       makes the numbers of operations unique.
 *   <li>A node answers its own phases without a message, carries out many operations at once, and refuses more than
 *       {@code operations-max}.
 *   <li>Many registers, each for itself, up to 4096 of them. No quorums but majorities, no reconfiguration (the rest of
 *       the 1997 paper).
 * </ul>
 */
package dev.ordeal.protocols.replication.abd;
