package dev.ordeal.protocols.commit.twophase;

/** Two-phase commit, {@link Presumption#NOTHING}. */
public class PresumedNothingSpec extends TwoPhaseSpec {
  /** Made by the service loader. */
  public PresumedNothingSpec() {
    super("two-phase", Presumption.NOTHING);
  }
}
