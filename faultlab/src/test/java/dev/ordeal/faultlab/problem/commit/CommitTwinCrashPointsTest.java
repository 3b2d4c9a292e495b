package dev.ordeal.faultlab.problem.commit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.crash.CrashPoints;
import dev.ordeal.faultlab.crash.CrashReport;
import dev.ordeal.protocols.commit.twophase.CommitTwin;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every twin whose bug shows when nodes crash is found by crashing them at each point of one transaction; the one that
 * gives locks back too early needs two transactions, and no crash.
 */
class CommitTwinCrashPointsTest {
  static Stream<CommitTwin> twins() {
    return CommitTwin.ALL.stream().filter(twin -> twin != CommitTwin.LOCK_RELEASED_AT_VOTE);
  }

  @ParameterizedTest
  @MethodSource("twins")
  void shouldFindTheTwin(final CommitTwin twin) {
    final CrashReport report =
        CrashPoints.of(CommitCrashPointsTest.transfer(twin).planned("40s")).restartAfter("5ms", "4s").enumerate();
    assertTrue(report.first(twin.breaks()).isPresent(), report::toString);
  }
}
