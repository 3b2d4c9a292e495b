/**
 * Leader election: the nodes are to agree on one of them that is alive. Each algorithm has a package of its own with
 * the same kit: specification, configuration, states, node.
 */
package dev.ordeal.protocols.election;
