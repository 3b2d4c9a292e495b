/**
 * What to run: an experiment file becomes a grid of cells, a cell becomes runs, and runs are spread over cores. {@link
 * dev.ordeal.faultlab.experiment.ExperimentReader} reads a file, {@link dev.ordeal.faultlab.experiment.Sweep} runs it.
 */
package dev.ordeal.faultlab.experiment;
