package dev.ordeal.faultlab.problem.versions;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.faultlab.problem.ValueSample;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;

/**
 * Judges one run of a version store by what the replicas indicate; see the package for the words.
 *
 * <p>Cost: for each change the product of the sizes of two true sets; where what is held differs from what should be, a
 * union of the pasts of all versions held. Allocation: for each version and message, and a little at each change.
 * Threading: the simulation's thread.
 */
public final class VersionStoreJudge implements RunJudge {
  private static final long STREAM_SIBLINGS = 1;

  private final VersionHistory history;
  private final TrueSet[] truths;
  private final boolean[] hasStarted;

  /** From a restart until the replica has said what it holds. */
  private final boolean[] isRestarting;

  /** The message that the last change came with, or that it was a write. */
  private final int[] changedBy;

  private final List<Message> messages = new ArrayList<>();
  private final Long2LongHashMap messageById = new Long2LongHashMap(VersionHistory.UNKNOWN);
  private final LongHashSet[] received;
  private final ValueSample siblingsHeld;
  private final BitSet held = new BitSet();
  private final BitSet superseded = new BitSet();
  private final BitSet lost = new BitSet();
  private final FirstViolation lostUpdate = new FirstViolation(Property.NO_LOST_UPDATE, "versions let go of");
  private final FirstViolation falseConflict =
      new FirstViolation(Property.NO_FALSE_CONFLICT, "sightings of a false sibling");
  private long receipts;
  private long repeated;
  private long restarts;
  private long untold;
  private long staleWrites;
  private long concurrentSets;
  private long heldVersions;
  private long falseSiblings;
  private long clockBytes;
  private long messageBytes;

  /** A message: the true set of its sender, and which message had brought each version there. */
  private record Message(int senderId, long sentNs, int[] versions, int[] messages) {
    int broughtBy(final int version) {
      for (int i = 0; i < versions.length; i++) {
        if (versions[i] == version) {
          return messages[i];
        }
      }
      return TrueSet.WRITTEN_HERE; // held before anybody said how it came
    }
  }

  /** A judge for one run. */
  public VersionStoreJudge(final RunSetup setup) {
    final int nodes = setup.clusterSize();
    history = new VersionHistory(nodes);
    truths = new TrueSet[nodes];
    received = new LongHashSet[nodes];
    for (int id = 0; id < nodes; id++) {
      truths[id] = new TrueSet(history);
      received[id] = new LongHashSet();
    }
    hasStarted = new boolean[nodes];
    isRestarting = new boolean[nodes];
    changedBy = new int[nodes];
    Arrays.fill(changedBy, TrueSet.WRITTEN_HERE);
    siblingsHeld = new ValueSample(setup.seed(), STREAM_SIBLINGS);
  }

  @Override
  public void onStart(final long timeNs, final int nodeId) {
    restarts += hasStarted[nodeId] ? 1 : 0;
    isRestarting[nodeId] = hasStarted[nodeId];
    hasStarted[nodeId] = true;
  }

  @Override
  public void onIndication(
      final long timeNs, final int nodeId, final Indication indication, final long key, final long value) {
    if (indication == Indication.VERSIONS_SENT) {
      messageById.put(key, messages.size());
      messages.add(new Message(nodeId, timeNs, truths[nodeId].versions(), truths[nodeId].messages()));
      messageBytes += value;
    } else if (indication == Indication.VERSIONS_RECEIVED) {
      onReceived(nodeId, key);
    }
  }

  @Override
  public void onIndication(
      final long timeNs,
      final int nodeId,
      final Indication indication,
      final long key,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    if (indication == Indication.VERSION_WRITTEN) {
      onWritten(nodeId, key, buffer, offset, length);
    } else if (indication == Indication.VERSIONS_HELD) {
      onHeld(timeNs, nodeId, key, buffer, offset, length);
    }
  }

