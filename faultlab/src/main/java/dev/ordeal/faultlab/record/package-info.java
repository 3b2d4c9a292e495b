/**
 * What happened. A run folder holds everything a sweep leaves behind: {@link
 * dev.ordeal.faultlab.record.RecordedSweep} fills it, {@link dev.ordeal.faultlab.record.RunFolder} reads it. Everything
 * drawn can be redrawn from the folder alone.
 *
 * <p>Facts of wall-clock time stay in {@code manifest.json}: two sweeps of one experiment, build and root seed leave
 * byte-identical {@code runs.ndjson}, {@code cells.ndjson} and {@code cells.csv}.
 */
package dev.ordeal.faultlab.record;
