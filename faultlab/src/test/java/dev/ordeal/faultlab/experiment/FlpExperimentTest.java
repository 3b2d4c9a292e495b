package dev.ordeal.faultlab.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.simulation.TraceEntry;
import dev.ordeal.faultlab.simulation.TraceKind;
import dev.ordeal.protocols.core.Property;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** An adversary as the scheduler of a cell: judged, counted and traced as any other run. */
class FlpExperimentTest {
  private static final String HEAD =
      "{ordeal: 1, name: x, problem: consensus, algorithms: %s, nodes: %d, workload: {adversary-steps: 10}%s}";

  @Test
  void shouldKeepTheDeterministicUndecidedForAsLongAsAskedAndLetCoinsDecide() throws IOException {
    final Experiment experiment = RaftUnderFireTest.load("flp");
    for (final Cell cell : experiment.cells()) {
      final long steps = Long.parseLong(cell.axes().get("adversary-steps"));
      final RunRecord run = RunExecutor.execute(cell, 0, experiment.seed(cell, 0));
      if (cell.spec().name().equals("ben-or")) {
        assertEquals(List.of(), cell.beyond());
        assertTrue(run.violations().isEmpty() && (steps < 300 || run.verdict() == Verdict.SAFE_LIVE), cell.key());
      } else {
        assertEquals(List.of("an adversary bounds no delay (timing=partially synchronous)"), cell.beyond());
        assertEquals(Verdict.SAFE_STALLED, run.verdict(), cell.key());
        assertEquals(
            List.of(Property.TERMINATION), run.violations().stream().map(Judgement.Violation::property).toList());
        assertArrayEquals(new long[] {steps}, run.samples().get("steps-undecided"));
      }
    }
  }

  /** Every message delivered was sent, and what was sent and not delivered is said to be under way. */
  @Test
  void shouldTraceWhatItSchedules() throws IOException {
    final Experiment experiment = RaftUnderFireTest.load("flp");
    final Cell cell = experiment.cells().get(1);
    final long seed = experiment.seed(cell, 0);
    final List<TraceEntry> entries = new ArrayList<>();
    final RunRecord traced =
        RunExecutor.execute(cell, 0, seed, RunExecutor.draw(cell, seed),
            (kind, timeNs, nodeId, peerId, key, value, body, offset, length) -> {
              final byte[] bytes = new byte[length];
              body.getBytes(offset, bytes);
              entries.add(new TraceEntry(kind, timeNs, nodeId, peerId, key, value, bytes));
            });
    assertEquals(RunExecutor.execute(cell, 0, seed).traceHash(), traced.traceHash());
    final Map<List<Long>, TraceEntry> sent = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    long delivered = 0;
    for (final TraceEntry entry : entries) {
      if (entry.kind() == TraceKind.SEND) {
        sent.put(List.of((long) entry.nodeId(), (long) entry.peerId(), entry.key()), entry);
      } else if (entry.kind() == TraceKind.DELIVER) {
        final TraceEntry was = sent.get(List.of((long) entry.peerId(), (long) entry.nodeId(), entry.key()));
        assertArrayEquals(was.body(), entry.body());
        assertEquals(was.value(), entry.timeNs());
        assertEquals(was.timeNs(), entry.value());
        delivered++;
      }
    }
    assertEquals(traced.counts().get("deliveries"), delivered);
    assertEquals(
        sent.size() - delivered, sent.values().stream().filter(one -> one.value() == Long.MAX_VALUE).count());
  }

  @Test
  void shouldRefuseWhatAnAdversaryLeavesNoRoomFor() {
    assertRefused("[paxos]", 3, ", faults: {loss: 5%}", "faults and an adversary, which decides alone what goes wrong");
    assertRefused("[paxos]", 3, ", heal: 5s", "healing and an adversary, whose links never mend: heal=5s");
    assertRefused("[flood-set]", 3, "", "rounds and an adversary, which has no say in them");
    assertRefused("[paxos]", 9, "", "too many nodes for an adversary: nodes=9, max=8");
  }

  private static void assertRefused(
      final String algorithms, final int nodes, final String rest, final String wanted) {
    final String text = HEAD.formatted(algorithms, nodes, rest);
    final String message =
        assertThrows(
                ExperimentException.class,
                () -> ExperimentReader.read(text, "x.yaml", Path.of("."), List.of(), Catalogue.load()))
            .getMessage();
    assertTrue(message.contains(wanted), message);
  }
}
