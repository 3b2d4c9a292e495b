/**
 * Shared registers: cells that all nodes serve and any client may read and write.
 *
 * <p>A <em>client</em> has at most one <em>operation</em> under way, and numbers its operations by a <em>sequence</em>.
 * An operation is one or more <em>attempts</em>: requests with the same client and sequence, to one node or another. A
 * client that has had no answer for a while may try again anywhere; one that gives up does not know the outcome, and
 * its next operation has the next sequence.
 *
 * <p><b>Once, however often it is tried.</b> A history is judged with an operation as one interval and one effect. So a
 * write that is tried again must not take effect again: were it to, the value could be seen, be overwritten by another
 * write, and be seen anew, which no order of single effects explains. A service answers an attempt with
 *
 * <ul>
 *   <li>{@code OK}: the operation took effect, once, between its first attempt and now;
 *   <li>{@code TICKET}: nothing took effect yet. The service fixed what makes the write unique, and every later attempt
 *       must carry it. A client keeps the first ticket it is given for a sequence and ignores others; this choice,
 *       which the client makes alone, is what would take the servers a consensus;
 *   <li>{@code REFUSED}: this attempt has no effect and never will (the node is full, the request is not a possible
 *       one). It says nothing of the attempts before it.
 * </ul>
 *
 * <p>Whether a service uses tickets is its own affair; one that remembers each client's last sequence needs none.
 */
package dev.ordeal.protocols.replication;
