/**
 * Small computations written by hand: events in a file are stamped by Lamport's clocks, or the stamps they bear are
 * verified. {@link dev.ordeal.faultlab.causality.EventFile} says how the file is written, {@link
 * dev.ordeal.faultlab.causality.LamportJudge} is {@code lab check --model lamport}.
 */
package dev.ordeal.faultlab.causality;
