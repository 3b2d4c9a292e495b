package dev.ordeal.faultlab.fault;

import java.math.BigInteger;

/**
 * A link's rules and delay, made ready for drawing: limits instead of probabilities, samplers instead of delays.
 * Immutable.
 */
final class LinkSettings {
  static final long UNLIMITED = 0;

  final DelaySampler delay;
  final long lossLimit;
  final long goodToBadLimit;
  final long badToGoodLimit;
  final long lossInBadLimit;
  final long duplicationLimit;
  final long reorderLimit;
  final DelaySampler reorderDelay;
  final long corruptionLimit;
  final long bytesPerSecond;

  /** How long what waits for the link may take to send: the bound on its queue, as time. */
  final long queueMaxNs;

  final boolean isFifo;

  /** Whether the link does nothing to messages but lose, double and delay them. */
  final boolean isPlain;

  LinkSettings(final LinkRules rules, final Delay delay) {
    this.delay = new DelaySampler(delay);
    lossLimit = Chance.limitOf("loss", rules.lossPpb());
    goodToBadLimit = Chance.limitOf("good-to-bad", rules.burst().goodToBadPpb());
    badToGoodLimit = Chance.limitOf("bad-to-good", rules.burst().badToGoodPpb());
    lossInBadLimit = Chance.limitOf("loss-in-bad", rules.burst().lossInBadPpb());
    duplicationLimit = Chance.limitOf("duplication", rules.duplicationPpb());
    reorderLimit = rules.fifo() ? Chance.NEVER : Chance.limitOf("reordering", rules.reorderPpb());
    reorderDelay = new DelaySampler(rules.reorderDelay());
    corruptionLimit = Chance.limitOf("corruption", rules.corruptionPpb());
    bytesPerSecond = rules.bytesPerSecond();
    if (bytesPerSecond < 0 || rules.queueBytesMax() < 0) {
      throw new IllegalArgumentException(
          "capacity out of range: bytesPerSecond=%d, queueBytesMax=%d, min=0"
              .formatted(bytesPerSecond, rules.queueBytesMax()));
    }
    queueMaxNs = bytesPerSecond == UNLIMITED ? 0 : timeToSendNs(rules.queueBytesMax(), bytesPerSecond);
    isFifo = rules.fifo();
    isPlain =
        goodToBadLimit == Chance.NEVER
            && reorderLimit == Chance.NEVER
            && corruptionLimit == Chance.NEVER
            && bytesPerSecond == UNLIMITED
            && !isFifo;
  }

  boolean hasBursts() {
    return goodToBadLimit != Chance.NEVER;
  }

  private static long timeToSendNs(final long bytes, final long bytesPerSecond) {
    return BigInteger.valueOf(bytes)
        .multiply(BigInteger.valueOf(1_000_000_000L))
        .divide(BigInteger.valueOf(bytesPerSecond))
        .min(BigInteger.valueOf(Long.MAX_VALUE))
        .longValueExact();
  }
}
