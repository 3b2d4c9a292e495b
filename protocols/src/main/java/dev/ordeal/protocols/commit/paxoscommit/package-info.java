/**
 * Paxos Commit: 2F + 1 acceptors agree whether all participants are prepared.
 *
 * <p>Jim Gray, Leslie Lamport, "Consensus on Transaction Commit", ACM Transactions on Database Systems 31(1), 2006,
 * section 4. Model and promises: {@link dev.ordeal.protocols.commit.paxoscommit.PaxosCommitSpec}. Node 0 is the
 * coordinator, leader of ballot 0, and an acceptor; nodes 1 to 2F are participants and acceptors.
 *
 * <pre>
 *   coordinator, acceptor 0    participant, acceptor 1      participant, acceptor 2
 *     |---PREPARE-------------------&gt;|                          |
 *     |---PREPARE--------------------+-------------------------&gt;|
 *     |                              |  PREPARED: forced        |  PREPARED: forced
 *     |&lt;--PHASE 2A (ballot 0)--------|&lt;--PHASE 2A (ballot 0)----|    to F + 1 acceptors
 *     |&lt;--PHASE 2A-------------------+--------------------------|
 *     |  ACCEPTED: forced            |  ACCEPTED: forced        |    once all participants are heard
 *     |&lt;--PHASE 2B-------------------|                          |    F + 1 acceptors: decided
 *     |---DECISION commit-----------&gt;|                          |
 *     |---DECISION commit------------+-------------------------&gt;|
 * </pre>
 *
 * <p>A participant in doubt asks one acceptor after the other to lead a higher ballot, which proposes what was accepted
 * in the highest ballot that a majority knows of, and abort if nothing was.
 *
 * <p>Differs from the paper:
 *
 * <ul>
 *   <li>An acceptor accepts for all participants at once, the paper's bundling; so there is one instance a transaction
 *       and not one a participant, and one that says no has the coordinator decide abort: its yes will never come.
 *   <li>Participants force and acknowledge the outcome, so that acceptors may forget.
 *   <li>Clients ask node 0 alone: no new transactions while it is down.
 *   <li>Node 0 writes down nothing of its clients: after a crash it answers that it does not know what became of a
 *       transaction, though it may have committed, and takes a used id for a new one. A client must not send a request
 *       again; it asks.
 *   <li>What an earlier life of the coordinator began stays with the acceptors for good.
 * </ul>
 */
package dev.ordeal.protocols.commit.paxoscommit;
