/**
 * Logs of events stamped by vector clocks, judged: {@code lab check --model causality}.
 *
 * <p>A log in the format of ShiViz (Beschastnikh, Liu, Xing, Wang, Brun, Ernst, "Visualizing Distributed System
 * Executions", ACM TOSEM 29(2), 2020): for each event its host, its vector clock as a JSON object from hosts to counts,
 * and its text. The events of a host are numbered by its own entry, from 1. Events may stand in any order; an entry that
 * is left out is 0.
 */
package dev.ordeal.faultlab.judge.causality;
