/**
 * Consensus, once: each node proposes a value, all decide the same one.
 *
 * <p>Words used in one meaning throughout: a <em>proposal</em> is what a node's client hands it; a <em>decision</em> is
 * final; a <em>correct</em> node never crashes, or comes back for good where the model admits restarts; a
 * <em>majority</em> is more than half of all nodes; a <em>round</em> is what the algorithm's paper calls so, or a phase
 * or a ballot, whichever starts a new attempt. Decisions are <em>uniform</em>: those of nodes that crash after count.
 *
 * <p>Fischer, Lynch and Paterson ("Impossibility of Distributed Consensus with One Faulty Process", 1985) show that no
 * deterministic algorithm decides in every run of an asynchronous system in which one node may crash. Each package here
 * is one way round: rounds of bounded length ({@link dev.ordeal.protocols.consensus.flooding}), a failure detector
 * ({@link dev.ordeal.protocols.consensus.chandratoueg}), a coin ({@link dev.ordeal.protocols.consensus.benor}), and
 * progress only while the network is kind ({@link dev.ordeal.protocols.consensus.paxos}). One is none, and shows that
 * there is none: consensus from an atomic broadcast ({@link dev.ordeal.protocols.consensus.viabroadcast}), which is as
 * hard ({@link dev.ordeal.protocols.broadcast.atomic}).
 */
package dev.ordeal.protocols.consensus;
