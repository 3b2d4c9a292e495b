package dev.ordeal.faultlab.record;

import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.RunRecord;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps what one needs to look into a run that broke a property: its plan, its trace, its diagram. */
@FunctionalInterface
public interface FailureKeeper {
  /** Keeps nothing but the command that replays the run, which is written in any case. */
  FailureKeeper COMMAND_ONLY = (folder, cell, run) -> {};

  /**
   * Fills a folder that exists.
   *
   * @throws IOException if it cannot; the sweep's outcome does not depend on it
   */
  void keep(Path folder, Cell cell, RunRecord run) throws IOException;
}
