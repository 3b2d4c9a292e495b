package dev.ordeal.faultlab.live;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.scenario.Scenario;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.BrokenTwin;
import dev.ordeal.protocols.replication.abd.AbdSpec;
import dev.ordeal.protocols.replication.abd.AbdTwin;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is judged through a kill can come out broken; that it comes out whole is for {@code BankThroughKillsTest}, and
 * for ABD the command's test.
 */
class ProcessRunTest {
  @TempDir private Path folder;

  private static PlannedRun abd() {
    return Scenario.of(new AbdSpec())
        .workload("clients", "8")
        .workload("think-time", "1ms")
        .workload("timeout", "200ms")
        .workload("keys", "16")
        .workload("read-share", "75%")
        .planned("60s");
  }

  /** Of the dozen keys written before the kill hardly each can have a write as its first operation after it. */
  @Test
  void shouldCatchATwinWhoseTagsDieWithTheProcess() throws InterruptedException {
    final PlannedRun run = abd().on(AbdTwin.NOT_DURABLE, abd().values());
    final ProcessRun.Result result = ProcessRun.of(run, folder, 1, 100, TwinProcess.class);
    assertTrue(
        result.judgement().violations().stream().anyMatch(v -> v.property() == Property.LINEARIZABILITY),
        result::toString);
  }

  /** Serves the broken twins, which no service loader finds. */
  static final class TwinProcess {
    private TwinProcess() {}

    public static void main(final String[] arguments) throws IOException {
      NodeProcess.serve(
          arguments,
          name -> AbdTwin.ALL.stream().map(BrokenTwin.class::cast).filter(t -> t.name().equals(name)).findFirst()
              .orElseThrow());
    }
  }
}
