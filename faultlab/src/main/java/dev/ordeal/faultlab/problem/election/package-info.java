/**
 * Leader election: one node is to lead, and all are to know which.
 *
 * <p>An <em>epoch</em> numbers reigns (Raft's term); algorithms without epochs indicate epoch 0. A node
 * <em>leads</em> while
 * it is live and its latest {@link dev.ordeal.protocols.core.Indication#LEADER} names itself. A node <em>holds</em> the
 * leader its latest such indication names; a node that is down holds nobody, and neither does one that has just
 * started. A
 * pause ends neither: a paused leader goes on leading, as far as anybody can tell. The <em>majority leader</em> is the
 * live node that leads and that more than half of all n nodes hold, itself included; there is at most one. A
 * <em>leaderless period</em> is a time without one. All times are true time.
 *
 * <p>The judge knows nothing but indications and the lives of nodes, so it is the same for every algorithm.
 */
package dev.ordeal.faultlab.problem.election;