  @Override
  public Judgement finish(final long endNs) {
    final List<Violation> violations = new ArrayList<>();
    lostUpdate.report(violations);
    falseConflict.report(violations);
    violations.sort(Comparator.comparingLong(Violation::atNs));
    final Map<String, long[]> samples = new LinkedHashMap<>();
    samples.put(VersionStoreProblem.LOST_VERSIONS.name(), Measure.share(lost.cardinality(), history.size()));
    samples.put(VersionStoreProblem.FALSE_SIBLINGS.name(), Measure.share(falseSiblings, heldVersions));
    samples.put(VersionStoreProblem.SIBLINGS_HELD.name(), siblingsHeld.toArray());
    samples.put(VersionStoreProblem.VERSION_BYTES.name(), mean(clockBytes, heldVersions));
    samples.put(VersionStoreProblem.MESSAGE_BYTES.name(), mean(messageBytes, messages.size()));
    samples.put(VersionStoreProblem.VERSIONS_WRITTEN.name(), new long[] {history.size()});
    final Map<String, Long> coverage = new TreeMap<>();
    coverage.put("receipts", receipts);
    coverage.put("repeated-receipts", repeated);
    coverage.put("restarts", restarts);
    coverage.put("untold-changes", untold);
    coverage.put("stale-writes", staleWrites);
    coverage.put("concurrent-versions", concurrentSets);
    return new Judgement(history.size() > 0 && receipts > 0, true, violations, samples, coverage);
  }

  private void onWritten(
      final int nodeId, final long id, final DirectBuffer buffer, final int offset, final int length) {
    if (history.number(id) != VersionHistory.UNKNOWN) {
      return; // said again at a restart
    }
    final int[] read = new int[length / Long.BYTES];
    int known = 0;
    for (int at = 0; at < length; at += Long.BYTES) {
      final int number = history.number(buffer.getLong(offset + at, LITTLE_ENDIAN));
      if (number != VersionHistory.UNKNOWN) {
        read[known++] = number;
      }
    }
    untold += isRestarting[nodeId] ? 1 : 0;
    final int version = history.add(id, nodeId, Arrays.copyOf(read, known));
    staleWrites += truths[nodeId].write(version) ? 1 : 0;
    changedBy[nodeId] = TrueSet.WRITTEN_HERE;
  }

  private void onReceived(final int nodeId, final long messageId) {
    final int number = (int) messageById.get(messageId);
    if (number == VersionHistory.UNKNOWN) {
      return; // its id was altered on its way
    }
    final boolean isNew = received[nodeId].add(number);
    if (isRestarting[nodeId]) {
      untold += isNew ? 1 : 0;
    } else {
      receipts++;
      repeated += isNew ? 0 : 1;
    }
    truths[nodeId].join(messages.get(number).versions, number);
    changedBy[nodeId] = number;
  }

  private void onHeld(
      final long timeNs,
      final int nodeId,
      final long bytes,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    final TrueSet truth = truths[nodeId];
    concurrentSets += truth.size() > 1 ? 1 : 0;
    final int count = length / Long.BYTES;
    if (!isRestarting[nodeId] && count > 0) {
      siblingsHeld.offer(count);
    }
    isRestarting[nodeId] = false;
    heldVersions += count;
    clockBytes += bytes;
    held.clear();
    for (int at = offset; at < offset + length; at += Long.BYTES) {
      final int version = history.number(buffer.getLong(at, LITTLE_ENDIAN));
      if (version != VersionHistory.UNKNOWN) {
        held.set(version);
      } else {
        addInvented(timeNs, nodeId, buffer.getLong(at, LITTLE_ENDIAN));
      }
    }
    if (!isTrueSet(truth)) {
      judge(timeNs, nodeId, truth);
    }
  }

  /** Whether exactly what should be held is. */
  private boolean isTrueSet(final TrueSet truth) {
    for (int i = 0; i < truth.size(); i++) {
      if (!held.get(truth.version(i))) {
        return false;
      }
    }
    return held.cardinality() == truth.size();
  }

