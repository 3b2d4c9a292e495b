/**
 * Clients of a replicated service, in virtual time, the same for every service.
 *
 * <p>A client has one <em>operation</em> under way at a time. It sends it to a node in an <em>attempt</em>, waits for
 * the time-out, tries the next node, and gives up after so many attempts: then it does not know the outcome. It stays
 * with the node that answered last. An operation has an <em>intended start</em>, which a late answer to the one before
 * does not move: latency counts from it, so that what a stalled service makes wait is not left out; its service time
 * counts from when it was in fact invoked.
 *
 * <ul>
 *   <li><em>Open loop</em> ({@code rate} above 0): each client's intended starts are a Poisson process, drawn
 *       beforehand and whatever becomes of the operations.
 *   <li><em>Closed loop</em>: the next intended start is a think time after the operation before has ended.
 * </ul>
 *
 * <p>{@link dev.ordeal.faultlab.problem.client.ClientPool} is the machine; what is asked for and how answers are read
 * is a service's {@link dev.ordeal.faultlab.problem.client.ServiceCalls}.
 */
package dev.ordeal.faultlab.problem.client;
