package dev.ordeal.faultlab.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ordeal.faultlab.experiment.Breakage;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.fault.PlanFile;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.fault.TextFile;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.faultlab.problem.WorkloadPlan.ScriptedOperation;
import dev.ordeal.faultlab.record.LabCommand;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run on paper: two YAML documents, the first saying whom to run and what is expected, the second what goes wrong, as
 * {@link PlanFile} writes it.
 *
 * <pre>
 * # raft-election: nodes 0 and 1 both led epoch 1 …
 * schema: 1
 * scenario: election/vote-forgotten
 * algorithm: raft-election
 * parameters:
 *   heartbeat-interval: 1s
 * nodes: 3
 * duration: 20s
 * seed: 7
 * violates: [one-leader-per-epoch]
 * keeps: []
 * trace-hash: "0123456789abcdef"
 * ---
 * …
 * </pre>
 *
 * @param run whom, how many, how long, and what goes wrong
 * @param violates properties that must not hold in it
 * @param isThrowing whether a node must throw in it, written {@code exception} among what it violates
 * @param keeps properties that must
 * @param traceHash sixteen hexadecimal digits, or null if it was not recorded
 * @param note what it shows, in a line; may be empty
 */
public record ScenarioFile(
    PlannedRun run, List<Property> violates, boolean isThrowing, List<Property> keeps, String traceHash, String note) {
  private static final int SCHEMA = 1;
  private static final Pattern OPERATION = Pattern.compile("(\\S+) client (\\d{1,6}) node (\\d{1,6}): (.+)");
  private static final String DOCUMENT_END = "\n---\n";
  private static final Set<String> KEYS =
      Set.of(
          "schema", "scenario", "algorithm", "parameters", "workload", "operations", "nodes", "duration", "seed",
          "violates", "keeps", "trace-hash");

  /** Reads a scenario of an algorithm that the service loader finds. */
  public static ScenarioFile read(final Path file) throws IOException {
    return parse(TextFile.read(file), file.toString(), ScenarioFile::findAlgorithm);
  }

  /**
   * Reads a scenario.
   *
   * @param fileName where it comes from, for messages
   * @param algorithms finds an algorithm by its name
   * @throws IllegalArgumentException naming what is wrong, where, and what was expected
   */
  public static ScenarioFile parse(
      final String text, final String fileName, final Function<String, Optional<AlgorithmSpec>> algorithms) {
    final int end = text.indexOf(DOCUMENT_END);
    if (end < 0) {
      throw new IllegalArgumentException(
          "scenario has no plan: expected a second document after ---; a plan alone runs with replay FOLDER … --plan");
    }
    final JsonNode head = head(text.substring(0, end + 1));
    head.fieldNames().forEachRemaining(
        key -> {
          if (!KEYS.contains(key)) {
            throw new IllegalArgumentException("unknown entry of a scenario: name=%s, known=%s".formatted(key, KEYS));
          }
        });
    if (required(head, "schema").asInt() != SCHEMA) {
      throw new IllegalArgumentException(
          "unknown version of scenarios: schema=%s, known=%d".formatted(head.get("schema"), SCHEMA));
    }
    final String algorithm = required(head, "algorithm").asText();
    final AlgorithmSpec spec =
        algorithms
            .apply(algorithm)
            .orElseThrow(() -> new IllegalArgumentException("no such algorithm: algorithm=" + algorithm));
    final Problem problem = PlannedRun.problemOf(spec);
    final int nodes = required(head, "nodes").asInt();
    final WorkloadPlan workload =
        new WorkloadPlan(
            values(problem.workload(), head.get("workload")), script(head.get("operations"), problem, nodes, text));
    final PlannedRun run =
        new PlannedRun(
            required(head, "scenario").asText(),
            problem,
            spec,
            values(spec.parameters(), head.get("parameters")),
            workload,
            nodes,
            Quantities.parseDurationNs(required(head, "duration").asText()),
            required(head, "seed").asLong(),
            PlanFile.read(text.substring(end + DOCUMENT_END.length()), fileName));
    return new ScenarioFile(
        run,
        properties(head.get("violates")),
        isThrowing(head.get("violates")),
        properties(head.get("keeps")),
        head.hasNonNull("trace-hash") ? head.get("trace-hash").asText() : null,
        note(text));
  }

  /** What the file says, to be read again. */
  public String format() {
    final StringBuilder text = new StringBuilder();
    if (!note.isEmpty()) {
      text.append("# ").append(note).append('\n');
    }
    text.append("schema: ").append(SCHEMA).append('\n');
    text.append("scenario: ").append(quoted(run.name())).append('\n');
    text.append("algorithm: ").append(run.spec().name()).append('\n');
    format("parameters", run.spec().parameters(), run.values(), text);
    format("workload", run.problem().workload(), run.workload().values(), text);
    if (!run.workload().script().isEmpty()) {
      text.append("operations:\n");
      run.workload().script().forEach(one -> text.append("  - ").append(quoted(written(one))).append('\n'));
    }
    text.append("nodes: ").append(run.clusterSize()).append('\n');
    text.append("duration: ").append(Quantities.formatDuration(run.durationNs())).append('\n');
    text.append("seed: ").append(run.seed()).append('\n');
    text.append("violates: ").append(labels(violates, isThrowing)).append('\n');
    text.append("keeps: ").append(labels(keeps, false)).append('\n');
    if (traceHash != null) {
      text.append("trace-hash: ").append(quoted(traceHash)).append('\n');
    }
    return text.append("---\n").append(PlanFile.write(run.plan())).toString();
  }

  /** Writes the file, and the directories above it. */
  public void write(final Path file) throws IOException {
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    Files.writeString(file, format());
  }

  /** What a run's record says against what is expected here, a sentence each; empty if all is as expected. */
  public List<String> discrepancies(final RunRecord record) {
    final List<String> found = new ArrayList<>();
    for (final Property property : violates) {
      if (!isViolated(record, property)) {
        found.add("expected a violation, property holds: property=" + property.label());
      }
    }
    if (isThrowing != (record.failure() != null)) {
      found.add(
          isThrowing ? "expected an exception, no node threw" : "expected no exception: failure=" + record.failure());
    }
    for (final Property property : keeps) {
      if (isViolated(record, property)) {
        found.add("expected to hold, property is violated: property=" + property.label());
      }
    }
    if (traceHash != null && !traceHash.equals(record.traceHash())) {
      found.add("not the same run: trace-hash=%s, recorded=%s".formatted(record.traceHash(), traceHash));
    }
    return found;
  }

  /** Saves a run under the build's directory and returns the line that replays it. */
  static String saveForReplay(final PlannedRun run) {
    final Path file = Path.of("target", "scenarios", run.name().replaceAll("[^a-zA-Z0-9]+", "-") + ".yaml");
    try {
      new ScenarioFile(run, List.of(), false, List.of(), null, "").write(file);
    } catch (final IOException e) {
      return "cannot save the scenario: %s".formatted(e);
    }
    return LabCommand.here().line("replay", file);
  }

  private static Optional<AlgorithmSpec> findAlgorithm(final String name) {
    return ServiceLoader.load(AlgorithmSpec.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(spec -> spec.name().equals(name))
        .findFirst();
  }

  private static JsonNode head(final String text) {
    try {
      final JsonNode head = new YAMLMapper().readTree(text);
      if (!head.isObject()) {
        throw new IllegalArgumentException("scenario is not a list of entries: expected name: value");
      }
      return head;
    } catch (final JsonProcessingException e) {
      throw new IllegalArgumentException(
          "scenario is not YAML: %s (line %d)".formatted(e.getOriginalMessage(), e.getLocation().getLineNr()), e);
    }
  }

  private static JsonNode required(final JsonNode head, final String key) {
    if (!head.hasNonNull(key)) {
      throw new IllegalArgumentException("scenario lacks an entry: name=" + key);
    }
    return head.get(key);
  }

  private static void format(
      final String section, final List<Parameter> parameters, final ParameterValues values, final StringBuilder text) {
    if (!parameters.isEmpty()) {
      text.append(section).append(":\n");
      for (final Parameter parameter : parameters) {
        final long value = values.value(parameter.name());
        text.append("  ").append(parameter.name()).append(": ").append(written(parameter, value)).append('\n');
      }
    }
  }

  private static ParameterValues values(final List<Parameter> parameters, final JsonNode chosen) {
    final Map<String, Long> values = new TreeMap<>();
    if (chosen != null) {
      final Iterator<Map.Entry<String, JsonNode>> entries = chosen.properties().iterator();
      while (entries.hasNext()) {
        final Map.Entry<String, JsonNode> entry = entries.next();
        values.put(entry.getKey(), value(parameters, entry.getKey(), entry.getValue().asText()));
      }
    }
    return ParameterValues.of(parameters, values);
  }

  private static List<ScriptedOperation> script(
      final JsonNode lines, final Problem problem, final int nodes, final String text) {
    final List<ScriptedOperation> script = new ArrayList<>();
    if (lines != null) {
      for (final JsonNode line : lines) {
        final Matcher operation = OPERATION.matcher(line.asText());
        if (!operation.matches()) {
          throw new IllegalArgumentException(
              "not an operation: text=%s, expected=<time> client <number> node <number>: <operation>"
                  .formatted(line.asText()));
        }
        check(problem, operation, nodes, text);
        script.add(
            new ScriptedOperation(
                Quantities.parseDurationNs(operation.group(1)),
                Integer.parseInt(operation.group(2)),
                Integer.parseInt(operation.group(3)),
                operation.group(4)));
      }
    }
    return script;
  }

  private static void check(
      final Problem problem, final Matcher operation, final int nodes, final String text) {
    try {
      problem.checkOperation(operation.group(4), nodes);
    } catch (final IllegalArgumentException e) {
      final int at = text.indexOf(operation.group()); // The first of those that say the same is as wrong.
      if (at < 0) {
        throw e; // Written with escapes.
      }
      final int line = (int) text.substring(0, at).lines().count();
      final int column = at + operation.start(4) - text.lastIndexOf('\n', at);
      throw new IllegalArgumentException("%s (line %d, column %d)".formatted(e.getMessage(), line, column), e);
    }
  }

  private static String written(final ScriptedOperation one) {
    return "%s client %d node %d: %s"
        .formatted(Quantities.formatDuration(one.atNs()), one.client(), one.nodeId(), one.operation());
  }

  /** The value of a parameter as people write it. */
  public static long value(final List<Parameter> parameters, final String name, final String text) {
    final Parameter parameter =
        parameters.stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "unknown parameter: name=%s, known=%s"
                            .formatted(name, parameters.stream().map(Parameter::name).toList())));
    return switch (parameter.kind()) {
      case DURATION -> Quantities.parseDurationNs(text);
      case COUNT -> Long.parseLong(text);
      case SWITCH -> Boolean.parseBoolean(text) ? 1 : 0;
      case RATIO -> Quantities.parseRatioPpb(text);
    };
  }

  private static String written(final Parameter parameter, final long value) {
    return switch (parameter.kind()) {
      case DURATION -> Quantities.formatDuration(value);
      case COUNT -> Long.toString(value);
      case SWITCH -> Boolean.toString(value != 0);
      case RATIO -> Quantities.formatRatio(value);
    };
  }

  private static List<Property> properties(final JsonNode labels) {
    final List<Property> properties = new ArrayList<>();
    if (labels != null) {
      labels.forEach(
          label -> {
            if (!label.asText().equals(Breakage.EXCEPTION)) {
              properties.add(property(label.asText()));
            }
          });
    }
    return properties;
  }

  private static boolean isThrowing(final JsonNode labels) {
    boolean isThrowing = false;
    if (labels != null) {
      for (final JsonNode label : labels) {
        isThrowing |= label.asText().equals(Breakage.EXCEPTION);
      }
    }
    return isThrowing;
  }

  /** The property of this name. */
  static Property property(final String label) {
    return Arrays.stream(Property.values())
        .filter(property -> property.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no such property: name=%s, known=%s"
                        .formatted(label, Arrays.stream(Property.values()).map(Property::label).toList())));
  }

  private static String labels(final List<Property> properties, final boolean isThrowing) {
    final List<String> labels = new ArrayList<>(properties.stream().map(Property::label).toList());
    if (isThrowing) {
      labels.add(Breakage.EXCEPTION);
    }
    return labels.toString();
  }

  private static boolean isViolated(final RunRecord record, final Property property) {
    return record.violations().stream().anyMatch(violation -> violation.property() == property);
  }

  private static String note(final String text) {
    return text.startsWith("# ") ? text.substring(2, text.indexOf('\n')) : "";
  }

  private static String quoted(final String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
