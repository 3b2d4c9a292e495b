package dev.ordeal.faultlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** How many rounds flooding takes, against what the papers allow it. */
class RoundsExperimentTest {
  private static final int SEEDS = 25;
  private static final long FAULTS = 5;

  @Test
  void shouldDecideByTheRoundThatThePapersSay() throws IOException {
    final Experiment experiment = RaftUnderFireTest.load("rounds");
    long earlier = 0;
    for (final Cell cell : experiment.cells()) {
      final boolean isEarly = cell.spec().name().equals("early-deciding");
      final long crashes = Long.parseLong(cell.axes().get("crashes"));
      for (int index = 0; index < SEEDS; index++) {
        final RunRecord run = RunExecutor.execute(cell, index, experiment.seed(cell, index));
        final long most = run.samples().get("rounds-max")[0];
        final long slowest = Arrays.stream(run.samples().get("rounds")).max().orElseThrow();
        assertTrue(slowest <= most, () -> "%s, %d: round %d of %d".formatted(cell.key(), run.index(), slowest, most));
        assertTrue(isEarly ? most <= Math.min(FAULTS + 1, crashes + 2) : most == FAULTS + 1, cell.key());
        if (isEarly && crashes == 0) {
          assertEquals(2, slowest);
        }
        earlier += isEarly && slowest < FAULTS + 1 ? 1 : 0;
      }
    }
    assertTrue(earlier > 0);
  }
}
