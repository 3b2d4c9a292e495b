/**
 * The shared register: cells that clients read and write through any node.
 *
 * <p>Each key is a register of its own and holds 0 in the beginning; every write of a run has a value of its own, so a
 * read tells which write it saw. What clients see makes the history, and the history is judged: whether one copy of
 * each register could have answered so, and after healing whether operations end. The judge knows nothing of the nodes
 * but what they tell of write-backs, which is counted and not judged.
 */
package dev.ordeal.faultlab.problem.register;
