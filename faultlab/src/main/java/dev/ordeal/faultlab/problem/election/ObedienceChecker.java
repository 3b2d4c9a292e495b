package dev.ordeal.faultlab.problem.election;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkLayer;
import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.protocols.core.Property;
import java.util.Arrays;
import java.util.List;

/**
 * Follows the leader that a majority obeys: judges {@link Property#STABILITY} and {@link Property#AVAILABILITY}, and
 * measures how much of the time there is one and how often it is deposed.
 *
 * <p>A node <em>obeys</em> the majority leader while it holds it and no link between the two is cut, either way; the
 * leader obeys itself. An <em>outage</em> is a time without a leader that a majority obeys. A leader is
 * <em>deposed</em> if an outage begins with what a node says, not with a crash or a cut. It has <em>settled</em> at a
 * majority of nodes that have each obeyed it for longer than the algorithm's bound on recovery, in a run that has been
 * calm so long.
 *
 * <p>A settled leader must not be deposed, unless an election in a later epoch had begun before it settled; without
 * epochs, unless a higher node has come up since. An outage must end within the bound after the last crash, start or
 * change of cuts while some majority is up and connected both ways, each with each.
 *
 * <p>Cost: constant while nobody leads, else O(n) per change of a view; O(n²) per crash, start or cut. Allocates at
 * violations only.
 */
final class ObedienceChecker {
  private static final long NONE = -1;

  private final LeaderViews views;
  private final int clusterSize;
  private final int majority;
  private final long calmFromNs;
  private final long boundNs;
  private final long[] obeyingSinceNs;
  private final long[] epochLed;
  private final boolean[] isInCore;
  private final FirstViolation unstable = new FirstViolation(Property.STABILITY, "such losses");
  private final FirstViolation unavailable = new FirstViolation(Property.AVAILABILITY, "such outages");
  private LinkLayer links;
  private int leader = LeaderViews.NOBODY;
  private boolean isObeyed;
  private long obeyedSinceNs;
  private boolean isContested;
  private long stoodEpochMax;
  private long outageSinceNs;
  private long disturbedNs;
  private boolean hasCore;
  private long obeyedNs;
  private long depositions;
  private long settledReigns;
  private long demandedOutages;

  ObedienceChecker(final LeaderViews views, final int clusterSize, final long calmFromNs, final long boundNs) {
    this.views = views;
    this.clusterSize = clusterSize;
    this.majority = clusterSize / 2 + 1;
    this.calmFromNs = calmFromNs;
    this.boundNs = boundNs;
    this.obeyingSinceNs = new long[clusterSize];
    this.epochLed = new long[clusterSize];
    this.isInCore = new boolean[clusterSize];
    Arrays.fill(obeyingSinceNs, NONE);
  }

  void onElection(final long timeNs, final long epoch) {
    stoodEpochMax = Math.max(stoodEpochMax, epoch);
    if (isObeyed && epoch > epochLed[leader] && timeNs - obeyedSinceNs <= boundNs) {
      isContested = true;
    }
  }

  void onLead(final int nodeId, final long epoch) {
    epochLed[nodeId] = epoch;
  }

  /** A view changed, because a node said so. */
  void onView(final long timeNs) {
    update(timeNs, true);
  }

  /** A node crashed or started; the views have changed already. */
  void onLife(final long timeNs, final int nodeId, final boolean isStart) {
    if (isStart && isObeyed && epochLed[leader] == 0 && nodeId > leader) {
      isContested = true;
    }
    onDisturbance(timeNs);
  }

  void onLinksChanged(final long timeNs, final LinkLayer now) {
    links = now;
    onDisturbance(timeNs);
  }

  void finish(final long endNs) {
    if (isObeyed) {
      endReign(endNs);
    } else {
      endOutage(endNs);
    }
  }

  long obeyedNs() {
    return obeyedNs;
  }

  long depositions() {
    return depositions;
  }

  /** Reigns that were judged: from when on a leader had settled. */
  long settledReigns() {
    return settledReigns;
  }

  /** Outages, or their parts between two disturbances, whose end could be demanded or was waited for. */
  long demandedOutages() {
    return demandedOutages;
  }

  void report(final List<Violation> violations) {
    unstable.report(violations);
    unavailable.report(violations);
  }

  private void onDisturbance(final long timeNs) {
    if (!isObeyed) {
      endOutage(timeNs);
      outageSinceNs = timeNs;
    }
    update(timeNs, false);
    disturbedNs = timeNs;
    findCore();
  }

