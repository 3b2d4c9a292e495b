/**
 * What clients saw, and whether one copy of the object could have answered so: histories of operations, the models of
 * the objects, and the checker of linearizability.
 *
 * <p>An <em>operation</em> is invoked by a process and responds, or its outcome stays unknown. Operation a
 * <em>precedes</em> b if a responded before b was invoked. A history is <em>linearizable</em> (Herlihy and Wing,
 * "Linearizability: A Correctness Condition for Concurrent Objects", 1990, §2.2) if its operations can be put in one
 * order that respects precedence and in which the object's sequential specification, the <em>model</em>, gives every
 * response that was seen.
 *
 * <p>To read: {@link dev.ordeal.faultlab.history.Operation}, {@link dev.ordeal.faultlab.history.HistoryRecorder},
 * {@link dev.ordeal.faultlab.history.Model}, {@link dev.ordeal.faultlab.history.LinearizabilityChecker}.
 */
package dev.ordeal.faultlab.history;
