package dev.ordeal.faultlab.problem;

import dev.ordeal.faultlab.simulation.RunObserver;
import dev.ordeal.faultlab.simulation.Workload;

/** Judges one run of one algorithm, by what nodes indicate and by what clients see. Single thread. */
public interface RunJudge extends RunObserver {
  /** The clients of the run: what they see is judged. The same at each call. */
  default Workload clients() {
    return Workload.NONE;
  }

  /** The run is over. Called once. */
  Judgement finish(long endNs);
}
