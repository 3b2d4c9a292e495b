/**
 * Mutual exclusion without a coordinator: processes queue requests in one total order of logical time.
 *
 * <p>Leslie Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", Communications of the ACM
 * 21(7), 1978, section "Ordering the Events Totally". Model and promises: {@link
 * dev.ordeal.protocols.clock.mutex.LamportMutexSpec}. Words: the <em>time</em> of a process is its Lamport clock; a
 * request's <em>stamp</em> is the time of its sending and the id of its sender, and stamps are ordered by time, ties by
 * id (the paper's ⇒).
 *
 * <pre>
 *   P0, time 0              P1, time 0              P2, time 0
 *     |--REQUEST 1------------&gt;|                       |
 *     |--REQUEST 1-------------+----------------------&gt;|    rule 1: to all others, and into one's own queue
 *     |&lt;-----ACKNOWLEDGE 3-----|                       |    rule 2: queued, and answered with a later stamp
 *     |&lt;-----------------------+-----ACKNOWLEDGE 3-----|
 *     |  first in its queue, and all were heard since: P0 has the resource (rule 5)
 *     |                        |--REQUEST 4...         |
 *     |--RELEASE 7------------&gt;|                       |    rule 3: to all others, out of one's own queue
 *     |--RELEASE 7-------------+----------------------&gt;|    rule 4: out of the other queues
 * </pre>
 *
 * <p>Differs from the paper:
 *
 * <ul>
 *   <li>No process has the resource at the start; the paper lets one have it. Its queues then begin empty.
 *   <li>A process has at most one request at a time, so a queue is one place for each process.
 *   <li>An acknowledgement is always sent. The paper's footnote lets it be left out where a later message has been sent
 *       already.
 *   <li>The links that the paper assumes are layers of {@link dev.ordeal.protocols.link}.
 * </ul>
 */
package dev.ordeal.protocols.clock.mutex;
