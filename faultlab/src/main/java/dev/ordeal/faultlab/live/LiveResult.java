package dev.ordeal.faultlab.live;

import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.simulation.Counters;
import java.util.List;

/**
 * How a live run went.
 *
 * @param failures nodes that threw, in words
 * @param counts messages, records and syncs, as far as this process could count them
 * @param replies how many replies clients got
 * @param lost messages that found an inbox full
 */
public record LiveResult(
    Verdict verdict, Judgement judgement, List<String> failures, Counters counts, long replies, long lost) {}