  private void update(final long timeNs, final boolean isSaid) {
    final int now = views.majorityLeader();
    if (now == LeaderViews.NOBODY && !isObeyed) {
      leader = LeaderViews.NOBODY;
      return;
    }
    final int settled = isObeyed ? settledNodes(timeNs) : 0;
    if (now != leader) {
      Arrays.fill(obeyingSinceNs, NONE);
    }
    final int before = leader;
    leader = now;
    int count = 0;
    if (now != LeaderViews.NOBODY) {
      for (int node = 0; node < clusterSize; node++) {
        final boolean obeys = views.heldBy(node) == now && isConnected(node, now);
        obeyingSinceNs[node] = !obeys ? NONE : obeyingSinceNs[node] == NONE ? timeNs : obeyingSinceNs[node];
        count += obeys ? 1 : 0;
      }
    }
    final boolean isObeyedNow = count >= majority;
    if (isObeyed && (!isObeyedNow || before != now)) {
      endReign(timeNs);
      if (isSaid) {
        onDeposed(timeNs, before, now, settled);
      }
      isObeyed = false;
      outageSinceNs = timeNs;
    }
    if (isObeyedNow && !isObeyed) {
      endOutage(timeNs);
      isObeyed = true;
      obeyedSinceNs = timeNs;
      isContested = stoodEpochMax > epochLed[now];
    }
  }

  private void onDeposed(final long timeNs, final int before, final int now, final int settled) {
    depositions++;
    if (settled < majority || isContested) {
      return;
    }
    final String explanation =
        "node %d led from %s and %d of %d nodes had obeyed it for longer than %s, connected both ways, yet it was lost"
            .formatted(before, Seconds.of(obeyedSinceNs), settled, clusterSize, Seconds.of(boundNs));
    unstable.add(timeNs, List.of(before), explanation);
    if (now == LeaderViews.NOBODY) {
      unavailable.add(timeNs, List.of(before), explanation);
    }
  }

  private int settledNodes(final long timeNs) {
    int settled = 0;
    for (int node = 0; node < clusterSize; node++) {
      settled += hasSettled(obeyingSinceNs[node], timeNs) ? 1 : 0;
    }
    return settled;
  }

  private boolean hasSettled(final long sinceNs, final long timeNs) {
    return sinceNs != NONE && timeNs - Math.max(sinceNs, calmFromNs) > boundNs;
  }

  private void endReign(final long timeNs) {
    obeyedNs += timeNs - obeyedSinceNs;
    settledReigns += settledNodes(timeNs) >= majority || hasSettled(obeyedSinceNs, timeNs) ? 1 : 0;
  }

  private void endOutage(final long timeNs) {
    final long fromNs = Math.max(outageSinceNs, Math.max(disturbedNs, calmFromNs));
    if (!hasCore || timeNs <= fromNs || calmFromNs == FaultPlan.NEVER) {
      return;
    }
    demandedOutages++;
    if (timeNs - fromNs > boundNs) {
      unavailable.add(
          fromNs + boundNs,
          List.of(),
          "nobody whom a majority obeys led from %s until %s, longer than %s, with %d of %d nodes up and connected"
              .formatted(Seconds.of(outageSinceNs), Seconds.of(timeNs), Seconds.of(boundNs), coreSize(), clusterSize));
    }
  }

  private boolean isConnected(final int one, final int other) {
    return links == null || !links.hasCuts() || (!links.isCut(one, other) && !links.isCut(other, one));
  }

  /** Looks for a majority that is up and connected, each with each; may miss one, and then nothing is demanded. */
  private void findCore() {
    Arrays.fill(isInCore, false);
    int size = 0;
    for (int start = 0; start < clusterSize && size < majority; start++) {
      Arrays.fill(isInCore, false);
      size = 0;
      for (int i = 0; i < clusterSize; i++) {
        final int node = (start + i) % clusterSize;
        if (views.isLive(node) && isConnectedWithCore(node)) {
          isInCore[node] = true;
          size++;
        }
      }
      if (links == null || !links.hasCuts()) {
        break; // all who are up are connected: another start finds the same
      }
    }
    hasCore = size >= majority;
  }

  private boolean isConnectedWithCore(final int node) {
    if (links == null || !links.hasCuts()) {
      return true;
    }
    for (int other = 0; other < clusterSize; other++) {
      if (isInCore[other] && !isConnected(node, other)) {
        return false;
      }
    }
    return true;
  }

  private int coreSize() {
    int size = 0;
    for (final boolean isIn : isInCore) {
      size += isIn ? 1 : 0;
    }
    return size;
  }
}
