/**
 * Broadcasts that keep an order. A node <em>broadcasts</em> its messages one after the other ({@link
 * dev.ordeal.protocols.core.Indication#BROADCAST}) and <em>delivers</em> its own and those of others ({@code DELIVER}).
 * The judges know nothing but indications and the lives of nodes.
 *
 * <p>Causal broadcast: every member delivers every message, and what happened before is delivered before. A broadcast
 * <em>happened before</em> another if the same member made it earlier, if its message was delivered at the other's
 * member before that one broadcast, or by a chain of these. Members broadcast of their own accord.
 *
 * <p>Atomic broadcast: all deliver the same messages in the same order. Each node has a client, which hands it values
 * one after the other, each a value of its own. Deliveries of nodes that crash after count as any other: the order is
 * <em>uniform</em>, and so is agreement.
 */
package dev.ordeal.faultlab.problem.broadcast;
