/**
 * Layers that mend a link: one retransmits, one keeps order. Each wraps a node and is one, so they stack; the outermost
 * is the one next to the wire. Order over a lossy link: {@code new ReliableLinkNode(…, new FifoLinkNode(…, node))}.
 *
 * <p>Words: the node <em>above</em> is the one that is wrapped, the outbox <em>below</em> the driver's, or the next
 * layer's; an <em>incarnation</em> is a layer's life between two starts, counted in the journal; a <em>session</em> is
 * what passes between one incarnation of a node and one of its peer, numbered from 0 in each direction.
 *
 * <pre>
 *   A, incarnation 1                                        B, incarnation 1
 *     |---HELLO 1 ?--------------------------------------------&gt;|   said to all at the start
 *     |&lt;--HELLO 1 !---------------------------------------------|
 *     |---RELIABLE_DATA 1→1 #0 [body]---------------X           |   lost
 *     |   retransmission is due                                 |
 *     |---RELIABLE_DATA 1→1 #0 [body]--------------------------&gt;|   delivers body to the node above
 *     |       X---------------------------RELIABLE_ACK 1→1 #0---|   lost; B crashes and comes back
 *     |---RELIABLE_DATA 1→1 #0 [body]--------------------------&gt;|   incarnation 2 takes nothing bound to 1
 *     |&lt;--HELLO 2 !---------------------------------------------|   A ends the session: #0 may have been delivered
 * </pre>
 *
 * <p>The node above keeps its records in the same journal. A layer's own are told from them by the schema in the header
 * and the layer named in {@code LayerStarted}; the node above counts positions as if its records were the only ones. If
 * nobody above writes, the journal holds one record of each layer's; if somebody does, one more for each restart since
 * the last checkpoint.
 */
package dev.ordeal.protocols.link;
