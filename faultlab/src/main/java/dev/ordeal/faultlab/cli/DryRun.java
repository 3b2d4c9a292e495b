package dev.ordeal.faultlab.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.faultlab.experiment.Shard;
import dev.ordeal.faultlab.experiment.Sweep;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.report.TextTable;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run would do: its cells, how long it takes, what lies beyond each model, when progress is demanded. */
final class DryRun {
  private static final int SCHEMA = 1;
  private static final int SAMPLES_MAX = 24;
  private static final long SAMPLING_NS = 3_000_000_000L;
  private static final long UNKNOWN = -1;

  private final Experiment experiment;
  private final Shard shard;
  private final int jobs;

  DryRun(final Experiment experiment, final Shard shard, final int jobs) {
    this.experiment = experiment;
    this.shard = shard;
    this.jobs = jobs;
  }

  void print(final PrintWriter out, final boolean isJson) {
    long runs = 0;
    for (final Iterator<Sweep.Task> tasks = shard.tasks(experiment); tasks.hasNext(); tasks.next()) {
      runs++;
    }
    final long estimateNs = estimateNs(runs);
    if (isJson) {
      out.println(json(runs, estimateNs));
      return;
    }
    final TextTable table = new TextTable().left("cell").right("nodes").left("model");
    final Map<String, Long> progress = new LinkedHashMap<>();
    for (final Cell cell : experiment.cells()) {
      table.row(
          cell.key(),
          cell.clusterSize(),
          cell.isInsideModel() ? "inside" : "beyond: " + String.join("; ", cell.beyond()));
      progress.merge(cell.spec().name() + ": " + progressBy(cell), 1L, Long::sum);
    }
    Terminal.print(out, table);
    out.println();
    progress.forEach((text, cells) -> out.println("%s, in %d cells".formatted(text, cells)));
    out.println(
        "%d cells, %d seeds each, %d runs here%s, %d at once: about %s"
            .formatted(
                experiment.cells().size(),
                experiment.seeds(),
                runs,
                shard.equals(Shard.WHOLE) ? "" : " (part " + shard + ")",
                jobs,
                estimateNs == UNKNOWN ? "an unknown time" : ProgressLine.seconds(estimateNs)));
    out.flush();
  }

  /** Runs seeds spread over the cells for a few seconds; the first half warms up. */
  private long estimateNs(final long runs) {
    final List<Cell> cells = experiment.cells();
    final int step = Math.max(1, cells.size() / SAMPLES_MAX);
    final long startNs = System.nanoTime();
    long warmNs = UNKNOWN;
    int counted = 0;
    for (int i = 0; System.nanoTime() - startNs < SAMPLING_NS; i++) {
      final Cell cell = cells.get((int) ((long) i * step % cells.size()));
      final int seed = i / cells.size();
      Kept.RUNS.run(cell, seed, experiment.seed(cell, seed));
      if (warmNs != UNKNOWN) {
        counted++;
      } else if (System.nanoTime() - startNs >= SAMPLING_NS / 2) {
        warmNs = System.nanoTime();
      }
    }
    return counted == 0 ? UNKNOWN : (System.nanoTime() - warmNs) / counted * runs / jobs;
  }

  private static String progressBy(final Cell cell) {
    final long healNs = cell.budget().healNs();
    if (healNs == FaultPlan.NEVER) {
      return "progress not demanded, there is no healing";
    }
    final long boundNs = boundNs(cell);
    if (boundNs == Long.MAX_VALUE) {
      return "progress not demanded, the algorithm states no bound";
    }
    return boundNs > cell.durationNs() - healNs
        ? "progress not demanded, the bound of %s after healing is past the end".formatted(tenths(boundNs))
        : "progress demanded by %s (healing at %s, bound %s)"
            .formatted(tenths(healNs + boundNs), tenths(healNs), tenths(boundNs));
  }

  private static String tenths(final long ns) {
    return Summary.tenths(ns);
  }

  private static long boundNs(final Cell cell) {
    return cell.spec().recoveryBoundNs(cell.values(), cell.clusterSize(), cell.budget().healedDelayMaxNs());
  }

  private String json(final long runs, final long estimateNs) {
    final ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("schema", SCHEMA);
    node.put("runs", runs);
    if (estimateNs != UNKNOWN) {
      node.put("estimateNs", estimateNs);
    }
    final ArrayNode cells = node.putArray("cells");
    for (final Cell cell : experiment.cells()) {
      final ObjectNode item = cells.addObject();
      item.put("cell", cell.key());
      item.put("nodes", cell.clusterSize());
      item.put("insideModel", cell.isInsideModel());
      final ArrayNode beyond = item.putArray("beyond");
      cell.beyond().forEach(beyond::add);
      item.put("progressBy", progressBy(cell));
    }
    return node.toPrettyString();
  }
}
