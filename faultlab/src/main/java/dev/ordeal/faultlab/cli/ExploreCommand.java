package dev.ordeal.faultlab.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ordeal.faultlab.exploration.ExplorationPlan;
import dev.ordeal.faultlab.exploration.ExplorationResult;
import dev.ordeal.faultlab.exploration.Explorer;
import dev.ordeal.protocols.core.AlgorithmSpec;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab explore}. */
@Command(
    name = "explore",
    description = {
      "Visits every state that a few nodes can get into, and prints the shortest schedule to one in which something"
          + " broke.",
      "",
      "Nodes agree on one value (problem: consensus). A synchronous algorithm is explored in lock step: every node"
          + " may crash in every step, with any subset of the step's messages sent. Any other: messages arrive in"
          + " every order, or never; deadlines may come at any time, as often as --deadlines says; a node may crash"
          + " and come back as often as --restarts says. Links that an algorithm needs reliable are so."
    },
    footerHeading = "%nTo begin with:%n",
    footer = {
      "  scripts/lab explore flood-set --proposals 0,1,1 --crashes 2",
      "  scripts/lab explore flood-set --crashes 1 --set faults=0    a crash that is not allowed for",
      "  scripts/lab explore paxos --proposals 0,1,- --restarts 1 --depth 20",
      "  scripts/lab explore ben-or --proposals 0,1,1 --coins 1 --depth 12"
    },
    mixinStandardHelpOptions = true)
final class ExploreCommand implements Callable<Integer> {
  private static final int SCHEMA = 1;

  @Spec private CommandSpec spec;

  @Mixin private ConsensusPick pick;

  @Option(names = "--crashes", paramLabel = "N", description = "Nodes that may crash for good, of a synchronous algorithm; ${DEFAULT-VALUE}.")
  private int crashes;

  @Option(names = "--restarts", paramLabel = "N", description = "Crashes with a restart, of any other; ${DEFAULT-VALUE}.")
  private int restarts;

  @Option(names = "--deadlines", paramLabel = "N", description = "Deadlines that may come, of any other; ${DEFAULT-VALUE}.")
  private int deadlines;

  @Option(
      names = "--coins",
      paramLabel = "N",
      description = "Of how many first draws of each node every outcome of a coin is tried; ${DEFAULT-VALUE}.")
  private int coins;

  @Option(names = "--depth", paramLabel = "N", description = "Longest schedule, in actions; ${DEFAULT-VALUE}.")
  private int depth = 1_000;

  @Option(
      names = "--states",
      paramLabel = "N",
      description = "Most states to visit; each takes some 100 bytes. ${DEFAULT-VALUE} if left out.")
  private long statesMax = 5_000_000;

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean isJson;

  @Override
  public Integer call() {
    final ExplorationPlan plan = plan();
    final long startNs = System.nanoTime();
    final ExplorationResult result = explorer(plan).run();
    final double seconds = (System.nanoTime() - startNs) / 1e9;
    final PrintWriter out = spec.commandLine().getOut();
    out.print(isJson ? json(plan, result) + "\n" : text(plan, result, seconds));
    out.flush();
    return switch (result.end()) {
      case EXHAUSTED, DEPTH -> Exit.AS_EXPECTED;
      case WORLDS -> Exit.UNDECIDED;
      case VIOLATED -> plan.beyond().isEmpty() ? Exit.VIOLATED : Exit.AS_EXPECTED;
    };
  }

  private ExplorationPlan plan() {
    final AlgorithmSpec found = pick.spec();
    try {
      return new ExplorationPlan(
          found, pick.values(found), pick.proposals(), crashes, restarts, deadlines, coins, depth, statesMax);
    } catch (final IllegalArgumentException wrong) {
      throw new UsageException(wrong.getMessage());
    }
  }

  private static Explorer explorer(final ExplorationPlan plan) {
    try {
      return new Explorer(plan);
    } catch (final IllegalArgumentException wrong) {
      throw new UsageException(wrong.getMessage());
    }
  }

  private static String text(final ExplorationPlan plan, final ExplorationResult result, final double seconds) {
    final StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s, %d nodes: %s%n%,d states, %,d actions, longest schedule %d; %,d local states, %,d messages, %,d steps"
                + " of nodes%n%.1f s, %,.0f states/s%n",
            plan.spec().name(),
            plan.clusterSize(),
            result.end().label(),
            result.worlds(),
            result.transitions(),
            result.depth(),
            result.localStates(),
            result.messages(),
            result.stepsPlayed(),
            seconds,
            result.worlds() / seconds));
    plan.beyond().forEach(reason -> text.append("beyond the model: %s%n".formatted(reason)));
    if (result.explanation() != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%s%s: %s%nThe shortest schedule to it, %d actions:%n",
              result.broken() == null ? "exception" : result.broken().label(),
              plan.beyond().isEmpty() ? "" : " (beyond the model)",
              result.explanation(),
              result.scheduleLength()));
      int number = 1;
      for (final String line : result.schedule()) {
        text.append(String.format(Locale.ROOT, "%4d  %s%n", number++, line));
      }
    }
    return text.toString();
  }

  private static String json(final ExplorationPlan plan, final ExplorationResult result) {
    final ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("schema", SCHEMA);
    node.put("algorithm", plan.spec().name());
    node.put("nodes", plan.clusterSize());
    node.put("end", result.end().name().toLowerCase(Locale.ROOT));
    node.put("inside_model", plan.beyond().isEmpty());
    plan.beyond().forEach(node.putArray("beyond")::add);
    node.put("states", result.worlds());
    node.put("actions", result.transitions());
    node.put("longest_schedule", result.depth());
    node.put("local_states", result.localStates());
    node.put("messages", result.messages());
    node.put("broken", result.broken() == null ? null : result.broken().label());
    node.put("explanation", result.explanation());
    result.schedule().forEach(node.putArray("schedule")::add);
    return node.toPrettyString();
  }
}
