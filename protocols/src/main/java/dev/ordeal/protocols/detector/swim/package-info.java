/**
 * SWIM: members ping one another in turn, one a period, and news of who failed rides on the pings.
 *
 * <p>Abhinandan Das, Indranil Gupta, Ashish Motivala, "SWIM: Scalable Weakly-consistent Infection-style Process Group
 * Membership Protocol", International Conference on Dependable Systems and Networks, 2002: section 3.1 the pings, 4.1
 * piggy-backing, 4.2 suspicion, 4.3 round-robin. Model and promises: {@link
 * dev.ordeal.protocols.detector.swim.SwimSpec}. Words: the <em>origin</em> of a probe wants to know whether its
 * <em>subject</em> lives; a <em>helper</em> pings for another; a <em>rumour</em> is an opinion of a member, ALIVE,
 * SUSPECT or FAILED, about one of its <em>incarnations</em>, a number that the member alone raises.
 *
 * <pre>
 *   node 0                    node 1                     node 2
 *     |---PING of 1, 7--------&gt;X is slow                   |
 *     |   ping-timeout without an answer                    |
 *     |---PING_REQUEST of 1, 7--+-------------------------&gt;|    k helpers
 *     |                         |&lt;----------PING of 1, 7----|
 *     |                         |-----------ACK of 1, 7---&gt;|    an answer at last: all is well
 *     |&lt;------------------------+-----------ACK of 1, 7-----|
 *     |   the period ends; without any answer: SUSPECT 1, incarnation 0, a rumour from now on
 *     |---PING of 1, 9 + rumour-&gt;|                          |
 *     |&lt;--ACK, incarnation 1----|  refuted: ALIVE 1, incarnation 1, a rumour, too
 *     |   without that: suspicion-timeout later FAILED 1, incarnation 0, a rumour
 * </pre>
 *
 * <p>Every message is a Probe and carries rumours, those first that were sent least often, each λ log₂ (n + 1) times.
 * What a member holds against the receiver comes first of all.
 *
 * <p>Differs from the paper:
 *
 * <ul>
 *   <li>All members are known from the start, and one that failed stays a member and is pinged in its turn, without
 *       helpers, where the paper removes it. So one that comes back, or was cut off, is found again: it is told that it
 *       is held to have failed, and refutes that as it would a suspicion.
 *   <li>A member tells the receiver of a message what it holds against it, each time, not only while that is news; and
 *       says in each message which incarnation it is in.
 *   <li>A suspicion ends at the end of a period. An answer that comes after the ping time-out, but within the period,
 *       counts even if no helper sent it.
 *   <li>The first period begins at a random time within one. The paper's members are not in step either.
 *   <li>A member that comes back begins with incarnation 0 and learns from others how far it had come.
 * </ul>
 */
package dev.ordeal.protocols.detector.swim;
