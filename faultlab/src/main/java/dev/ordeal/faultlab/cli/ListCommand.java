package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.experiment.Catalogue;
import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.faultlab.experiment.ExperimentException;
import dev.ordeal.faultlab.experiment.ExperimentFiles;
import dev.ordeal.faultlab.experiment.ExperimentReader;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.report.TextTable;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.Property;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab list}. */
@Command(
    name = "list",
    description = "Lists problems, algorithms with their models and parameters, and the experiments that ship.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  private static final int EXAMPLE_NODES = 5;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object instead of tables.")
  private boolean isJson;

  @Override
  public Integer call() {
    final PrintWriter out = spec.commandLine().getOut();
    final Catalogue catalogue = Catalogue.load();
    if (isJson) {
      out.println(Listing.json(catalogue));
      return Exit.AS_EXPECTED;
    }
    final TextTable problems = new TextTable().left("problem").left("properties").left("measures");
    for (final Problem problem : catalogue.problems()) {
      problems.row(
          problem.name(),
          problem.properties().stream().map(Property::label).collect(Collectors.joining(", ")),
          problem.measures().stream().map(Measure::name).collect(Collectors.joining(", ")));
    }
    Terminal.print(out, problems);
    final TextTable algorithms = new TextTable().left("algorithm").left("problem").left("model").left("promises");
    catalogue.algorithms().forEach(algorithm -> algorithms.row(
        algorithm.name(), algorithm.problem(), model(algorithm), promises(algorithm)));
    out.println();
    Terminal.print(out, algorithms);
    final TextTable parameters = new TextTable().left("parameter").left("default").left("meaning");
    for (final AlgorithmSpec algorithm : catalogue.algorithms()) {
      algorithm.parameters().forEach(parameter -> add(algorithm.name(), parameter, parameters));
    }
    for (final Problem problem : catalogue.problems()) {
      problem.workload().forEach(parameter -> add(problem.name() + " workload:", parameter, parameters));
    }
    out.println();
    Terminal.print(out, parameters);
    final TextTable experiments = new TextTable().left("experiment").right("runs").left("question");
    for (final String name : ExperimentFiles.shipped()) {
      final ExperimentFiles.Source file = ExperimentFiles.find(name);
      try {
        final Experiment experiment =
            ExperimentReader.read(file.text(), file.source(), file.directory(), List.of(), catalogue);
        experiments.row(name, experiment.runs(), experiment.question());
      } catch (final ExperimentException e) {
        experiments.row(name, "-", "cannot run here: " + e.mistakes().get(0));
      }
    }
    out.println();
    Terminal.print(out, experiments);
    return Exit.AS_EXPECTED;
  }

  private static void add(final String owner, final Parameter parameter, final TextTable table) {
    table.row(
        owner + " " + parameter.name(), Listing.written(parameter, parameter.defaultValue()), parameter.meaning());
  }

  private static String model(final AlgorithmSpec algorithm) {
    return "%s; of %d nodes %d may crash, %d lie; admits %s"
        .formatted(
            algorithm.model().timing().label(),
            EXAMPLE_NODES,
            algorithm.model().crashesMax().applyAsInt(EXAMPLE_NODES),
            algorithm.model().byzantineMax().applyAsInt(EXAMPLE_NODES),
            algorithm.model().admitted().isEmpty()
                ? "nothing"
                : algorithm.model().admitted().stream()
                    .sorted()
                    .map(FaultKind::label)
                    .collect(Collectors.joining(", ")));
  }

  private static String promises(final AlgorithmSpec algorithm) {
    return algorithm.promises().stream().sorted().map(Property::label).collect(Collectors.joining(", "));
  }
}
