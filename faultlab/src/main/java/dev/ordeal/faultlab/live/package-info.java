/**
 * The same nodes, unchanged, on real threads, over journals on disk.
 *
 * <p>Reading order: {@link dev.ordeal.faultlab.live.LiveNode} is the stepper (one agent a node, an inbox each, the
 * simulator's outbox and queue of steps that wait for a sync); {@link dev.ordeal.faultlab.live.LiveCluster} puts nodes
 * on threads; {@link dev.ordeal.faultlab.live.JudgeSide} is the judge and the clients of the simulator, on a thread of
 * their own; {@link dev.ordeal.faultlab.live.LiveRun} is all of it in one process. {@link
 * dev.ordeal.faultlab.live.ProcessRun} has the nodes in a process of their own, which it kills and starts again on the
 * same files. {@link dev.ordeal.faultlab.live.ChronicleJournal} is the journal.
 *
 * <p>What it does not do: no link is faulty, no clock, no disk. All that, and every run that must come out the same
 * twice, is the simulator's.
 */
package dev.ordeal.faultlab.live;
