package dev.ordeal.faultlab.report;

import java.util.List;

/**
 * Which charts a problem's reports show, in order. Found by service loader; a problem without one gets a chart for each
 * of its measures.
 */
public interface ProblemCharts {
  /** Name of the problem. */
  String problem();

  /** The charts, in the order of the report. */
  List<ChartRequest> requests();
}
