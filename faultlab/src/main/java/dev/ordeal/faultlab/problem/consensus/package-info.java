/**
 * Consensus, once: each node proposes a value, all decide the same.
 *
 * <p>A node's client hands it a value, and again after a restart; the node <em>proposes</em> it ({@link
 * dev.ordeal.protocols.core.Indication#PROPOSE}) and, once in a life, <em>decides</em> ({@code DECIDE}). Decisions of
 * nodes that crash after count as any other. The judge knows nothing but indications, the lives of nodes, and what
 * clients handed in, which is what may be decided.
 */
package dev.ordeal.faultlab.problem.consensus;
