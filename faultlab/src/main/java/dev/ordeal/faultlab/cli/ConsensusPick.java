package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.experiment.Catalogue;
import dev.ordeal.faultlab.experiment.Suggestion;
import dev.ordeal.faultlab.scenario.ScenarioFile;
import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that name an algorithm of consensus, its settings, and what its nodes propose. */
final class ConsensusPick {
  private static final String PROBLEM = "consensus";
  private static final String NO_PROPOSAL = "-";

  @Parameters(paramLabel = "ALGORITHM", description = "An algorithm of the problem consensus, as lab list names it.")
  private String algorithm;

  @Option(
      names = "--proposals",
      paramLabel = "VALUES",
      split = ",",
      description = "What each node proposes, - for nothing; so many nodes there are. 0,1,1 if left out.")
  private List<String> proposals = List.of("0", "1", "1");

  @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Sets a parameter of the algorithm.")
  private Map<String, String> set = new LinkedHashMap<>();

  /** Created by picocli. */
  ConsensusPick() {}

  AlgorithmSpec spec() {
    final Catalogue catalogue = Catalogue.load();
    final List<String> known =
        catalogue.algorithms().stream()
            .filter(one -> one.problem().equals(PROBLEM))
            .map(AlgorithmSpec::name)
            .toList();
    if (!known.contains(algorithm)) {
      throw new UsageException(
          "no such algorithm of consensus: algorithm=%s%s".formatted(algorithm, Suggestion.of(algorithm, known)));
    }
    return catalogue.algorithm(algorithm).orElseThrow();
  }

  ParameterValues values(final AlgorithmSpec spec) {
    final Map<String, Long> chosen = new LinkedHashMap<>();
    set.forEach((name, text) -> chosen.put(name, ScenarioFile.value(spec.parameters(), name, text)));
    return ParameterValues.of(spec.parameters(), chosen);
  }

  List<Long> proposals() {
    final List<Long> values = new ArrayList<>();
    for (final String text : proposals) {
      if (!text.matches("\\d{1,9}|" + NO_PROPOSAL)) {
        throw new UsageException("not a proposal: text=%s, wanted=a number or %s".formatted(text, NO_PROPOSAL));
      }
      values.add(text.equals(NO_PROPOSAL) ? ConsensusNode.NO_VALUE : Long.parseLong(text));
    }
    return values;
  }
}
