package dev.ordeal.faultlab.report;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.experiment.Catalogue;
import dev.ordeal.faultlab.experiment.Breakage;
import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.faultlab.experiment.ExperimentReader;
import dev.ordeal.faultlab.experiment.RunExecutor;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.simulation.TraceEntry;
import dev.ordeal.faultlab.simulation.TraceKind;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.bully.BullySpec;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class SpaceTimeDiagramTest {
  private static final long MS = 1_000_000L;

  private static TraceEntry entry(
      final TraceKind kind, final long ms, final int node, final int peer, final long key, final long value) {
    return new TraceEntry(kind, ms * MS, node, peer, key, value, TraceEntry.NO_BODY);
  }

  private static TraceEntry send(final long ms, final int from, final int to, final long sequence, final long arrivesMs,
      final String body) {
    return new TraceEntry(TraceKind.SEND, ms * MS, from, to, sequence, arrivesMs < 0 ? -1 : arrivesMs * MS,
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static SpaceTimeDiagram.View view(final long fromMs, final long untilMs) {
    return new SpaceTimeDiagram.View("a run", "nodes 0 and 2 both led", 3, List.of("FOLLOWER", "LEADER"),
        body -> new String(body, StandardCharsets.UTF_8), fromMs * MS, untilMs * MS, 900 * MS, List.of(0, 2));
  }

  private static final List<TraceEntry> TRACE = List.of(
      entry(TraceKind.INDICATE, 10, 0, Indication.LEADER.ordinal(), 1, 0),
      send(400, 0, 1, 0, 450, "Vote{term=1}"),
      send(410, 0, 2, 0, -1, "Vote{term=1}"),
      entry(TraceKind.LOSE, 410, 0, 2, 0, FaultKind.LOSS.ordinal()),
      entry(TraceKind.DELIVER, 455, 1, 0, 0, 400 * MS),
      entry(TraceKind.CRASH, 500, 1, -1, 0, 2),
      send(510, 2, 1, 0, 560, "Ping{}"),
      entry(TraceKind.DUPLICATE, 510, 2, 1, 0, 570 * MS),
      entry(TraceKind.MISS, 560, 1, 2, 0, 510 * MS),
      entry(TraceKind.INDICATE, 700, 2, Indication.STATE.ordinal(), 1, 0),
      entry(TraceKind.INDICATE, 900, 2, Indication.LEADER.ordinal(), 2, 2),
      send(950, 2, 0, 0, 990, "Late{}"));

  @Test
  void shouldFollowEveryMessageToItsFate() {
    final SpaceTimeDiagram diagram = SpaceTimeDiagram.of(TRACE, view(300, 1000));
    assertEquals(
        List.of("Vote 0→1 DELIVERED", "Vote 0→2 LOST", "Ping 2→1 MISSED", "Ping 2→1 COPY", "Late 2→0 UNDER_WAY"),
        diagram.arrows().stream().map(a -> a.name() + " " + a.from() + "→" + a.to() + " " + a.fate()).toList());
    assertEquals(455 * MS, diagram.arrows().get(0).endNs(), "when it was handled, not when it was due");
    assertTrue(diagram.arrows().get(1).words().endsWith("lost to loss"));
  }

  @Test
  void shouldKnowPhasesThatBeganBeforeTheWindow() {
    final SpaceTimeDiagram diagram = SpaceTimeDiagram.of(TRACE, view(300, 1000));
    assertTrue(diagram.spans().contains(
        new SpaceTimeDiagram.Span(0, SpaceTimeDiagram.Phase.LEADS, 10 * MS, Long.MAX_VALUE, "leads, epoch 1")));
    assertTrue(diagram.spans().contains(
        new SpaceTimeDiagram.Span(1, SpaceTimeDiagram.Phase.DOWN, 500 * MS, Long.MAX_VALUE, "down")));
    assertEquals(2, diagram.spans().stream().filter(s -> s.phase() == SpaceTimeDiagram.Phase.LEADS).count());
  }

  @Test
  void shouldDrawFatesAndTheViolation() {
    final String svg = SpaceTimeDiagram.of(TRACE, view(300, 1000)).toSvg();
    assertDoesNotThrow(
        () -> DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg))));
    for (final String part : List.of("class=\"lost\"", "class=\"missed\"", "class=\"copy\"", "class=\"brokering\"",
        "broken here, 0.900 s", "leads, epoch 2", "n0 → n1: Vote{term=1}", "nodes 0 and 2 both led",
        "prefers-color-scheme:dark")) {
      assertTrue(svg.contains(part), part);
    }
  }

  @Test
  void shouldGreyMessagesTooManyToLabel() {
    final List<TraceEntry> trace = new ArrayList<>(TRACE);
    for (int i = 1; i < 60; i++) {
      trace.add(send(300 + 10L * i, 0, 1, i, 320 + 10L * i, "Heartbeat{}"));
      trace.add(entry(TraceKind.DELIVER, 320 + 10L * i, 1, 0, i, (300 + 10L * i) * MS));
    }
    final SpaceTimeDiagram diagram = SpaceTimeDiagram.of(trace, view(300, 1000));
    assertTrue(diagram.arrows().stream().allMatch(a -> a.isRoutine() == a.name().equals("Heartbeat")));
    final String svg = diagram.toSvg();
    assertFalse(svg.contains("class=\"lab\">Heartbeat"), "a routine message has a label");
    assertTrue(svg.contains("class=\"lab\">Late"));
  }

  @Test
  void shouldChooseNodesOfALargeCluster() {
    final SpaceTimeDiagram.View small = view(300, 1000);
    final SpaceTimeDiagram.View large = new SpaceTimeDiagram.View(small.title(), small.explanation(), 1000,
        small.stateNames(), small.printer(), small.fromNs(), small.untilNs(), small.atNs(), List.of(700, 2));
    final SpaceTimeDiagram diagram = SpaceTimeDiagram.of(TRACE, large);
    assertTrue(diagram.nodes().containsAll(List.of(0, 1, 2, 700)));
    assertTrue(diagram.nodes().size() <= 12);
    diagram.toSvg();
  }

  @Test
  void shouldNotDrawTimeThatTheRunDoesNotHave() {
    final AlgorithmSpec spec = new BullySpec();
    final Breakage atTheEnd =
        new Breakage(Property.EVENTUAL_AGREEMENT, "", 9_900_000_000L, List.of(1), "nobody leads");
    final SpaceTimeDiagram.View view =
        SpaceTimeDiagram.View.around(spec, spec.promises(), 3, 10_000_000_000L, atTheEnd, "a run");
    assertEquals(10_000_000_000L, view.untilNs());
    final Breakage thrown = new Breakage(null, "x.Boom", 1_000_000_000L, List.of(1), "node 1 threw");
    final SpaceTimeDiagram.View around =
        SpaceTimeDiagram.View.around(spec, spec.promises(), 3, 10_000_000_000L, thrown, "a run");
    assertEquals("a run: a node threw", around.title());
    assertEquals(1_000_000_000L, around.atNs());
  }

  @Test
  void shouldDrawARealViolation() throws IOException {
    final String text;
    try (var in = getClass().getResourceAsStream("/experiments/first-look.yaml")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    final Experiment experiment = ExperimentReader.read(text, "first-look.yaml", Path.of("."), List.of(),
        Catalogue.load());
    final Cell cell = experiment.cells().stream()
        .filter(c -> c.spec().name().equals("bully") && c.axes().get("loss").equals("30%")).findFirst().orElseThrow();
    for (int i = 0; i < 200; i++) {
      final long seed = experiment.seed(cell, i);
      final RunRecord run = RunExecutor.execute(cell, i, seed);
      if (!run.violations().isEmpty()) {
        final List<TraceEntry> trace = new ArrayList<>();
        RunExecutor.execute(cell, i, seed, RunExecutor.draw(cell, seed),
            (kind, time, node, peer, key, value, body, offset, length) -> {
          final byte[] bytes = new byte[length];
          if (length > 0) {
            body.getBytes(offset, bytes);
          }
          trace.add(new TraceEntry(kind, time, node, peer, key, value, bytes));
        });
        final String svg = SpaceTimeDiagram.of(trace, SpaceTimeDiagram.View.around(
            cell.spec(), cell.promises(), cell.clusterSize(), cell.durationNs(),
            Breakage.of(run.violations().get(0)), cell.key() + ", seed " + seed)).toSvg();
        Files.writeString(Files.createDirectories(Path.of("target/look")).resolve("spacetime.svg"), svg);
        assertTrue(svg.contains("broken here"));
        assertTrue(svg.contains("Coordinator"), "messages are named by their schema");
        return;
      }
    }
    throw new AssertionError("no violation in 200 seeds: bully under 30 % loss");
  }
}
