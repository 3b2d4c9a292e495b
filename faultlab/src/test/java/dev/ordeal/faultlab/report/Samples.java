package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.record.CellJson;
import dev.ordeal.faultlab.record.CellRecord;
import dev.ordeal.faultlab.record.MeasureSummary;
import dev.ordeal.faultlab.record.Proportion;
import dev.ordeal.faultlab.record.RunJson;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Made-up results of an election experiment of the size of first-look, drawn from a seed. */
final class Samples {
  static final List<String> LOSS = List.of("0%", "1%", "5%", "10%", "20%", "30%");
  static final List<String> CRASHES = List.of("0", "1", "2");

  final List<CellRecord> cells = new ArrayList<>();
  final Map<String, Map<String, List<long[]>>> samplesByCell = new LinkedHashMap<>();

  static Samples firstLook(final int runs) {
    final Samples samples = new Samples();
    for (final String algorithm : List.of("bully", "raft-election")) {
      for (final String crashes : CRASHES) {
        for (final String loss : LOSS) {
          samples.add(algorithm, loss, crashes, runs);
        }
      }
    }
    return samples;
  }

  private void add(final String algorithm, final String loss, final String crashes, final int runs) {
    final Map<String, String> axes = new LinkedHashMap<>();
    axes.put("loss", loss);
    axes.put("crashes", crashes);
    final String environment = "loss=" + loss + ",crashes=" + crashes;
    final String key = algorithm + "/" + environment;
    final CounterRandom random = new CounterRandom(CounterRandom.hash(7, key.hashCode()));
    final double lost = Double.parseDouble(loss.substring(0, loss.length() - 1)) / 100;
    final int crashed = Integer.parseInt(crashes);
    final boolean isBully = algorithm.equals("bully");
    final boolean isInside = !isBully || lost == 0;
    int overlaps = 0;
    int violated = 0;
    int stalled = 0;
    final Map<String, List<long[]>> measures = new TreeMap<>();
    for (int run = 0; run < runs; run++) {
      final boolean overlap = uniform(random) < (isBully ? Math.min(1, lost * 3.1 + (lost > 0 ? 0.1 * crashed : 0))
          : lost * 0.7);
      overlaps += overlap ? 1 : 0;
      violated += overlap && isBully ? 1 : 0;
      stalled += !overlap && uniform(random) < lost * 0.2 ? 1 : 0;
      sample(measures, "time-to-leader", 1 + crashed, random, isBully ? 3e9 : 3.4e9, (1 + 6 * lost) * 6e8);
      sample(measures, "time-to-recover", crashed, random, isBully ? 3e9 : 3.2e9, (1 + 5 * lost) * 9e8);
      sample(measures, "messages-per-election", 1 + crashed, random, isBully ? 24 : 14, 5 + 40 * lost);
      sample(measures, "longest-overlap", overlap ? 1 : 0, random, 4e7, 1.5e9 * lost + 1e7);
      sample(measures, "availability", 1, random, 8.2e8 - 1.5e8 * lost, 1e7);
    }
    final Map<Verdict, Proportion> verdicts = new EnumMap<>(Verdict.class);
    verdicts.put(Verdict.SAFE_LIVE, Proportion.of(runs - violated - stalled, runs));
    verdicts.put(Verdict.SAFE_STALLED, Proportion.of(stalled, runs));
    verdicts.put(Verdict.VIOLATED, Proportion.of(violated, runs));
    verdicts.put(Verdict.UNKNOWN, Proportion.of(0, runs));
    final Map<String, MeasureSummary> summaries = new TreeMap<>();
    measures.forEach((name, all) -> summaries.put(name, summary(name, all)));
    cells.add(new CellRecord(key, environment, axes, "election", algorithm, algorithm, 5, 60_000_000_000L, runs,
        isInside ? List.of() : List.of("bully assumes that no message is lost: loss=" + loss),
        verdicts,
        List.of(
            new CellRecord.PropertyRecord("one-leader-per-epoch", !isBully,
                Proportion.of(isBully ? overlaps : 0, runs), 0),
            new CellRecord.PropertyRecord("one-leader-at-a-time", isBully, Proportion.of(overlaps, runs), 0)),
        summaries, Map.of("overlap", Proportion.of(overlaps, runs)),
        Map.of("loss", (long) (lost * 900 * runs)), Map.of("leader-changes", (long) runs),
        Map.of("leader-changes", Proportion.of(runs, runs)), Map.of("sends", 900L * runs), 0, "", 0));
    samplesByCell.put(key, measures);
  }

