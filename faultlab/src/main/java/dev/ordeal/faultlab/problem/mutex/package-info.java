/**
 * Mutual exclusion: there is one resource, and one node at a time may hold it.
 *
 * <p>A node <em>asks</em> ({@link dev.ordeal.protocols.core.Indication#REQUEST}), is <em>granted</em> the resource
 * ({@code ENTER}) and <em>gives it back</em> ({@code LEAVE}). It holds the resource from the one to the other, as long
 * as it is live; a pause does not end that. A request's <em>stamp</em> is its logical time and its node's id. All times
 * are true time. The judge knows nothing but indications and the lives of nodes.
 */
package dev.ordeal.faultlab.problem.mutex;
