/**
 * Failure detection: every node says of every other whether it holds it to have failed.
 *
 * <p>A node <em>suspects</em> another from its {@link dev.ordeal.protocols.core.Indication#SUSPECT} to its next {@link
 * dev.ordeal.protocols.core.Indication#TRUST} of it; it suspects nobody when it starts, and holds nothing while it is
 * down. A <em>pair</em> is a node that watches and one that is watched. A <em>mistake</em> is a live node's coming to
 * suspect a live one; a node that came back and is suspected yet is none, though it counts against query accuracy.
 *
 * <p>Properties are those of Tushar Deepak Chandra, Sam Toueg, "Unreliable Failure Detectors for Reliable Distributed
 * Systems", 1996, section 3. What is to hold from some time on is demanded of each pair by a time: healing, or the last
 * time since that either of the two started or the watched one went down, plus the algorithm's bound; and from then on
 * to the end of the run or until either changes again. Without healing nothing of that kind is demanded. Quality of
 * service is that of Wei Chen, Sam Toueg, Marcos Kawazoe Aguilera, "On the Quality of Service of Failure Detectors",
 * IEEE Transactions on Computers 51(5), 2002, section 2, for every pair. All times are true time.
 *
 * <p>The judge knows nothing but indications and the lives of nodes, so it is the same for every algorithm.
 */
package dev.ordeal.faultlab.problem.detection;
