package dev.ordeal.faultlab.fault;

/**
 * The streams of counter-based draws in this package. A new use takes a new number; none is ever taken twice or
 * renumbered, since that would move the draws of every recorded seed.
 */
final class Streams {
  /** One hash per message: stream, from, to, sequence. */
  static final long LINK = 0x4C49_4E4B;

  /** What a Byzantine node draws: stream, node, receiver, number of the message. */
  static final long BYZANTINE = 0x4259_5A41;

  /** Which fault kinds a swarm run has on. */
  static final long SWARM = 0x5357_4152;

  /** One stream per section of a plan: stream, section, index, draw. */
  static final long PLAN = 0x504C_414E;

  private Streams() {}
}
