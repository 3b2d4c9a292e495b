package dev.ordeal.protocols.core;

/**
 * Counter-based randomness: each draw is a hash of where it is used, not of how many draws came before it. One more
 * draw in one place moves nothing elsewhere; that is what makes replay exact and shrinking possible.
 *
 * <p>The mixing function is the finaliser of SplitMix64 (Steele, Lea, Flood 2014), applied once per word.
 *
 * <p>An instance is a stream: draw k is {@code hash(key, k)}. Threading: single owner. Allocation: none.
 */
public final class CounterRandom {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long key;
  private long counter;

  /** A stream of its own for each key; keys come from {@link #hash}. */
  public CounterRandom(final long key) {
    this(key, 0);
  }

  /** A stream that goes on after so many draws. */
  public CounterRandom(final long key, final long position) {
    this.key = key;
    this.counter = position;
  }

  /** The next 64 random bits of this stream. */
  public long nextLong() {
    return hash(key, counter++);
  }

  /** A uniform value from 0 to {@code bound} − 1; bound at least 1. */
  public long nextLong(final long bound) {
    return scale(nextLong(), bound);
  }

  /** A uniform value from {@code min} to {@code max}, both included; a range of at most 2^63 − 1 values. */
  public long nextLong(final long min, final long max) {
    return min + scale(nextLong(), max - min + 1);
  }

  /** The key this stream was made with. */
  public long key() {
    return key;
  }

  /** How many draws this stream has given: with its key, all of its state. */
  public long position() {
    return counter;
  }

  /**
   * Maps 64 random bits to 0 … bound − 1 by a high multiplication; the bias is below bound / 2^64. Bound is positive.
   */
  public static long scale(final long bits, final long bound) {
    return Math.multiplyHigh(bits, bound) + ((bits >> 63) & bound);
  }

  /** Mixes one word into a hash. */
  public static long mix(final long hash, final long word) {
    long z = (hash ^ word) + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Hash of two words. */
  public static long hash(final long a, final long b) {
    return mix(mix(GOLDEN, a), b);
  }

  /** Hash of three words. */
  public static long hash(final long a, final long b, final long c) {
    return mix(hash(a, b), c);
  }

  /** Hash of four words. */
  public static long hash(final long a, final long b, final long c, final long d) {
    return mix(hash(a, b, c), d);
  }

  /** Hash of five words. */
  public static long hash(final long a, final long b, final long c, final long d, final long e) {
    return mix(hash(a, b, c, d), e);
  }
}
