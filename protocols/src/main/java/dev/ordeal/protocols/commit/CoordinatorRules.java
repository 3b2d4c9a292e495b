package dev.ordeal.protocols.commit;

/**
 * What a coordinator writes down, whom it waits for, and what it presumes of a transaction it does not know.
 *
 * @param collecting how it writes, before it asks for votes, whom it is going to ask
 * @param commit how it writes that it decided to commit
 * @param readOnlyCommit how it writes that it decided to commit what nobody has to hear of
 * @param abort how it writes that it decided to abort
 * @param isCommitAcked whether it waits for acknowledgements of a commit before it forgets
 * @param isAbortAcked whether it waits for acknowledgements of an abort before it forgets
 * @param presumesCommit what it tells of a transaction it does not know: committed, or else aborted
 */
public record CoordinatorRules(
    LogRule collecting,
    LogRule commit,
    LogRule readOnlyCommit,
    LogRule abort,
    boolean isCommitAcked,
    boolean isAbortAcked,
    boolean presumesCommit) {}
