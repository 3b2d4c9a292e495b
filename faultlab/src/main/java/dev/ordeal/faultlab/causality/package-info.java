/**
 * Files of events, judged by the stamps they bear.
 *
 * <p>Small computations written by hand: events in a file are stamped by Lamport's clocks, or the stamps they bear are
 * verified. {@link dev.ordeal.faultlab.causality.EventFile} says how the file is written, {@link
 * dev.ordeal.faultlab.causality.LamportJudge} is {@code lab check --model lamport}.
 *
 * <p>Logs of events stamped by vector clocks, {@code lab check --model causality}, {@link
 * dev.ordeal.faultlab.causality.CausalityJudge}. A log in the format of ShiViz (Beschastnikh, Liu, Xing, Wang, Brun,
 * Ernst, "Visualizing Distributed System Executions", ACM TOSEM 29(2), 2020) says for each event its host, its vector
 * clock as a JSON object from hosts to counts, and its text. The events of a host are numbered by its own entry, from
 * 1. Events may stand in any order; an entry that is left out is 0.
 */
package dev.ordeal.faultlab.causality;
