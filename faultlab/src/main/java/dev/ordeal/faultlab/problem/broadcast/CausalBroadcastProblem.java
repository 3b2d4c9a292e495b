package dev.ordeal.faultlab.problem.broadcast;

import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.protocols.core.Property;
import java.util.List;

/** Causal broadcast. It needs no clients: members broadcast of their own accord. */
public final class CausalBroadcastProblem implements Problem {
  /** How long a message is under way. */
  public static final Measure TIME_TO_DELIVER =
      new Measure(
          "time-to-deliver",
          Measure.Kind.DURATIONS,
          "From a broadcast until another member delivers the message, for each of those; a wait the run's end cuts"
              + " short is left out.");

  /** What a message costs. */
  public static final Measure MESSAGES_PER_BROADCAST =
      new Measure(
          "messages-per-broadcast",
          Measure.Kind.COUNTS,
          "Messages handed to links in the run, those of the link's own layer included, for each broadcast, rounded.");

  /** What is broadcast. */
  public static final Measure BROADCASTS = new Measure("broadcasts", Measure.Kind.COUNTS, "Broadcasts in the run.");

  /** Found by service loader. */
  public CausalBroadcastProblem() {}

  @Override
  public String name() {
    return "causal-broadcast";
  }

  @Override
  public List<Property> properties() {
    return List.of(
        Property.CAUSAL_DELIVERY, Property.NO_DUPLICATION, Property.NO_CREATION, Property.RELIABLE_DELIVERY);
  }

  @Override
  public List<Measure> measures() {
    return List.of(TIME_TO_DELIVER, MESSAGES_PER_BROADCAST, BROADCASTS);
  }

  @Override
  public List<String> coverage() {
    return List.of("deliveries", "dependencies-on-others");
  }

  @Override
  public RunJudge newJudge(final RunSetup setup) {
    return new CausalBroadcastJudge(setup);
  }
}
