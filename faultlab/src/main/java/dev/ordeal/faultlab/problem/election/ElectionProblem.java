package dev.ordeal.faultlab.problem.election;

import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.protocols.core.Property;
import java.util.List;

/** Leader election. It needs no clients: nodes elect of their own accord. */
public final class ElectionProblem implements Problem {
  /** How long the cluster goes without a majority leader. */
  public static final Measure TIME_TO_LEADER =
      new Measure(
          "time-to-leader",
          Measure.Kind.DURATIONS,
          "From the run's start, or from when the majority leader crashes, steps down or loses its majority, until a"
              + " live node leads that more than half of all n nodes hold, itself included; a wait the run's end cuts"
              + " short is left out.");

  /** How long a leader's crash leaves the cluster without one. */
  public static final Measure TIME_TO_RECOVER =
      new Measure(
          "time-to-recover",
          Measure.Kind.DURATIONS,
          "From the crash of a node that leads, unless a majority holds another one, until a live node leads that more"
              + " than half of all n nodes hold; a wait the run's end cuts short is left out.");

  /** How much of the time there is a leader that a majority obeys. */
  public static final Measure AVAILABILITY =
      new Measure(
          "availability",
          Measure.Kind.SHARE,
          "Share of the run in which a live node leads that more than half of all n nodes hold, itself included, each"
              + " of them connected with it both ways: no link between the two is cut.");

  /** Whether two nodes ever led at once. */
  public static final Measure OVERLAP =
      new Measure(
          "overlap", Measure.Kind.HAPPENED, "Whether two live nodes led at once, for any time longer than zero.");

  /** How much of the time two nodes led at once. */
  public static final Measure OVERLAP_SHARE =
      new Measure("overlap-share", Measure.Kind.SHARE, "Share of the run in which two live nodes or more led at once.");

  /** How long two nodes led at once. */
  public static final Measure LONGEST_OVERLAP =
      new Measure(
          "longest-overlap",
          Measure.Kind.DURATIONS,
          "The longest time in which two live nodes or more led at once; one value a run, none without an overlap.");

  /** What an election costs in messages. */
  public static final Measure MESSAGES_PER_ELECTION =
      new Measure(
          "messages-per-election",
          Measure.Kind.COUNTS,
          "All messages sent from the first candidacy of a leaderless period, or from the one that brought the reign"
              + " before it down, until a majority holds a leader.");

  /** What an election costs in bytes. */
  public static final Measure BYTES_PER_ELECTION =
      new Measure(
          "bytes-per-election", Measure.Kind.COUNTS, "The bytes of the messages that messages-per-election counts.");

  /** How often the leader changed. */
  public static final Measure LEADER_CHANGES =
      new Measure(
          "leader-changes",
          Measure.Kind.COUNTS,
          "How often a majority came to hold another node than it last held; one value a run.");

  /** How often a leader was lost that neither crashed nor was cut off. */
  public static final Measure DEPOSITIONS =
      new Measure(
          "depositions",
          Measure.Kind.COUNTS,
          "How often a leader that a majority obeyed was lost because of what some node said, not because of a crash or"
              + " a cut in that moment; one value a run.");

  /** How many epochs led to nothing. */
  public static final Measure EPOCHS_BURNT =
      new Measure(
          "epochs-burnt",
          Measure.Kind.COUNTS,
          "Epochs (terms) in which some node stood and none came to lead; one value a run, 0 without epochs.");

  /** What the election costs that a run begins with. */
  public static final Measure MESSAGES_AT_START =
      new Measure(
          "messages-at-start",
          Measure.Kind.COUNTS,
          "All messages sent from the start of all nodes until all of them hold the same leader; one value a run, none"
              + " if one crashes before.");

  /** Made by the service loader. */
  public ElectionProblem() {}

  @Override
  public String name() {
    return "election";
  }

  @Override
  public List<Property> properties() {
    return List.of(
        Property.ONE_LEADER_PER_EPOCH,
        Property.ONE_LEADER_AT_A_TIME,
        Property.FRESH_LEADER,
        Property.EVENTUAL_AGREEMENT,
        Property.STABILITY,
        Property.AVAILABILITY,
        Property.MESSAGE_BOUND,
        Property.QUIESCENCE);
  }

  @Override
  public List<Measure> measures() {
    return List.of(
        TIME_TO_LEADER,
        TIME_TO_RECOVER,
        AVAILABILITY,
        OVERLAP,
        OVERLAP_SHARE,
        LONGEST_OVERLAP,
        MESSAGES_PER_ELECTION,
        BYTES_PER_ELECTION,
        LEADER_CHANGES,
        DEPOSITIONS,
        EPOCHS_BURNT,
        MESSAGES_AT_START);
  }

  @Override
  public List<String> coverage() {
    return List.of(
        "crashes-of-leader",
        "elections",
        "leader-changes",
        "leaderless-at-end",
        "split-votes",
        "settled-reigns",
        "demanded-outages");
  }

  @Override
  public RunJudge newJudge(final RunSetup setup) {
    return new ElectionJudge(setup);
  }
}
