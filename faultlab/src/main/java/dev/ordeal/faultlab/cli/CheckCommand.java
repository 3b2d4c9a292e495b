package dev.ordeal.faultlab.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ordeal.faultlab.experiment.Suggestion;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.judge.FileJudge;
import dev.ordeal.faultlab.judge.FileVerdict;
import dev.ordeal.faultlab.judge.FileVerdict.Ruling;
import dev.ordeal.faultlab.judge.JudgeSettings;
import dev.ordeal.faultlab.judge.Judges;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab check}. */
@Command(
    name = "check",
    description = {
      "Judges recorded files: histories of operations, whether they are linearizable.",
      "Without files it lists the models."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final int SCHEMA = 1;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "What was recorded.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--model", paramLabel = "NAME", description = "What to judge by; without files, all are listed.")
  private String model;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "How the files are written; if left out, found by looking.")
  private String format;

  @Option(names = "--budget", paramLabel = "TIME", description = "What one file may take; 10s if left out.")
  private String budget = "10s";

  @Option(names = "--pictures", paramLabel = "FOLDER", description = "Draw what is violated there.")
  private Path pictures;

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  /** A file and what was found in it. */
  private record Judged(Path file, FileVerdict verdict, long tookNs) {}

  @Override
  public Integer call() throws IOException {
    final Judges judges = Judges.load();
    if (files.isEmpty() && model == null) {
      judges.all().forEach(
          judge -> spec.commandLine().getOut().println("%-16s %s".formatted(judge.name(), judge.summary())));
      return Exit.AS_EXPECTED;
    }
    final FileJudge judge = judge(judges);
    final JudgeSettings settings = new JudgeSettings(format(judge), budgetNs(), pictures);
    final PrintWriter out = spec.commandLine().getOut();
    final List<Judged> judged = new ArrayList<>();
    for (final Path file : files) {
      final Judged one = judge(judge, file, settings);
      judged.add(one);
      if (!isJson) {
        print(out, one);
      }
    }
    out.println(isJson ? json(judge, judged) : summary(judged));
    return status(judged);
  }

  private FileJudge judge(final Judges judges) {
    if (model == null) {
      throw new UsageException("model missing: option=--model, known=" + names(judges));
    }
    if (files.isEmpty()) {
      throw new UsageException("file missing: lab check --model %s FILE…".formatted(model));
    }
    return judges
        .judge(model)
        .orElseThrow(
            () -> {
              final List<String> known = judges.all().stream().map(FileJudge::name).toList();
              return new UsageException(
                  "unknown model: model=%s%s".formatted(model, Suggestion.of(model, known)));
            });
  }

  private static String names(final Judges judges) {
    return judges.all().stream().map(FileJudge::name).collect(Collectors.joining(", "));
  }

  private String format(final FileJudge judge) {
    if (format != null && !judge.formats().contains(format)) {
      throw new UsageException(
          "unknown format: format=%s%s".formatted(format, Suggestion.of(format, judge.formats())));
    }
    return format;
  }

  private long budgetNs() {
    final long ns;
    try {
      ns = Quantities.parseDurationNs(budget);
    } catch (final IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    if (ns == 0) {
      throw new UsageException("budget out of range: budget=%s, min=1ns".formatted(budget));
    }
    return ns;
  }

  /** A file that cannot be read is malformed; the others are judged all the same. */
  private static Judged judge(final FileJudge judge, final Path file, final JudgeSettings settings) {
    final long startNs = System.nanoTime();
    FileVerdict verdict;
    try {
      verdict = judge.judge(file, settings);
    } catch (final NoSuchFileException e) {
      verdict = FileVerdict.malformed(List.of("%s: no such file".formatted(e.getFile())));
    } catch (final IOException e) {
      verdict = FileVerdict.malformed(List.of("%s: %s".formatted(file, e)));
    }
    return new Judged(file, verdict, System.nanoTime() - startNs);
  }

  private static void print(final PrintWriter out, final Judged judged) {
    out.println(
        "%s: %s (%s)".formatted(judged.file, judged.verdict.label(), seconds(judged.tookNs)));
    judged.verdict.words().forEach(words -> out.println("  " + words));
    out.flush();
  }

  private static String seconds(final long ns) {
    return String.format(Locale.ROOT, "%.3f s", ns / 1e9);
  }

  private static String summary(final List<Judged> judged) {
    final Map<Ruling, Long> counts = counts(judged);
    return "files=%d %s"
        .formatted(
            judged.size(),
            counts.entrySet().stream()
                .map(entry -> word(entry.getKey()) + "=" + entry.getValue())
                .collect(Collectors.joining(" ")));
  }

  private static Map<Ruling, Long> counts(final List<Judged> judged) {
    final Map<Ruling, Long> counts = new EnumMap<>(Ruling.class);
    for (final Ruling ruling : Ruling.values()) {
      counts.put(ruling, judged.stream().filter(one -> one.verdict.ruling() == ruling).count());
    }
    return counts;
  }

  private static String word(final Ruling ruling) {
    return ruling.name().toLowerCase(Locale.ROOT);
  }

  private static String json(final FileJudge judge, final List<Judged> judged) {
    final ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("schema", SCHEMA);
    node.put("model", judge.name());
    final ArrayNode items = node.putArray("files");
    for (final Judged one : judged) {
      final ObjectNode item = items.addObject();
      item.put("file", one.file.toString());
      item.put("ruling", word(one.verdict.ruling()));
      item.put("verdict", one.verdict.label());
      item.put("tookNs", one.tookNs);
      final ArrayNode words = item.putArray("words");
      one.verdict.words().forEach(words::add);
      item.set("facts", one.verdict.facts());
    }
    final ObjectNode summary = node.putObject("summary");
    counts(judged).forEach((ruling, count) -> summary.put(word(ruling), count));
    return node.toPrettyString();
  }

  /** A violation is sure whatever else there is; then what could not be read; then what could not be decided. */
  private static int status(final List<Judged> judged) {
    final Map<Ruling, Long> counts = counts(judged);
    if (counts.get(Ruling.VIOLATED) > 0) {
      return Exit.VIOLATED;
    }
    if (counts.get(Ruling.MALFORMED) > 0) {
      return Exit.USAGE;
    }
    return counts.get(Ruling.UNDECIDED) > 0 ? Exit.UNDECIDED : Exit.AS_EXPECTED;
  }
}
