package dev.ordeal.protocols.commit.twophase;

/** Two-phase commit, {@link Presumption#COMMIT}. */
public class PresumedCommitSpec extends TwoPhaseSpec {
  /** Made by the service loader. */
  public PresumedCommitSpec() {
    super("presumed-commit", Presumption.COMMIT);
  }
}
