package dev.ordeal.protocols.core;

/**
 * What a node is given at construction besides its configuration.
 *
 * @param nodeId the node's own number, 0 to {@code clusterSize} − 1
 * @param clusterSize how many nodes there are
 * @param clusterSeed the same for all nodes and all incarnations of a run: what they draw from it with {@link
 *     CounterRandom#hash} is common knowledge and survives a crash
 * @param random the node's own stream, a new one in each incarnation
 * @param wallClock the node's wall clock
 */
public record NodeContext(int nodeId, int clusterSize, long clusterSeed, CounterRandom random, WallClock wallClock) {}
