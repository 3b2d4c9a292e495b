package dev.ordeal.faultlab.experiment;

import dev.ordeal.faultlab.fault.FailureBudget;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.ModelCheck;
import dev.ordeal.faultlab.fault.PlanDrawing;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads an experiment file. Everything wrong with it is found in one go: shape by the JSON Schema, values and what they
 * mean together by reading each cell of the grid.
 */
public final class ExperimentReader {
  private static final int NODES_MAX = 100_000;
  private static final int SEEDS_MAX = 100_000_000;
  private static final int SEEDS_DEFAULT = 200;
  private static final int NODES_DEFAULT = 5;
  private static final long DURATION_DEFAULT_NS = 60_000_000_000L;
  private static final long DURATION_MAX_NS = 1_000L * 3_600 * 1_000_000_000L;
  private static final String NAME_PATTERN = "[a-z0-9]+(-[a-z0-9]+)*";

  private final Catalogue catalogue;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Collection<Mistake> warnings = new LinkedHashSet<>();

  private ExperimentReader(final Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Reads an experiment.
   *
   * @param text the file
   * @param source the file's name, for places in messages
   * @param directory where files that it names are looked for
   * @param settings {@code path=value} pairs that replace what the file says, in order
   * @throws ExperimentException with every mistake
   */
  public static Experiment read(
      final String text,
      final String source,
      final Path directory,
      final List<String> settings,
      final Catalogue catalogue) {
    return new ExperimentReader(catalogue).experiment(text, source, directory, settings);
  }

  private Experiment experiment(
      final String text, final String source, final Path directory, final List<String> settings) {
    Tree root = Tree.parse(text, source, mistakes);
    for (final String setting : settings) {
      root = set(root, setting);
    }
    if (!(root instanceof Tree.Mapping)) {
      throw new ExperimentException("not an experiment: expected a mapping that begins with ordeal: 1", root.at());
    }
    final List<Mistake> misshapen = SchemaCheck.check(root);
    final Section top = new Section(root, mistakes);
    final String name = name(top);
    final Problem problem = problem(top);
    final int seeds = (int) top.count("seeds", SEEDS_DEFAULT, 1, SEEDS_MAX);
    final long rootSeed = top.count("root-seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
    final List<Variant> variants = new VariantReader(catalogue, problem, mistakes).read(top.tree("algorithms"));
    final Grid grid = new Grid(root, !settings.isEmpty(), mistakes);
    final List<Grid.Point> points = grid.points(variants);
    if (points.isEmpty() && mistakes.isEmpty() && misshapen.isEmpty()) {
      top.mistake("exclude", "no cell is left: cells=0, min=1");
    }
    final Map<String, Cell> cells = new LinkedHashMap<>();
    for (final Grid.Point point : points) {
      final Cell cell = cell(root, point, problem, grid.axes(), directory);
      cells.put(cell.key(), cell);
    }
    if (points.isEmpty()) {
      // Nothing to unfold, but the rest of the file may be wrong too.
      readSettings(root, catalogue.algorithms().stream().findFirst().orElse(null), problem, directory);
    }
    final List<Expectation> expectations =
        problem == null
            ? List.of()
            : new ExpectationReader(problem, grid, points, mistakes).read(top.tree("expect"));
    final List<Mistake> all = merge(mistakes, misshapen);
    if (!all.isEmpty()) {
      throw new ExperimentException(all);
    }
    final Map<String, List<String>> axes = new LinkedHashMap<>();
    for (final Axis axis : grid.axes()) {
      axes.put(axis.name(), cells.values().stream().map(cell -> cell.axes().get(axis.name())).distinct().toList());
    }
    return new Experiment(
        name,
        Optional.ofNullable(top.text("question")).orElse(""),
        problem,
        seeds,
        rootSeed,
        axes,
        grid.first(),
        List.copyOf(cells.values()),
        expectations,
        List.copyOf(warnings),
        text,
        List.copyOf(settings));
  }

  private Tree set(final Tree root, final String setting) {
    final int equals = setting.indexOf('=');
    final String at = "--set " + setting;
    if (equals <= 0) {
      mistakes.add(new Mistake("setting without a value: expected path=value", at));
      return root;
    }
    final List<String> path = List.of(setting.substring(0, equals).strip().split("\\."));
    try {
      return root.with(path, Tree.parseValue(setting.substring(equals + 1), at, mistakes));
    } catch (final ExperimentException e) {
      mistakes.addAll(e.mistakes());
      return root;
    }
  }

  private static String name(final Section top) {
    final String name = top.text("name");
    if (name == null) {
      return "";
    }
    if (!name.matches(NAME_PATTERN)) {
      top.mistake("name", "not a name: name=%s, expected lower-case words joined by hyphens".formatted(name));
    }
    return name;
  }

  private Problem problem(final Section top) {
    final String name = top.text("problem");
    if (name == null) {
      return null;
    }
    final Optional<Problem> problem = catalogue.problem(name);
    if (problem.isEmpty()) {
      top.mistake(
          "problem",
          "unknown problem: problem=%s%s"
              .formatted(name, Suggestion.of(name, catalogue.problems().stream().map(Problem::name).toList())));
    }
    return problem.orElse(null);
  }

  /** What a tree says of size, length and faults. */
  private record Settings(int nodes, long durationNs, FailureBudget budget, WorkloadPlan workload) {}

  private Settings readSettings(
      final Tree tree, final AlgorithmSpec spec, final Problem problem, final Path directory) {
    final Collection<Mistake> found = new LinkedHashSet<>();
    final Section top = new Section(tree, found);
    final int nodes = (int) top.count("nodes", NODES_DEFAULT, 1, NODES_MAX);
    final long durationNs = top.duration("duration", DURATION_DEFAULT_NS, 1, DURATION_MAX_NS);
    final FailureBudget budget = new BudgetReader(tree, spec, nodes, durationNs, directory, found).read();
    final WorkloadPlan workload = workload(top, problem, found);
    if (found.isEmpty()) {
      try {
        PlanDrawing.check(budget, nodes, durationNs);
      } catch (final IllegalArgumentException e) {
        top.mistake("faults", e.getMessage());
      }
    }
    final Set<String> places = mistakes.stream().map(Mistake::at).collect(Collectors.toSet());
    found.stream().filter(mistake -> !places.contains(mistake.at())).forEach(mistakes::add);
    return new Settings(nodes, durationNs, budget, workload);
  }

  private static WorkloadPlan workload(final Section top, final Problem problem, final Collection<Mistake> found) {
    final List<Parameter> known = problem == null ? List.of() : problem.workload();
    if (!(top.tree("workload") instanceof Tree.Mapping mapping) || problem == null) {
      return WorkloadPlan.defaultsOf(known);
    }
    if (known.isEmpty()) {
      found.add(new Mistake("problem without clients: problem=%s".formatted(problem.name()), top.at("workload")));
    }
    final Section section = new Section(mapping, found);
    final Map<String, Long> chosen = new LinkedHashMap<>();
    for (final Parameter parameter : known) {
      if (section.has(parameter.name())) {
        chosen.put(parameter.name(), section.parameter(parameter));
      }
    }
    final List<String> names = known.stream().map(Parameter::name).toList();
    mapping.entries().forEach(
        (name, entry) -> {
          if (!known.isEmpty() && !names.contains(name)) {
            found.add(
                new Mistake(
                    "unknown setting of the workload: key=%s%s".formatted(name, Suggestion.of(name, names)),
                    entry.keyAt()));
          }
        });
    return new WorkloadPlan(ParameterValues.of(known, chosen), List.of());
  }

  private Cell cell(
      final Tree root,
      final Grid.Point point,
      final Problem problem,
      final List<Axis> axes,
      final Path directory) {
    Tree tree = root;
    final Map<String, String> values = new LinkedHashMap<>(point.variant().axes());
    for (final Axis axis : axes) {
      final Axis.Value value = point.values().get(axis.name());
      tree = tree.with(axis.path(), value.tree());
      values.put(axis.name(), value.label());
    }
    final AlgorithmSpec spec = point.variant().spec();
    final Settings settings = readSettings(tree, spec, problem, directory);
    final Collection<Mistake> conflicts = new LinkedHashSet<>();
    VariantReader.conflicts(point.variant(), settings.nodes(), conflicts);
    final Section top = new Section(tree, mistakes);
    if (problem != null) {
      problem
          .conflicts(spec, settings.workload(), settings.nodes(), settings.budget())
          .forEach(
              text ->
                  conflicts.add(
                      new Mistake("%s: algorithm=%s".formatted(text, point.variant().label()), top.at("workload"))));
    }
    conflicts.stream().filter(mistake -> !mistakes.contains(mistake)).forEach(mistakes::add);
    final List<String> byBudget =
        ModelCheck.beyond(
            spec, point.variant().values(), settings.nodes(), settings.durationNs(), settings.budget());
    warn(point.variant(), settings, problem, top);
    final String environment =
        axes.stream().map(axis -> axis.name() + "=" + values.get(axis.name())).collect(Collectors.joining(","));
    return new Cell(
        environment.isEmpty() ? point.variant().label() : point.variant().label() + "/" + environment,
        environment,
        values,
        problem,
        spec,
        point.variant().values(),
        settings.workload(),
        settings.nodes(),
        settings.durationNs(),
        settings.budget(),
        problem == null
            ? byBudget
            : problem.beyond(
                spec,
                point.variant().values(),
                settings.workload(),
                settings.nodes(),
                settings.budget(),
                byBudget));
  }

  private void warn(final Variant variant, final Settings settings, final Problem problem, final Section top) {
    final long healNs = settings.budget().healNs();
    if (healNs == FaultPlan.NEVER || !mistakes.isEmpty()) {
      return;
    }
    final long delayBoundNs = settings.budget().healedDelayMaxNs();
    final long boundNs = variant.spec().recoveryBoundNs(variant.values(), settings.nodes(), delayBoundNs);
    if (boundNs > settings.durationNs() - healNs) {
      warnings.add(
          new Mistake(
              "run too short to demand progress: algorithm=%s, heal=%s, recovery bound=%s, duration=%s"
                  .formatted(
                      variant.label(),
                      Quantities.formatDuration(healNs),
                      boundNs == Long.MAX_VALUE ? "none" : Quantities.formatDuration(boundNs),
                      Quantities.formatDuration(settings.durationNs())),
              top.at("heal")));
    }
    problem
        .warnings(
            variant.spec(),
            variant.values(),
            settings.workload(),
            settings.nodes(),
            settings.budget(),
            settings.durationNs())
        .forEach(
            text ->
                warnings.add(new Mistake("%s: algorithm=%s".formatted(text, variant.label()), top.at("workload"))));
  }

  /** What reading found, and what only the schema found, in the order of the file. */
  private static List<Mistake> merge(final List<Mistake> found, final List<Mistake> misshapen) {
    final List<Mistake> all = new ArrayList<>(new LinkedHashSet<>(found));
    for (final Mistake mistake : misshapen) {
      if (found.stream().noneMatch(other -> other.at().equals(mistake.at()) && !other.at().startsWith("--set"))) {
        all.add(mistake);
      }
    }
    all.sort((a, b) -> Long.compare(place(a.at()), place(b.at())));
    return all;
  }

  /** Line and column as one number; places without any come last, in their order. */
  private static long place(final String at) {
    final String[] parts = at.split(":");
    try {
      final int length = parts.length;
      return length < 3 || at.startsWith("--")
          ? Long.MAX_VALUE
          : Long.parseLong(parts[length - 2]) * 1_000_000 + Long.parseLong(parts[length - 1]);
    } catch (final NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
