package dev.ordeal.faultlab.problem;

import dev.ordeal.faultlab.simulation.RunObserver;

/** Judges one run of one algorithm. Single thread. */
public interface RunJudge extends RunObserver {
  /** The run is over. Called once. */
  Judgement finish(long endNs);
}
