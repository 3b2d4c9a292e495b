package dev.ordeal.faultlab.problem.commit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.crash.CrashPoints;
import dev.ordeal.faultlab.crash.CrashReport;
import dev.ordeal.protocols.commit.twophase.CommitTwin;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every twin whose bug shows when nodes crash is found by crashing them at each point of one transaction; the others
 * need no crash, but two transactions, reads, or what fails validation.
 */
class CommitTwinCrashPointsTest {
  private static final Set<CommitTwin> NEED_NO_CRASH =
      Set.of(
          CommitTwin.LOCK_RELEASED_AT_VOTE,
          CommitTwin.VOTES_FOR_INVALID,
          CommitTwin.READ_UNLOCKED_EARLY,
          CommitTwin.READS_MIXED_UP);

  static Stream<CommitTwin> twins() {
    return CommitTwin.ALL.stream().filter(twin -> !NEED_NO_CRASH.contains(twin));
  }

  @ParameterizedTest
  @MethodSource("twins")
  void shouldFindTheTwin(final CommitTwin twin) {
    final CrashReport report =
        CrashPoints.of(CommitCrashPointsTest.transfer(twin).planned("40s")).restartAfter("5ms", "4s").enumerate();
    assertTrue(report.first(twin.breaks()).isPresent(), report::toString);
  }
}
