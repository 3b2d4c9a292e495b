package dev.ordeal.faultlab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.scenario.Scenario;
import dev.ordeal.protocols.commit.twophase.PresumedAbortSpec;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bank whose process is killed in mid-load, again and again, and started again on the same files: every outcome is
 * agreed on, every participant in doubt comes to one, and money is conserved.
 *
 * <p>This shows process death. The operating system keeps every page that was written; to lose those that were not
 * synced is the simulator's part ({@code CommitCrashPointsTest}, and every experiment with crashes).
 */
class BankThroughKillsTest {
  private static final int KILLS = 3;

  @Test
  void shouldAgreeOnEveryOutcomeAndConserveMoney(@TempDir final Path folder) throws InterruptedException {
    final PlannedRun run =
        Scenario.of(new PresumedAbortSpec())
            .nodes(4)
            .with("vote-timeout", "200ms")
            .with("retransmit", "40ms")
            .with("idle-timeout", "200ms")
            .workload("clients", "8")
            .workload("think-time", "1ms")
            .workload("timeout", "500ms")
            .workload("accounts", "10")
            .heal("1ms", "10ms")
            .planned("90s");
    final ProcessRun.Result result = ProcessRun.of(run, folder, KILLS, 60);
    assertEquals(Verdict.SAFE_LIVE, result.verdict(), result::toString);
    final Map<String, Long> visited = result.judgement().coverage();
    assertTrue(visited.get("commits") > 60, visited::toString);
    assertTrue(result.kills() == KILLS && visited.get("outcomes-across-crash") > 0, visited::toString);
  }
}
