/**
 * Logical time: events are stamped, and stamps are to say which event may have caused which.
 *
 * <p>An <em>event</em> is what a node indicates as one: local, a sending, a receipt. It <em>happened before</em>
 * another (a → b) if it came earlier at the same node, a restart in between or not, if it sent the message that the
 * other received, or by a chain of these; two events of which neither happened before the other are
 * <em>concurrent</em>. The judge knows the true relation: it counts the events of each node itself, and messages are
 * matched by the application's ids, which no clock sees. Stamps are read and compared by what the algorithm publishes
 * for it ({@link dev.ordeal.protocols.clock.computation.TimestampingSpec}); a message repeated by a link is received
 * twice.
 *
 * <p>How millions of events are judged: for the clock condition each event against its one or two direct causes, which
 * is enough as far as stamps are ordered transitively; for its converse, and for what is measured, all pairs of a
 * seeded uniform sample of the run's events ({@link dev.ordeal.faultlab.problem.time.PairSample#SIZE}; all pairs there
 * are in a run of no more events).
 */
package dev.ordeal.faultlab.problem.time;
