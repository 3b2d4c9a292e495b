package dev.ordeal.faultlab.problem.mutex;

import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.protocols.core.Property;
import java.util.List;

/** Mutual exclusion. It needs no clients: nodes ask of their own accord. */
public final class MutualExclusionProblem implements Problem {
  /** How long a request waits. */
  public static final Measure TIME_TO_GRANT =
      new Measure(
          "time-to-grant",
          Measure.Kind.DURATIONS,
          "From a request until the resource is granted; a wait the run's end cuts short is left out.");

  /** What a grant costs. */
  public static final Measure MESSAGES_PER_GRANT =
      new Measure(
          "messages-per-grant",
          Measure.Kind.COUNTS,
          "Messages handed to links in the run, those of the links' own layers included, for each grant, rounded.");

  /** How often the resource is granted. */
  public static final Measure GRANTS = new Measure("grants", Measure.Kind.COUNTS, "Grants in the run.");

  /** Found by service loader. */
  public MutualExclusionProblem() {}

  @Override
  public String name() {
    return "mutual-exclusion";
  }

  @Override
  public List<Property> properties() {
    return List.of(Property.MUTUAL_EXCLUSION, Property.GRANT_ORDER, Property.EVENTUAL_GRANT);
  }

  @Override
  public List<Measure> measures() {
    return List.of(TIME_TO_GRANT, MESSAGES_PER_GRANT, GRANTS);
  }

  @Override
  public List<String> coverage() {
    return List.of("requests", "contended-requests", "equal-times");
  }

  @Override
  public RunJudge newJudge(final RunSetup setup) {
    return new MutualExclusionJudge(setup);
  }
}
