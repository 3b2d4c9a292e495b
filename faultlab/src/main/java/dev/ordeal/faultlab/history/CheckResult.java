package dev.ordeal.faultlab.history;

import java.util.Optional;

/**
 * What a check found, and what it took.
 *
 * @param answer the answer; a violation in one part outweighs parts that are unknown
 * @param reason why the answer is {@link Answer#UNKNOWN}, as a clause; empty otherwise
 * @param violation the first part, by first invocation, that has no order
 * @param parts into how many parts the history fell
 * @param operations how many operations were checked
 * @param configurations how many configurations were visited
 * @param peakBytes the most that one part held at a time, estimated
 */
public record CheckResult(
    Answer answer,
    String reason,
    Optional<Violation> violation,
    int parts,
    int operations,
    long configurations,
    long peakBytes) {}
