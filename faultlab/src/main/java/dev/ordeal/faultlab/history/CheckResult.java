package dev.ordeal.faultlab.history;

import java.util.Optional;
import java.util.function.Supplier;

/** What a check found, and what it took. Single owner: the explanation is worked out when it is asked for. */
public final class CheckResult {
  private final Answer answer;
  private final String reason;
  private final int parts;
  private final int operations;
  private final long configurations;
  private final long peakBytes;
  private Supplier<Violation> explaining;
  private Violation violation;

  CheckResult(
      final Answer answer,
      final String reason,
      final int parts,
      final int operations,
      final long configurations,
      final long peakBytes,
      final Supplier<Violation> explaining) {
    this.answer = answer;
    this.reason = reason;
    this.parts = parts;
    this.operations = operations;
    this.configurations = configurations;
    this.peakBytes = peakBytes;
    this.explaining = explaining;
  }

  /** The answer; a violation in one part outweighs parts that are unknown. */
  public Answer answer() {
    return answer;
  }

  /** Why the answer is {@link Answer#UNKNOWN}, as a clause; empty otherwise. */
  public String reason() {
    return reason;
  }

  /**
   * Why the answer is {@link Answer#VIOLATED}: of the first part that was found to have no order. Worked out by the
   * first call, which checks prefixes of the part and may take as long as the check might have.
   */
  public Optional<Violation> violation() {
    if (explaining != null) {
      violation = explaining.get();
      explaining = null;
    }
    return Optional.ofNullable(violation);
  }

  /** Into how many parts the history fell. */
  public int parts() {
    return parts;
  }

  /** How many operations were checked. */
  public int operations() {
    return operations;
  }

  /** How many configurations were visited. */
  public long configurations() {
    return configurations;
  }

  /** The most bytes that one part held at a time, estimated. */
  public long peakBytes() {
    return peakBytes;
  }
}
