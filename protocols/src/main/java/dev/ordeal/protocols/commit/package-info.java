/**
 * Atomic commit: all participants of a transaction make its effects theirs, or none does.
 *
 * <p>Node 0 is the <em>coordinator</em>, the others are <em>participants</em>: each keeps keys and values of its own. A
 * client hands the coordinator a whole <em>transaction</em>, a list of operations each at one participant, and says how
 * it is to end; it hears the outcome and what its reads found.
 *
 * <pre>
 *   client           coordinator         participant 1       participant 2
 *     |---TRANSACTION---&gt;|                     |                   |
 *     |                  |---EXECUTE----------&gt;|                   |    work: operations are carried out under locks
 *     |                  |---EXECUTE-----------+------------------&gt;|
 *     |                  |&lt;--EXECUTED----------|                   |
 *     |                  |&lt;--EXECUTED----------+-------------------|
 *     |                  |      a commit protocol: votes and outcome
 *     |&lt;--REPLY----------|
 * </pre>
 *
 * <p>The <em>work</em> is the same for all protocols and none of their papers counts its messages. It is over, with
 * every lock taken, before anybody votes; that is what lets a participant that has only read give its locks back with
 * its vote (Mohan, Lindsay, Obermarck 1986, section 3.1).
 *
 * <p><b>Words.</b> A transaction's <em>id</em> is its client with a sequence that grows; its <em>number</em> is what
 * nodes call it, unique even if clients err. A participant is <em>in doubt</em> from its vote yes until it knows the
 * outcome. The <em>floor</em> is a number below which everything is over for the coordinator; what is over is forgotten
 * once it is below the floor, and whatever comes for it later is late. An <em>incarnation</em> numbers a node's lives;
 * work is addressed to one life of a participant, so a message that was under way during a crash begins nothing anew.
 *
 * <p><b>Locks.</b> Strict two-phase, one writer or many readers a key, {@link dev.ordeal.protocols.commit.Locks
 * wait-die}: a transaction that dies is aborted, and its client told.
 *
 * <p><b>Requests that are refused</b> change nothing: an unknown participant, an operation of no known type, more
 * operations than {@link dev.ordeal.protocols.commit.TransactionRequest#OPERATIONS_MAX}, an id used before, no room. An
 * operation that fails <em>validation</em> is another thing: its participant votes no. What ids were used a coordinator
 * knows after a crash as far as its journal says: one whose transaction left no record there may be used again.
 */
package dev.ordeal.protocols.commit;
