/**
 * The contract between an algorithm and whatever drives it.
 *
 * <p>A protocol is a deterministic state machine: one input in, a batch of effects out.
 * {@link dev.ordeal.protocols.core.ProtocolNode} is the machine, {@link dev.ordeal.protocols.core.Outbox} the batch,
 * {@link dev.ordeal.protocols.core.AlgorithmSpec} what an algorithm says of itself: its paper, its model, what it
 * promises, how it is built. Nothing here knows which driver runs it.
 *
 * <p>Words used in one meaning throughout: a <em>node</em> is one process of the system, numbered 0 to n − 1; a
 * <em>step</em> is one call of an {@code on…} method; an <em>effect</em> is something a step asks of its driver; an
 * <em>incarnation</em> is a node's life between two crashes; a <em>layer</em> is a protocol that carries another one's
 * messages inside its own.
 */
package dev.ordeal.protocols.core;
