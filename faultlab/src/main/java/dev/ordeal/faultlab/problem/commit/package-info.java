/**
 * Atomic commit: clients hand transactions to a coordinator, and all participants are to agree on each outcome.
 *
 * <p>The judge listens to what nodes tell of votes, outcomes, reads, writes and locks, and to what clients were told;
 * it knows what each transaction was asked to do. From that it judges AC1 to AC5 of Philip Bernstein, Vassos
 * Hadzilacos, Nathan Goodman, "Concurrency Control and Recovery in Database Systems", 1987, section 7.3, and whether
 * the data is what the committed transactions, one after the other, would have made of it.
 */
package dev.ordeal.faultlab.problem.commit;
