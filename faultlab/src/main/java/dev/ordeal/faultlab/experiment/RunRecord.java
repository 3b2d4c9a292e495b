package dev.ordeal.faultlab.experiment;

import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Verdict;
import java.util.List;
import java.util.Map;

/**
 * What is kept of one run: a line of {@code runs.ndjson}. Holds nothing that depends on wall-clock time.
 *
 * @param cell key of the cell
 * @param index number of the run in its cell, from 0
 * @param seed the run's seed
 * @param violations every property that did not hold, promised or not, the earliest first
 * @param failure the exception a node threw, with its place, or null
 * @param unfired scheduled faults that never fired
 * @param samples for each measure its values in this run
 * @param coverage how often the run went through places where bugs live
 * @param receipts faults that fired, by label
 * @param counts what the run did: events, sends, sentBytes, deliveries, records, syncs
 * @param traceHash sixteen hexadecimal digits
 */
public record RunRecord(
    String cell,
    int index,
    long seed,
    Verdict verdict,
    List<Judgement.Violation> violations,
    String failure,
    List<String> unfired,
    Map<String, long[]> samples,
    Map<String, Long> coverage,
    Map<String, Long> receipts,
    Map<String, Long> counts,
    String traceHash) {}
