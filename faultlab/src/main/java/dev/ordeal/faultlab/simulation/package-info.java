/**
 * What happens next: virtual time, the event queue, the messages in flight, the stepper that flushes a node's
 * effects in
 * their order, simulated clocks and journals. One thread, no lock; same build, setup and plan, same trace hash.
 */
package dev.ordeal.faultlab.simulation;
