/**
 * Raft's leader election, without the log it is for.
 *
 * <p>Diego Ongaro and John Ousterhout, "In Search of an Understandable Consensus Algorithm", USENIX ATC 2014, sections
 * 5.1, 5.2, 5.4.1 and figure 2; Ongaro's dissertation, 2014, chapters 3 and 9. Model and promises:
 * {@link dev.ordeal.protocols.election.raft.RaftElectionSpec}. Words: a <em>term</em> is the epoch; the <em>hard
 * state</em> is what must outlive a crash, term and vote; a log is <em>at least as up to date</em> as another if its
 * last term is later, or equal and the log no shorter.
 *
 * <pre>
 *   server 0           server 1           server 2 (led term 4)
 *     |                  |                  X crashes
 *     |  election time-out, drawn anew each time
 *     |  term 5, vote 0: forced             .
 *     |---REQUEST_VOTE--&gt;|  (5, log end)    .
 *     |---REQUEST_VOTE---+-----------------&gt;.
 *     |                  |  term 5, vote 0: forced
 *     |&lt;--VOTE 5 yes-----|                  .
 *     |  two of three: leads term 5         .
 *     |---HEARTBEAT 5---&gt;|                  .   at once, then every heartbeat interval
 *     |---HEARTBEAT 5----+-----------------&gt;.
 *     |&lt;--HEARTBEAT_ACK--|                  .
 *     |                  |                  |  is back, still in term 4
 *     |---HEARTBEAT 5----+-----------------&gt;|  term 5: forced; follows server 0
 * </pre>
 *
 * <p>Two options of the dissertation, both off unless asked for. <em>PreVote</em> (section 9.6): a follower whose time
 * is out asks before it stands, and a server that hears from a leader says no.
 *
 * <pre>
 *   server 0            server 1           server 2 (was cut off, in term 5 like the others)
 *     |  leads term 5     |                  |  election time-out: would you, in term 6?
 *     |&lt;------------------+---PRE_VOTE 6-----|
 *     |                   |&lt;--PRE_VOTE 6-----|
 *     |---NO 5------------+-----------------&gt;|  leads, so it hears from a leader
 *     |                   |---NO 5----------&gt;|  heard server 0 within the shortest time-out
 *     |---HEARTBEAT 5-----+-----------------&gt;|  still in term 5: follows; no term was burnt
 * </pre>
 *
 * <p><em>CheckQuorum</em> (section 6.2): a leader that has not had answers from a majority within the shortest election
 * time-out steps down, in its term.
 *
 * <p>Differs from the paper:
 *
 * <ul>
 *   <li>No log is replicated. Where each log ends is given by the cluster's seed and never changes; all servers first
 *       start in the last term any log was written in.
 *   <li>Requests are not retried within an election, and a heartbeat not before the next one is due: a lost one costs
 *       what a lost RPC would until its retry (the paper retries at once and for ever).
 *   <li>An acknowledgement carries no success flag: without entries a refusal says no more than its term does.
 *   <li>No leadership transfer, no membership change.
 *   <li>PreVote's answer names the term that was asked for if it grants, so that an answer to an earlier question
 *       counts for nothing; the dissertation says nothing of it.
 *   <li>CheckQuorum is section 6.2 alone: a server that hears from a leader still votes against it if it is asked to
 *       (section 4.2.3 would have it refuse). With PreVote nobody asks.
 *   <li>Every 64 records the hard state replaces the journal instead of adding to it.
 * </ul>
 */
package dev.ordeal.protocols.election.raft;
