/**
 * A replicated store of one object: whether its replicas hold exactly the versions that nobody has superseded.
 *
 * <p>A version <em>supersedes</em> those that its writer had read and those that these supersede; two versions neither
 * of which supersedes the other are <em>concurrent</em>. Of the versions that have come to a replica, by a write or in
 * a message, it must hold those that no other of them supersedes, its <em>true set</em>. One that is missing is
 * <em>lost</em>; one that is held beside one that supersedes it is a <em>false sibling</em>. The judge knows the true
 * relation: nodes say what a client that writes had read, what they send, what they take over and what they hold then,
 * by ids that no clock sees. The true set of a message is its sender's when it left. A crash takes nothing from a true
 * set, since nodes tell of a change when it is durable; what is held at the restart is held against it, too.
 *
 * <p>After a loss the true set goes on from what is held, so that one loss is reported once at a replica.
 */
package dev.ordeal.faultlab.problem.versions;
