package dev.ordeal.faultlab.problem.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.scenario.Scenario;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatSpec;
import dev.ordeal.protocols.detector.swim.SwimSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What SWIM's paper claims of large groups (Das, Gupta, Motivala 2002, sections 1 and 5), on a thousand members. */
class SwimAtScaleTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void shouldSendAMemberNoMoreInALargeGroupAndTellAllOfAFailure() {
    final RunRecord few = run(50);
    final RunRecord many = run(1_000);
    assertEquals(messages(few), messages(many), 3.0, "a ping and an answer a second, whatever n");
    for (final RunRecord run : new RunRecord[] {few, many}) {
      assertEquals(0, run.coverage().get("mistakes"));
      assertEquals(0, run.coverage().get("undetected"));
    }
    final long[] detectedNs = many.samples().get(DetectionProblem.DETECTION_TIME.name());
    assertEquals(999, detectedNs.length);
    final long lastNs = Arrays.stream(detectedNs).max().orElseThrow();
    assertTrue(lastNs < 20 * SECOND, "found by one, and told to all in logarithmically many periods: " + lastNs);
  }

  @Test
  void shouldSendMoreTheLargerTheGroupWhereAllWatchAll() {
    final RunRecord run = Scenario.of(new HeartbeatSpec()).nodes(50).run("30s").record();
    assertEquals(49 * 60 * 31.0 / 30, messages(run), 5);
  }

  private static RunRecord run(final int nodes) {
    return Scenario.of(new SwimSpec())
        .nodes(nodes)
        .delay("uniform(1ms, 20ms)")
        .crash(nodes / 2, "5s")
        .run("30s")
        .record();
  }

  private static double messages(final RunRecord run) {
    return (double) run.samples().get(DetectionProblem.MESSAGES.name())[0];
  }
}
