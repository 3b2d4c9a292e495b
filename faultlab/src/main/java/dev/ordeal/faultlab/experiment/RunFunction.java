package dev.ordeal.faultlab.experiment;

/** The unit of work of a sweep: {@link RunExecutor#execute(Cell, int, long)}. Called from many threads at once. */
@FunctionalInterface
public interface RunFunction {
  /** Runs one seed of one cell. The same arguments give the same record. */
  RunRecord run(Cell cell, int index, long seed);
}
