package dev.ordeal.protocols.commit.twophase;

/** Two-phase commit, {@link Presumption#ABORT}. */
public class PresumedAbortSpec extends TwoPhaseSpec {
  /** Made by the service loader. */
  public PresumedAbortSpec() {
    super("presumed-abort", Presumption.ABORT);
  }
}
