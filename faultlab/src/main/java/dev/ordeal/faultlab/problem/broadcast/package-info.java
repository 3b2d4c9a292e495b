/**
 * Causal broadcast: every member delivers every message, and what happened before is delivered before.
 *
 * <p>A member <em>broadcasts</em> its messages one after the other ({@link
 * dev.ordeal.protocols.core.Indication#BROADCAST}) and <em>delivers</em> its own and those of others ({@code DELIVER}).
 * A broadcast <em>happened before</em> another if the same member made it earlier, if its message was delivered at the
 * other's member before that one broadcast, or by a chain of these. The judge knows nothing but indications and the
 * lives of nodes.
 */
package dev.ordeal.faultlab.problem.broadcast;
