package dev.ordeal.faultlab.problem.detection;

import java.math.BigInteger;
import java.util.Arrays;
import org.agrona.collections.LongArrayList;

/** Measures the quality of service, pair by pair (Chen, Toueg, Aguilera 2002, section 2). Constant time per event. */
final class ServiceRecorder {
  private static final long NONE = -1;
  private static final long NS_PER_S = 1_000_000_000L;
  private static final long PARTS = 1_000_000_000L;
  private static final long S_PER_DAY = 86_400;

  private final Pairs pairs;
  private final LongArrayList detectionTimesNs = new LongArrayList();
  private final LongArrayList mistakeDurationsNs = new LongArrayList();
  private final LongArrayList mistakeRecurrencesNs = new LongArrayList();

  /** When the last mistake of a pair began, and whether it lasts. */
  private final long[] mistakeSinceNs;

  private final boolean[] isMistaken;

  private long nowNs;
  private long wrongPairs;
  private long memberNs;
  private long pairNs;
  private long wrongPairNs;
  private long mistakes;
  private long corrections;
  private long crashes;
  private long undetected;

  ServiceRecorder(final Pairs pairs) {
    this.pairs = pairs;
    mistakeSinceNs = new long[pairs.clusterSize() * pairs.clusterSize()];
    isMistaken = new boolean[mistakeSinceNs.length];
    Arrays.fill(mistakeSinceNs, NONE);
  }

  /** Time goes on; called before anything changes. */
  void advance(final long timeNs) {
    final long live = pairs.liveCount();
    memberNs += live * (timeNs - nowNs);
    pairNs += live * (live - 1) * (timeNs - nowNs);
    wrongPairNs += wrongPairs * (timeNs - nowNs);
    nowNs = timeNs;
  }

  /** A node comes to suspect another; called before the pair changes. */
  void onSuspect(final long timeNs, final int node, final int watched) {
    if (!pairs.isLive(watched)) {
      return;
    }
    final int pair = pairs.index(node, watched);
    wrongPairs++;
    mistakes++;
    if (mistakeSinceNs[pair] != NONE) {
      mistakeRecurrencesNs.addLong(timeNs - mistakeSinceNs[pair]);
    }
    mistakeSinceNs[pair] = timeNs;
    isMistaken[pair] = true;
  }

  /** A node trusts another again; called before the pair changes. */
  void onTrust(final long timeNs, final int node, final int watched) {
    if (!pairs.isLive(watched)) {
      return;
    }
    final int pair = pairs.index(node, watched);
    wrongPairs--;
    corrections++;
    if (isMistaken[pair]) {
      mistakeDurationsNs.addLong(timeNs - mistakeSinceNs[pair]);
      isMistaken[pair] = false;
    }
  }

  /** A node has started: whoever suspects it yet is wrong from now on. */
  void onStart(final int watched) {
    for (int node = 0; node < pairs.clusterSize(); node++) {
      wrongPairs += node != watched && pairs.suspects(node, watched) ? 1 : 0;
    }
  }

  /** A node crashes. */
  void onCrash() {
    crashes++;
  }

  /**
   * One of a pair starts or crashes, or the run is over; called before anything changes, for a pair whose watching node
   * is live.
   */
  void onClose(final int node, final int watched) {
    final int pair = pairs.index(node, watched);
    final boolean suspects = pairs.suspects(node, watched);
    mistakeSinceNs[pair] = NONE;
    isMistaken[pair] = false;
    if (pairs.isLive(watched)) {
      wrongPairs -= suspects ? 1 : 0;
    } else if (pairs.hasBeenDown(watched) && pairs.lifeSinceNs(node) <= pairs.lifeSinceNs(watched)) {
      if (suspects) {
        detectionTimesNs.addLong(
            Math.max(0, pairs.heldSinceNs(node, watched) - pairs.lifeSinceNs(watched)));
      } else {
        undetected++;
      }
    }
  }

  long mistakes() {
    return mistakes;
  }

  long corrections() {
    return corrections;
  }

  long crashes() {
    return crashes;
  }

  long undetected() {
    return undetected;
  }

  long[] detectionTimesNs() {
    return detectionTimesNs.toLongArray();
  }

  long[] mistakeDurationsNs() {
    return mistakeDurationsNs.toLongArray();
  }

  long[] mistakeRecurrencesNs() {
    return mistakeRecurrencesNs.toLongArray();
  }

  /** Mistakes in a day of one live pair. */
  long[] mistakesPerDay() {
    return pairNs == 0 ? new long[] {} : new long[] {ratio(mistakes, S_PER_DAY * NS_PER_S, pairNs)};
  }

  /** Parts per billion of the time of live pairs. */
  long[] queryAccuracy() {
    return pairNs == 0 ? new long[] {} : new long[] {ratio(pairNs - wrongPairNs, PARTS, pairNs)};
  }

  /** How many of something fall on a member that is up for so many seconds. */
  long[] perMember(final long count, final long seconds) {
    return memberNs == 0 ? new long[] {} : new long[] {ratio(count, seconds * NS_PER_S, memberNs)};
  }

  /** {@code part × scale / whole}, rounded to the nearest. */
  private static long ratio(final long part, final long scale, final long whole) {
    return BigInteger.valueOf(part)
        .multiply(BigInteger.valueOf(scale))
        .add(BigInteger.valueOf(whole / 2))
        .divide(BigInteger.valueOf(whole))
        .longValueExact();
  }
}
