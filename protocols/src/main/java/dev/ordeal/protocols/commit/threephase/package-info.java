/**
 * Three-phase commit with its termination protocol.
 *
 * <p>Dale Skeen, "Nonblocking Commit Protocols", SIGMOD 1981, sections 4 to 6. Model and promises: {@link
 * dev.ordeal.protocols.commit.threephase.ThreePhaseSpec}.
 *
 * <pre>
 *   coordinator                participant
 *     |---PREPARE----------------&gt;|
 *     |&lt;--VOTE yes----------------|  PREPARED: forced
 *     |---PRECOMMIT--------------&gt;|
 *     |&lt;--PRECOMMIT ACK-----------|  PRECOMMITTED: forced
 *     |---DECISION commit--------&gt;|  once all have acknowledged, or one wait later: who has not has crashed
 *     |&lt;--ACK---------------------|
 * </pre>
 *
 * <p>A participant in doubt for too long leads: asks all for their state, and commits if somebody up is pre-committed
 * (after moving all there), aborts otherwise. The lowest takes its turn first, the next one three waits later.
 *
 * <p>Differs from the paper: whoever was down asks and does not lead, unless all answer that they were down (a total
 * failure of one transaction's nodes: then all know the same); the leader is whose turn it is by time, not elected by
 * messages.
 */
package dev.ordeal.protocols.commit.threephase;
