/**
 * Consensus from atomic broadcast: a node broadcasts its proposal and decides the first value it delivers.
 *
 * <p>Tushar Deepak Chandra, Sam Toueg, "Unreliable Failure Detectors for Reliable Distributed Systems", 1996, section
 * 7: the easy half of the proof that the two problems are equivalent. Model and promises: {@link
 * dev.ordeal.protocols.consensus.viabroadcast.ConsensusFromBroadcastSpec}. The broadcast is the one that the other half
 * builds from consensus, {@link dev.ordeal.protocols.broadcast.atomic}; messages are those of that package.
 *
 * <pre>
 *   client      node                         others
 *     |---PROPOSE v--&gt;|---DIFFUSION v-------&gt;|
 *     |               |  … instances of the broadcast …
 *     |               |  delivers w first: decides w
 * </pre>
 *
 * <p>Differs from the paper: a node that has decided before its client proposes broadcasts nothing. Otherwise as the
 * packages below do.
 */
package dev.ordeal.protocols.consensus.viabroadcast;
