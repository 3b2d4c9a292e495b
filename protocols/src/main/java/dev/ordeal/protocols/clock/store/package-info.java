/**
 * A replicated store of one object whose replicas keep concurrent versions of it: what version vectors and dotted
 * version vectors are judged by, against the true causal relation of versions.
 *
 * <p>A node is a replica with a number of clients. A client <em>reads</em> all the versions held and a
 * <em>context</em>, the replica's word for what it has now seen, and later <em>writes</em> a version with that context;
 * a client that has written reads before it writes again. In between others may have written: then the context is
 * stale, and the new version does not <em>supersede</em> theirs. It supersedes what its writer had read and whatever
 * that superseded; of two versions neither of which supersedes the other both must be held, as <em>siblings</em>. By
 * <em>anti-entropy</em> a replica sends all it holds to another, which takes it over. (Nuno Preguiça et al., "Dotted
 * Version Vectors: Logical Clocks for Optimistic Replication", 2010, system model.)
 *
 * <pre>
 *   client 1    client 2     A                                   B
 *    | read -----------------&gt;| holds nothing                     |
 *    |            | read ----&gt;|                                   |
 *    | write v, knowing {} --&gt;| holds v                           |
 *    |            | write w, knowing {}: holds v and w           |
 *    |            |           |---VERSIONS v, w-----------------&gt;| holds v and w
 *    |            | read ----&gt;|                                   |
 *    |            | write x, knowing {v, w}: holds x             |
 *    |            |           |---VERSIONS x--------------------&gt;| holds x
 * </pre>
 *
 * <table>
 *   <caption>What a version bears</caption>
 *   <tr><th>specification</th><th>clock</th><th>promise</th></tr>
 *   <tr><td>{@link dev.ordeal.protocols.clock.store.DottedVersionVectorSpec}</td><td>an entry a replica, and a dot</td>
 *       <td>nothing lost, no false sibling</td></tr>
 *   <tr><td>{@link dev.ordeal.protocols.clock.store.ClientVersionVectorSpec}</td><td>an entry a client</td>
 *       <td>nothing lost, no false sibling</td></tr>
 *   <tr><td>{@link dev.ordeal.protocols.clock.store.ReplicaVersionVectorSpec}</td><td>an entry a replica</td>
 *       <td>no false sibling</td></tr>
 *   <tr><td>{@link dev.ordeal.protocols.clock.store.MergedVersionVectorSpec}</td><td>an entry a replica, for all</td>
 *       <td>nothing lost</td></tr>
 * </table>
 *
 * <p>What is durable: all that is held, forced before a change is visible to anyone. While it is, the replica does
 * nothing else, and keeps the newest message that comes. Clients live at their replica: what they had read is gone when
 * it crashes.
 */
package dev.ordeal.protocols.clock.store;
