/**
 * Small worlds exhausted: every schedule of an algorithm for a few nodes, within stated bounds, instead of some drawn
 * at random.
 *
 * <p>A <em>local state</em> is one node's whole state, with its clock and, if it may restart, its journal; a
 * <em>world</em> is the local states of all nodes with the messages in flight. An <em>action</em> is one step of one
 * node: a delivery, a deadline, a restart, a step that a crash cuts short. The search goes through all worlds that
 * actions lead to, the nearest first, so that the first violation found has a shortest schedule.
 *
 * <p>Real nodes are stepped. A node is a deterministic state machine, so what an input does to a local state is found
 * out once, by playing the node's inputs again, and remembered; the rest of the search is arithmetic on numbers that
 * stand for local states and messages.
 */
package dev.ordeal.faultlab.exploration;
