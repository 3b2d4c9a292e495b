package dev.ordeal.protocols.commit.twophase;

import dev.ordeal.protocols.commit.CoordinatorRules;
import dev.ordeal.protocols.commit.LogRule;

/** The variants of two-phase commit: what a coordinator says of a transaction it does not know, and what that saves. */
public enum Presumption {
  /** Every outcome is forced and acknowledged. */
  NOTHING(
      new CoordinatorRules(LogRule.NONE, LogRule.FORCED, LogRule.FORCED, LogRule.FORCED, true, true, false),
      LogRule.FORCED,
      LogRule.FORCED,
      false),
  /** What is not known was aborted: an abort is neither forced nor acknowledged. */
  ABORT(
      new CoordinatorRules(LogRule.NONE, LogRule.FORCED, LogRule.NONE, LogRule.LAZY, true, false, false),
      LogRule.FORCED,
      LogRule.LAZY,
      true),
  /**
   * What is not known was committed: a commit is not acknowledged, and participants do not force it; therefore it is
   * forced, before anybody is asked, who will be.
   */
  COMMIT(
      new CoordinatorRules(LogRule.FORCED, LogRule.FORCED, LogRule.FORCED, LogRule.LAZY, false, true, true),
      LogRule.LAZY,
      LogRule.FORCED,
      true);

  final CoordinatorRules rules;
  final LogRule participantCommit;
  final LogRule participantAbort;
  final boolean leavesIfReadOnly;

  Presumption(
      final CoordinatorRules rules,
      final LogRule participantCommit,
      final LogRule participantAbort,
      final boolean leavesIfReadOnly) {
    this.rules = rules;
    this.participantCommit = participantCommit;
    this.participantAbort = participantAbort;
    this.leavesIfReadOnly = leavesIfReadOnly;
  }
}
