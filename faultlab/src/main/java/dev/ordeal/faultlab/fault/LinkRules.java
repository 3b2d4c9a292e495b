package dev.ordeal.faultlab.fault;

/**
 * What a directed link does to messages. Probabilities are integers in parts per billion.
 *
 * @param lossPpb each message is lost with this probability, independently
 * @param burst losses in bursts, or {@link Burst#NONE}
 * @param duplicationPpb each message is delivered twice with this probability; the copy has a delay of its own
 * @param reorderPpb each message is held for an extra {@code reorderDelay} with this probability, so that later ones
 *     overtake it
 * @param reorderDelay the extra delay of a held message
 * @param corruptionPpb one field of each message is altered with this probability
 * @param bytesPerSecond what the link carries; 0 for no limit
 * @param queueBytesMax what may wait for a link with a limit; more is dropped
 * @param fifo whether messages of this link arrive in the order they were sent
 */
public record LinkRules(
    long lossPpb,
    Burst burst,
    long duplicationPpb,
    long reorderPpb,
    Delay reorderDelay,
    long corruptionPpb,
    long bytesPerSecond,
    long queueBytesMax,
    boolean fifo) {
  /** One in one, in parts per billion. */
  public static final long ALWAYS_PPB = 1_000_000_000L;

  /** A link that does nothing to messages but delay them. */
  public static final LinkRules CLEAN = new LinkRules(0, Burst.NONE, 0, 0, new Delay.Constant(0), 0, 0, 0, false);

  /**
   * Losses in bursts: a chain of two states that moves once per message (Gilbert 1960, Elliott 1963).
   *
   * @param goodToBadPpb probability of going from good to bad, per message
   * @param badToGoodPpb probability of going from bad to good, per message
   * @param lossInBadPpb probability of losing a message in the bad state; in the good one none is lost by the burst
   */
  public record Burst(long goodToBadPpb, long badToGoodPpb, long lossInBadPpb) {
    /** No bursts. */
    public static final Burst NONE = new Burst(0, ALWAYS_PPB, 0);
  }
}
