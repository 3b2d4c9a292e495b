package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.report.ChartRequest.ByPercentile;
import dev.ordeal.faultlab.report.ChartRequest.Correctness;
import dev.ordeal.faultlab.report.ChartRequest.Geometric;
import dev.ordeal.faultlab.report.ChartRequest.Growth;
import dev.ordeal.faultlab.report.ChartRequest.ShareMap;
import dev.ordeal.faultlab.report.ChartRequest.Statistic;
import dev.ordeal.faultlab.report.ChartRequest.Theory;
import dev.ordeal.faultlab.report.ChartRequest.Trend;
import dev.ordeal.faultlab.report.ChartRequest.Typical;
import java.util.List;
import java.util.OptionalDouble;

/** What a report on consensus shows. */
public final class ConsensusCharts implements ProblemCharts {
  /** Found by service loader. */
  public ConsensusCharts() {}

  private static Geometric rounds(final String title, final boolean isTail) {
    return new Geometric(
        "rounds",
        "adversary-steps",
        title,
        isTail,
        ConsensusCharts::chance,
        "geometric bound",
        "The bound: with a chance of at least 2^−(n−1) all that toss show one and the same value, each with a coin of"
            + " its own, with a half if all see one; then the next round decides. It takes for granted that which"
            + " value may be ratified in a round does not depend on that round's coins. An adversary knows a coin once"
            + " it is tossed.");
  }

  /** Of Ben-Or's algorithm, if its name says which coin. */
  private static OptionalDouble chance(final String variant, final int nodes) {
    return variant.startsWith("ben-or(") && variant.contains("common-coin=true")
        ? OptionalDouble.of(0.5)
        : variant.startsWith("ben-or(") && variant.contains("common-coin=false")
            ? OptionalDouble.of(StrictMath.pow(2, 1 - nodes))
            : OptionalDouble.empty();
  }

  @Override
  public String problem() {
    return "consensus";
  }

  @Override
  public List<ChartRequest> requests() {
    return List.of(
        new Correctness("What became of the runs"),
        new Growth(
            "steps-undecided",
            "adversary-steps",
            "For how many steps an adversary keeps all from deciding",
            List.of(new Theory("as many as asked for", steps -> steps))),
        rounds("In which round a coin decides", false),
        rounds("For how many rounds a coin leaves all undecided", true),
        new ShareMap("disagreed", "How often two nodes decided differently"),
        new Trend("rounds", "How many rounds a decision takes"),
        new Trend("messages", "What a decision costs in messages"),
        new ByPercentile("time-to-decide", "How long a decision takes"),
        new Typical("time-to-decide", "How long a decision typically takes", Statistic.MEDIAN),
        new Trend("decided", "How many of the live nodes have decided"));
  }
}
