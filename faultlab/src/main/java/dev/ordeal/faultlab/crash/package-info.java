/**
 * Every crash point of one run, one after the other: between two steps, before and after a step's records are durable,
 * after each subset of its messages, with each prefix of the records that were not synced, whole and torn.
 *
 * <p>{@link dev.ordeal.faultlab.crash.CrashPoints} enumerates, {@link dev.ordeal.faultlab.crash.CrashVariant} is one
 * variant, {@link dev.ordeal.faultlab.crash.CrashReport} what came of all of them.
 */
package dev.ordeal.faultlab.crash;
