package dev.ordeal.faultlab.scenario;

import static dev.ordeal.faultlab.scenario.Scenario.sent;

import dev.ordeal.protocols.commit.twophase.CommitTwin;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every broken twin of two-phase commit is caught by a schedule made for it; its sibling comes through the same. */
class CommitTwinScenarioTest {
  private static final String TRANSFER = "1 increment 1 -10; 2 increment 1 10";

  private static Scenario transfer(final CommitTwin twin) {
    return Scenario.of(twin.sibling()).invoke("1s", 0, 0, TRANSFER);
  }

  /** Participant 1 hears COMMIT, participant 2 does not, and the coordinator's disk loses what was not synced. */
  @Test
  void shouldCatchACommitThatIsSentBeforeItIsForced() {
    final CommitTwin twin = CommitTwin.COMMIT_NOT_FORCED;
    assertCaught(
        transfer(twin)
            .seed(2) // under which the crash takes the record that was not forced
            .slowDisk(0, "1ms")
            .when(sent(0, 2, "Decision")).lose()
            .crash(0, "1100ms").restartAfter("500ms"),
        twin);
  }

  @Test
  void shouldCatchAMissingVoteTakenForYes() {
    final CommitTwin twin = CommitTwin.MISSING_VOTE_IS_YES;
    assertCaught(transfer(twin).with("retransmit", "1h").when(sent(0, 2, "Prepare")).lose(), twin);
  }

  @Test
  void shouldCatchAParticipantInDoubtThatAbortsAlone() {
    final CommitTwin twin = CommitTwin.DOUBT_ABORTS;
    assertCaught(
        transfer(twin).when(sent(0, 2, "Decision")).lose().crash(0, "1100ms").restartAfter("5s"), twin);
  }

  @Test
  void shouldCatchAPreparedRecordThatIsGoneAfterARestart() {
    final CommitTwin twin = CommitTwin.PREPARED_LOST;
    assertCaught(
        transfer(twin)
            .when(sent(0, 2, "Decision")).lose()
            .crash(2, "1100ms").restartAfter("1s")
            .heal("3s", "10ms"),
        twin);
  }

  @Test
  void shouldCatchARecoveryThatAbortsAForcedCommit() {
    final CommitTwin twin = CommitTwin.RECOVERY_ABORTS;
    assertCaught(
        transfer(twin).when(sent(0, 2, "Decision")).lose().crash(0, "1100ms").restartAfter("500ms"), twin);
  }

  @Test
  void shouldCatchAPresumedAbortOfACommittedTransaction() {
    final CommitTwin twin = CommitTwin.PRESUMES_ABORT_OF_COMMITTED;
    assertCaught(transfer(twin).when(sent(0, 2, "Decision")).lose(), twin);
  }

  /** Participant 2 votes for the first transaction, and carries the second out before it hears of the first. */
  @Test
  void shouldCatchAWriteLockThatIsReleasedAtTheVote() {
    final CommitTwin twin = CommitTwin.LOCK_RELEASED_AT_VOTE;
    assertCaught(
        transfer(twin).when(sent(0, 2, "Decision")).hold("500ms").invoke("1100ms", 1, 0, "2 increment 1 5"), twin);
  }

  /** COMMIT comes twice; the next transaction finds what that made of the account. */
  @Test
  void shouldCatchAnIncrementThatIsAppliedTwice() {
    final CommitTwin twin = CommitTwin.APPLIED_TWICE;
    assertCaught(transfer(twin).twice(0, 2, 2).invoke("2s", 0, 0, TRANSFER), twin);
  }

  /** Participant 2 has acknowledged COMMIT when its disk loses what was not synced; the coordinator has forgotten. */
  @Test
  void shouldCatchACommitThatIsAcknowledgedBeforeItIsForced() {
    final CommitTwin twin = CommitTwin.ACKED_BEFORE_FORCED;
    assertCaught(transfer(twin).seed(2).slowDisk(2, "1ms").crash(2, "1500ms").restartAfter("500ms"), twin);
  }

  @Test
  void shouldCatchAVoteForWhatFailedValidation() {
    for (final String invalid : List.of("2 fail", "2 cas 1 5 6", "2 require 1 1001")) {
      final CommitTwin twin = CommitTwin.VOTES_FOR_INVALID;
      assertCaught(Scenario.of(twin.sibling()).invoke("1s", 0, 0, "1 increment 1 -10; " + invalid), twin);
    }
  }

  /** A transfer comes between the two reads of another transaction. */
  @Test
  void shouldCatchAReadLockThatIsReleasedEarly() {
    final CommitTwin twin = CommitTwin.READ_UNLOCKED_EARLY;
    assertCaught(
        Scenario.of(twin.sibling())
            .when(sent(0, 2, "Execute")).hold("500ms")
            .invoke("1s", 0, 0, "1 read 1; 2 read 1")
            .invoke("1050ms", 1, 0, TRANSFER),
        twin);
  }

  @Test
  void shouldCatchReadsThatAreMixedUp() {
    final CommitTwin twin = CommitTwin.READS_MIXED_UP;
    assertCaught(transfer(twin).invoke("2s", 0, 0, "1 read 1; 2 read 1"), twin);
  }

  private static void assertCaught(final Scenario scenario, final CommitTwin twin) {
    scenario.run("60s").expectKept(twin.breaks());
    scenario.on(twin).named(twin.name()).run("60s").expectViolated(twin.breaks());
  }
}