  private void judge(final long timeNs, final int nodeId, final TrueSet truth) {
    superseded.clear();
    held.stream().forEach(version -> superseded.or(history.past(version)));
    for (int i = 0; i < truth.size(); i++) {
      final int version = truth.version(i);
      if (!held.get(version) && !superseded.get(version)) {
        addLost(timeNs, nodeId, version);
      }
    }
    superseded.and(held);
    falseSiblings += superseded.cardinality();
    superseded.stream().forEach(version -> addFalse(timeNs, nodeId, version));
    held.andNot(superseded);
    truth.set(held, changedBy[nodeId]);
  }

  private void addLost(final long timeNs, final int nodeId, final int version) {
    if (lostUpdate.isEmpty()) {
      final int newest = newestAgainst(nodeId, version);
      lostUpdate.add(
          timeNs,
          nodesOf(nodeId, version),
          "node %d let go of %s by %s, with %s; path: %s"
              .formatted(
                  nodeId,
                  history.name(version),
                  Seconds.of(timeNs),
                  newest < 0
                      ? "nothing held"
                      : history.name(newest) + " held, and none whose writer had seen it",
                  String.join(" → ", arrival(nodeId, version))));
    } else {
      lostUpdate.addAnother();
    }
    lost.set(version);
    truths[nodeId].lose(version);
  }

  /**
   * The newest version held of those that the last change brought together with one that is not; if there is none, the
   * newest of all.
   */
  private int newestAgainst(final int nodeId, final int version) {
    final BitSet others = (BitSet) held.clone();
    final BitSet came = new BitSet();
    if (changedBy[nodeId] == TrueSet.WRITTEN_HERE) {
      came.set(history.size() - 1);
    } else {
      Arrays.stream(messages.get(changedBy[nodeId]).versions).forEach(came::set);
    }
    if (came.get(version)) {
      others.andNot(came);
    } else {
      others.and(came);
    }
    return others.isEmpty() ? held.length() - 1 : others.length() - 1;
  }

  private void addFalse(final long timeNs, final int nodeId, final int version) {
    if (!falseConflict.isEmpty()) {
      falseConflict.addAnother();
      return;
    }
    final int by = held.stream().filter(other -> history.supersedes(other, version)).findFirst().orElseThrow();
    falseConflict.add(
        timeNs,
        nodesOf(nodeId, version),
        "node %d holds %s at %s beside %s, whose writer had seen it; path: %s"
            .formatted(
                nodeId,
                history.name(version),
                Seconds.of(timeNs),
                history.name(by),
                String.join(" → read by the writer of ", history.path(version, by))));
  }

  private void addInvented(final long timeNs, final int nodeId, final long id) {
    falseSiblings++;
    falseConflict.add(
        timeNs,
        List.of(nodeId),
        "node %d holds a version of id %x at %s, which nobody wrote".formatted(nodeId, id, Seconds.of(timeNs)));
  }

  /** How a version came to a replica. */
  private List<String> arrival(final int nodeId, final int version) {
    final List<String> path = new ArrayList<>();
    path.add("node " + nodeId);
    int number = truths[nodeId].broughtBy(version);
    while (number != TrueSet.WRITTEN_HERE) {
      final Message message = messages.get(number);
      path.add(0, "sent by node %d at %s".formatted(message.senderId, Seconds.of(message.sentNs)));
      number = message.broughtBy(version);
    }
    path.set(0, history.name(version) + (path.size() == 1 ? " was written there" : ", " + path.get(0)));
    return path;
  }

  private List<Integer> nodesOf(final int nodeId, final int version) {
    final int writerId = history.nodeOf(version);
    return writerId == nodeId ? List.of(nodeId) : List.of(writerId, nodeId);
  }

  private static long[] mean(final long sum, final long count) {
    return count == 0 ? new long[] {} : new long[] {(sum + count / 2) / count};
  }
}
