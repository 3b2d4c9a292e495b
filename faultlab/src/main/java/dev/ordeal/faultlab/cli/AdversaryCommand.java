package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.exploration.Adversary;
import dev.ordeal.faultlab.exploration.ExplorationPlan;
import dev.ordeal.protocols.core.AlgorithmSpec;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab adversary}. */
@Command(
    name = "adversary",
    description = {
      "Lets a scheduler that sees every node pick what is delivered next, and says how long it kept all from deciding.",
      "",
      "After Fischer, Lynch, Paterson (1985): it delivers every message in the end, the oldest next, after as few"
          + " others as leave both decisions possible. Time-outs come when it likes; nobody crashes. It does not know"
          + " what coins will show that are not tossed yet."
    },
    footerHeading = "%nTo begin with:%n",
    footer = {
      "  scripts/lab adversary paxos --set duel=true --steps 500   proposers that outbid one another: undecided",
      "  scripts/lab adversary chandra-toueg --steps 300           a detector that is never accurate: undecided",
      "  scripts/lab adversary ben-or --steps 500 --runs 20        a coin decides"
    },
    mixinStandardHelpOptions = true)
final class AdversaryCommand implements Callable<Integer> {
  private static final int COINS = 16;

  @Spec private CommandSpec spec;
  @Mixin private ConsensusPick pick;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of all nodes together; ${DEFAULT-VALUE} if left out.")
  private int steps = 300;

  @Option(names = "--runs", paramLabel = "N", description = "How many runs, a seed each; ${DEFAULT-VALUE} if left out.")
  private int runs = 1;

  @Option(names = "--seed", paramLabel = "N", description = "The first run's seed; ${DEFAULT-VALUE} if left out.")
  private long seed = 1;

  @Override
  public Integer call() {
    if (steps < 1 || runs < 1) {
      throw new UsageException("steps and runs out of range: steps=%d, min=1, runs=%d, min=1".formatted(steps, runs));
    }
    final ExplorationPlan plan = plan();
    final PrintWriter out = spec.commandLine().getOut();
    int held = 0;
    for (int run = 0; run < runs; run++) {
      final Adversary.Outcome outcome = new Adversary(plan, seed + run).run(steps);
      held += outcome.hasHeld() ? 1 : 0;
      out.print(
          String.format(
              Locale.ROOT,
              "seed %d: %s after %d steps, %d deliveries, in round %d; no message waited longer than %d steps%n",
              seed + run,
              ending(outcome, steps),
              outcome.steps(),
              outcome.delivered(),
              outcome.rounds(),
              outcome.longestWait()));
      out.flush();
    }
    out.print(String.format(Locale.ROOT, "%d of %d runs undecided after %d steps%n", held, runs, steps));
    out.flush();
    return Exit.AS_EXPECTED;
  }

  private static String ending(final Adversary.Outcome outcome, final int steps) {
    final String undecided =
        outcome.steps() < steps ? "undecided, and nothing can happen any more," : "undecided";
    return outcome.hasHeld() ? undecided : "decided " + outcome.decided();
  }

  private ExplorationPlan plan() {
    final AlgorithmSpec found = pick.spec();
    try {
      final ExplorationPlan plan =
          new ExplorationPlan(found, pick.values(found), pick.proposals(), 0, 0, 0, COINS, 1, 1);
      if (plan.isSynchronous()) {
        throw new UsageException("a scheduler has no say in rounds: algorithm=" + found.name());
      }
      return plan;
    } catch (final IllegalArgumentException wrong) {
      throw new UsageException(wrong.getMessage());
    }
  }
}
