package dev.ordeal.faultlab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.record.Assessment;
import dev.ordeal.faultlab.record.CellJson;
import dev.ordeal.faultlab.record.CellRecord;
import dev.ordeal.faultlab.record.MeasureSummary;
import dev.ordeal.faultlab.record.Proportion;
import dev.ordeal.faultlab.report.CellOrder;
import dev.ordeal.faultlab.report.TextTable;
import dev.ordeal.faultlab.report.TextTable.Tone;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a sweep came to, in a table for each algorithm. */
final class Summary {
  private static final int SCHEMA = 1;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long TENTH_NS = 100_000_000L;
  private static final long MS = 1_000_000L;
  private static final int LISTED_MAX = 10;

  private final Experiment experiment;
  private final List<CellRecord> cells;

  Summary(final Experiment experiment, final List<CellRecord> cells) {
    this.experiment = experiment;
    this.cells = cells;
  }

  void print(final PrintWriter out) {
    final Map<String, List<CellRecord>> byVariant = new LinkedHashMap<>();
    cells.forEach(
        cell -> byVariant.computeIfAbsent(cell.variant(), variant -> new ArrayList<>()).add(cell));
    byVariant.forEach(
        (variant, own) -> {
          out.println();
          out.println(
              "%s: %s%s a run, %d runs a cell"
                  .formatted(
                      variant,
                      own.get(0).axes().containsKey("nodes") ? "" : own.get(0).nodes() + " nodes, ",
                      Quantities.formatDuration(own.get(0).durationNs()),
                      experiment.seeds()));
          Terminal.print(out, table(own));
          printProperties(out, own);
          printVisits(out, own);
        });
  }

  private TextTable table(final List<CellRecord> own) {
    final TextTable table = new TextTable();
    own.get(0).axes().keySet().forEach(table::right);
    table.left("model").right("live").right("stalled").right("violated").right("unknown");
    final List<String> happened =
        experiment.problem().measures().stream()
            .filter(measure -> measure.kind() == Measure.Kind.HAPPENED)
            .map(Measure::name)
            .toList();
    happened.forEach(table::right);
    final String timed =
        experiment.problem().measures().stream()
            .filter(measure -> measure.kind() == Measure.Kind.DURATIONS)
            .map(Measure::name)
            .findFirst()
            .orElse(null);
    if (timed != null) {
      table.right(timed + " p50").right("p99");
    }
    for (final CellRecord cell : CellOrder.byAxes(own, experiment.first())) {
      table.row();
      cell.axes().values().forEach(value -> table.cell(value, Tone.PLAIN));
      table.cell(cell.isInsideModel() ? "inside" : "beyond", Tone.DIM);
      count(table, cell, Verdict.SAFE_LIVE, Tone.PLAIN);
      count(table, cell, Verdict.SAFE_STALLED, Tone.WARN);
      count(table, cell, Verdict.VIOLATED, cell.isInsideModel() ? Tone.BAD : Tone.WARN);
      count(table, cell, Verdict.UNKNOWN, Tone.WARN);
      for (final String name : happened) {
        final Proportion share = cell.happened().get(name);
        table.cell(share.count() + "/" + share.of(), share.count() > 0 ? Tone.WARN : Tone.PLAIN);
      }
      if (timed != null) {
        final MeasureSummary summary = cell.measures().get(timed);
        table.cell(summary.count() == 0 ? "-" : brief(summary.p50()), Tone.PLAIN);
        table.cell(summary.count() == 0 ? "-" : brief(summary.p99()), Tone.PLAIN);
      }
    }
    return table;
  }

  private static void count(final TextTable table, final CellRecord cell, final Verdict verdict, final Tone tone) {
    final long count = cell.verdicts().get(verdict).count();
    table.cell(count, count > 0 ? tone : Tone.PLAIN);
  }

  /** As {@link #tenths}, but below a second in milliseconds. */
  private static String brief(final long ns) {
    return ns >= SECOND_NS ? tenths(ns) : "%d ms".formatted((ns + MS / 2) / MS);
  }

  /** Seconds with one decimal. */
  static String tenths(final long ns) {
    final long tenths = ns / TENTH_NS + (ns % TENTH_NS >= TENTH_NS / 2 ? 1 : 0);
    return "%d.%d s".formatted(tenths / 10, tenths % 10);
  }

  /** What was promised and kept or broken, and what was not promised, over all cells of an algorithm. */
  private static void printProperties(final PrintWriter out, final List<CellRecord> own) {
    for (int i = 0; i < own.get(0).properties().size(); i++) {
      final CellRecord.PropertyRecord property = own.get(0).properties().get(i);
      for (final boolean isInside : new boolean[] {true, false}) {
        long broken = 0;
        long runs = 0;
        long notDemanded = 0;
        for (final CellRecord cell : own) {
          if (cell.isInsideModel() == isInside) {
            broken += cell.properties().get(i).broken().count();
            runs += cell.properties().get(i).broken().of();
            notDemanded += cell.properties().get(i).notDemanded();
          }
        }
        if (runs + notDemanded > 0) {
          out.println(
              "  %s, %s the model: %s"
                  .formatted(
                      property.property(),
                      isInside ? "inside" : "beyond",
                      new CellRecord.PropertyRecord(
                              property.property(), property.promised(), Proportion.of(broken, runs), notDemanded)
                          .text()));
        }
      }
    }
  }

  /** Whether the runs came to where bugs live. */
  private static void printVisits(final PrintWriter out, final List<CellRecord> own) {
    for (final String place : own.get(0).visited().keySet()) {
      long runs = 0;
      long visited = 0;
      for (final CellRecord cell : own) {
        runs += cell.runs();
        visited += cell.visited().get(place).count();
      }
      out.println("  visited %s in %s".formatted(place, Proportion.of(visited, runs).text()));
    }
  }

  static void printAssessment(final PrintWriter out, final Assessment assessment) {
    list(out, "bug", assessment.bugs());
    list(out, "threshold missed", assessment.missed());
    list(out, "undecided", assessment.undecided());
  }

  private static void list(final PrintWriter out, final String what, final List<String> texts) {
    if (!texts.isEmpty()) {
      out.println();
    }
    texts.stream().limit(LISTED_MAX).forEach(text -> out.println(what + ": " + text));
    if (texts.size() > LISTED_MAX) {
      out.println("… and more, each in cells.ndjson: %s=%d".formatted(what.replace(' ', '-'), texts.size()));
    }
  }

  static String json(
      final Path folder, final Path report, final List<CellRecord> cells, final Assessment assessment) {
    final ObjectMapper mapper = new ObjectMapper();
    final ObjectNode node = mapper.createObjectNode();
    node.put("schema", SCHEMA);
    node.put("folder", folder.toString());
    if (report != null) {
      node.put("report", report.toString());
    }
    node.put("exit", assessment.status());
    node.put("sentence", assessment.sentence());
    texts(node.putArray("bugs"), assessment.bugs());
    texts(node.putArray("missed"), assessment.missed());
    texts(node.putArray("undecided"), assessment.undecided());
    node.put("findings", assessment.findings());
    final ArrayNode array = node.putArray("cells");
    for (final CellRecord cell : cells) {
      try {
        array.add(mapper.readTree(CellJson.print(cell)));
      } catch (final JsonProcessingException e) {
        throw new IllegalStateException("what was printed as JSON is JSON", e);
      }
    }
    return node.toPrettyString();
  }

  private static void texts(final ArrayNode array, final List<String> texts) {
    texts.forEach(array::add);
  }
}
