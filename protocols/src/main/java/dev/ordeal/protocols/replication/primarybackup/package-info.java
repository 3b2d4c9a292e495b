/**
 * A register kept by a primary and its backups, without quorums.
 *
 * <p>After Navin Budhiraja, Keith Marzullo, Fred Schneider, Sam Toueg, "The Primary-Backup Approach", in Distributed
 * Systems, 1993, chapter 8. Model and promises: {@link
 * dev.ordeal.protocols.replication.primarybackup.PrimaryBackupSpec}. Words: the <em>primary</em> is the lowest node
 * that a node believes alive; a node is <em>believed alive</em> until nothing was heard of it for the failure time-out;
 * a <em>change</em> is what the primary has its backups take in one step: writes, or when it takes over all that it
 * holds.
 *
 * <pre>
 *   node 0 (primary)   node 1             node 2             client
 *     |                  |                  |&lt;---WRITE x=7-----|
 *     |&lt;-FORWARD---------+------------------|                  |
 *     |---REPLICATE 1---&gt;|                  |                  |
 *     |---REPLICATE 1----+-----------------&gt;|                  |
 *     |&lt;-REPLICATE_ACK 1-|                  |                  |
 *     |&lt;-REPLICATE_ACK 1-+------------------|   all that are believed alive: x = 7
 *     |---FORWARD_REPLY--+-----------------&gt;|---OK------------&gt;|
 *     X crashes          |                  |                  |
 *     .                  |  failure-timeout without a heartbeat: node 1 takes over
 *     .                  |---STATE 1-------&gt;|  forgets what node 1 does not hold
 *     .                  |&lt;-REPLICATE_ACK 1-|  node 1 is primary
 * </pre>
 *
 * <p>A write that is tried again takes effect once: every node keeps the sequence of each client's last write beside
 * what it wrote. The new primary's state replaces its backups', that record included, so that a write which reached
 * some of them and not the new primary is undone everywhere before it may be tried again.
 *
 * <p>Where it breaks: cut the primary off, and both sides have one. Each answers its clients, since whoever does not
 * acknowledge is soon believed dead and waited for no longer. When the cut heals the lower one's state wins, and what
 * the other acknowledged is lost.
 *
 * <p>Differs from the source:
 *
 * <ul>
 *   <li>Clients do not look for the primary: any node hands their requests on.
 *   <li>All backups acknowledge a change before the primary answers (the source's first protocol answers at once, and
 *       relies on order and reliability of the links instead).
 *   <li>Any number of nodes; the source's first protocol has two.
 *   <li>Writes that come while a change is under way share the next one.
 *   <li>A change is sent again at every heartbeat until all have it; on links that lose nothing that is waste.
 * </ul>
 */
package dev.ordeal.protocols.replication.primarybackup;