  private static double uniform(final CounterRandom random) {
    return random.nextLong(1_000_000) / 1e6;
  }

  private static void sample(
      final Map<String, List<long[]>> measures,
      final String name,
      final int count,
      final CounterRandom random,
      final double base,
      final double spread) {
    final long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = (long) (base - spread * StrictMath.log(1 - uniform(random)));
    }
    measures.computeIfAbsent(name, n -> new ArrayList<>()).add(values);
  }

  private static MeasureSummary summary(final String name, final List<long[]> all) {
    final long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    final Measure.Kind kind = name.equals("availability")
        ? Measure.Kind.SHARE
        : name.startsWith("messages") ? Measure.Kind.COUNTS : Measure.Kind.DURATIONS;
    if (sorted.length == 0) {
      return new MeasureSummary(kind, 0, 0, 0, 0, 0, 0, 0, 0);
    }
    return new MeasureSummary(kind, sorted.length, sorted[0], sorted[sorted.length / 2], sorted[sorted.length * 9 / 10],
        sorted[sorted.length * 99 / 100], sorted[sorted.length - 1], sorted[sorted.length - 1],
        (long) Arrays.stream(sorted).average().orElse(0));
  }

  /** Writes a run folder as a sweep leaves it. */
  Path writeTo(final Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("cells.ndjson"),
        cells.stream().map(cell -> CellJson.print(cell) + "\n").collect(Collectors.joining()));
    Files.writeString(folder.resolve("manifest.json"), """
        {"schema":1,"name":"first-look","question":"How often do two nodes lead at once, and does Raft prevent it?",
         "axes":{"loss":["0%","1%","5%","10%","20%","30%"],"crashes":["0","1","2"]},"runs":7200,"build":"4f2a",
         "jvm":{"version":"17.0.12","vendor":"Eclipse Adoptium","flags":["-Xmx1g"]},
         "machine":{"os":"Linux 6.1","cores":2,"cpu":"AMD EPYC"},"sweep":{"status":"complete","seconds":41.2}}
        """);
    final StringBuilder runs = new StringBuilder();
    for (final CellRecord cell : cells) {
      for (int i = 0; i < cell.runs(); i++) {
        final Map<String, long[]> values = new TreeMap<>();
        final int run = i;
        samplesByCell.get(cell.key()).forEach((name, all) -> values.put(name, all.get(run)));
        final boolean isViolated = i < cell.verdicts().get(Verdict.VIOLATED).count();
        values.put("overlap", new long[] {i < cell.happened().get("overlap").count() ? 1 : 0});
        runs.append(RunJson.print(new RunRecord(cell.key(), i, 1000 + i,
            isViolated ? Verdict.VIOLATED : Verdict.SAFE_LIVE,
            isViolated
                ? List.of(new Judgement.Violation(Property.ONE_LEADER_AT_A_TIME, 12_345_678_901L, List.of(1, 4),
                    "nodes 1 and 4 both led for 1.2 s, tolerance 0.1 s"))
                : List.of(),
            null, List.of(), values, Map.of(), Map.of(), Map.of(), "0123456789abcdef"))).append('\n');
      }
    }
    Files.writeString(folder.resolve("runs.ndjson"), runs);
    return folder;
  }

  ChartBuilder builder() {
    return new ChartBuilder(Grid.of(cells), samplesByCell);
  }
}
