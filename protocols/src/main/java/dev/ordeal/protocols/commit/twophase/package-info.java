/**
 * Two-phase commit, presuming nothing, abort or commit.
 *
 * <p>Jim Gray, "Notes on Data Base Operating Systems", 1978, section 5.8.3.3; C. Mohan, Bruce Lindsay, Ron Obermarck,
 * "Transaction Management in the R* Distributed Database Management System", ACM Transactions on Database Systems
 * 11(4), 1986, sections 2 to 4. Model and promises: {@link dev.ordeal.protocols.commit.twophase.TwoPhaseSpec}.
 *
 * <pre>
 *   presuming nothing   coordinator                participant
 *                            |---PREPARE----------------&gt;|
 *                            |                           |  PREPARED: forced
 *                            |&lt;--VOTE yes----------------|  in doubt from here
 *     commit: forced         |---DECISION commit--------&gt;|
 *                            |                           |  COMMITTED: forced
 *                            |&lt;--ACK---------------------|
 *     end: lazy              |
 *
 *   presuming abort     as above for a commit; an abort is written lazily and not acknowledged
 *   presuming commit    COLLECTING is forced before PREPARE; a commit is not acknowledged, and lazy at participants
 * </pre>
 *
 * <p>A participant in doubt asks the coordinator, and then its peers too (cooperative termination; Bernstein,
 * Hadzilacos, Goodman 1987, section 7.4): one that was not asked to vote yet aborts and says so.
 *
 * <p>Differs from the papers:
 *
 * <ul>
 *   <li>Presuming commit, the outcome of a transaction that has only read is forced; the paper writes it lazily. A
 *       crash could otherwise make the coordinator take back what it told its client.
 *   <li>Presuming commit, the coordinator writes an abort lazily: without it recovery aborts, too.
 *   <li>Two levels, no tree of processes; the coordinator keeps no data.
 * </ul>
 */
package dev.ordeal.protocols.commit.twophase;
