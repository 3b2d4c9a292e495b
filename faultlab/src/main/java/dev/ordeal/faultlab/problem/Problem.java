package dev.ordeal.faultlab.problem;

import dev.ordeal.faultlab.simulation.Workload;
import dev.ordeal.protocols.core.Property;
import java.util.List;

/**
 * A problem of distributed computing: what is asked for, how it is exercised, how it is judged. Found by service
 * loader.
 */
public interface Problem {
  /** The name in files, tables and plots. */
  String name();

  /** What algorithms of this problem may promise; all are judged, promised or not. */
  List<Property> properties();

  /** What is measured. */
  List<Measure> measures();

  /** Places where bugs live, whose visits a judgement counts: its {@link Judgement#coverage()} has these names. */
  default List<String> coverage() {
    return List.of();
  }

  /** The clients of one run. */
  default Workload newWorkload(final RunSetup setup) {
    return Workload.NONE;
  }

  /** The judge of one run. */
  RunJudge newJudge(RunSetup setup);
}
