/** Paxos Commit. */
package dev.ordeal.protocols.commit.paxoscommit;
