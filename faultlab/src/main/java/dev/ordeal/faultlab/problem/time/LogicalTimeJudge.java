package dev.ordeal.faultlab.problem.time;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.ValueSample;
import dev.ordeal.protocols.clock.Ordering;
import dev.ordeal.protocols.clock.computation.StampStore;
import dev.ordeal.protocols.clock.computation.TimestampingSpec;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;

/**
 * Judges one run of stamped events by what the nodes indicate; see the package for how.
 *
 * <p>Slots of the stamp store: one for each process's latest event, one for the event at hand, one for the latest stamp
 * that has ended, one for each process's event under way, the sample, then one for each sending.
 *
 * <p>Cost: one or two comparisons per event, O(n) for the true relation; the sample once at the end. Allocation: when
 * there are more sendings and receipts than room, or violations. Threading: the simulation's thread.
 */
public final class LogicalTimeJudge implements RunJudge {
  private static final int NONE = -1;
  private static final long STREAM_COMMIT = 1;
  private static final long STREAM_TRANSIT = 2;

  private final int processes;
  private final StampStore stamps;
  private final HappenedBefore truth;
  private final PairSample sample;
  private final HybridChecker hybrid;
  private final ExternalChecker external;
  private final ValueSample commitWaits;
  private final ValueSample transits;
  private final boolean[] hasEvents;
  private final boolean[] hasStarted;
  private final LongHashSet received = new LongHashSet();
  private final int eventSlot;
  private final int firstSendingSlot;
  private final FirstViolation condition = new FirstViolation(Property.CLOCK_CONDITION, "direct causes misordered");
  private long events;
  private long stampBytes;
  private long receipts;
  private long misorderedReceipts;
  private long repeated;
  private long refused;
  private long restarts;
  private long driftNs = NONE;

  /** A judge for one run of an algorithm that stamps events. */
  public LogicalTimeJudge(final RunSetup setup) {
    if (!(setup.spec() instanceof TimestampingSpec spec)) {
      throw new IllegalArgumentException(
          "algorithm does not say how its stamps are read: algorithm=%s".formatted(setup.spec().name()));
    }
    processes = setup.clusterSize();
    stamps = spec.newStampStore(processes);
    truth = new HappenedBefore(processes);
    eventSlot = processes;
    final int endedSlot = eventSlot + 1;
    final int begunSlot = endedSlot + 1;
    final int sampleSlot = begunSlot + processes;
    firstSendingSlot = sampleSlot + PairSample.SIZE;
    sample = new PairSample(processes, setup.seed(), stamps, sampleSlot);
    hybrid =
        new HybridChecker(processes, stamps, new ClockErrors(setup.plan()), spec.futureBoundNs(setup.values()));
    external = new ExternalChecker(processes, stamps, endedSlot, begunSlot);
    commitWaits = new ValueSample(setup.seed(), STREAM_COMMIT);
    transits = new ValueSample(setup.seed(), STREAM_TRANSIT);
    hasEvents = new boolean[processes];
    hasStarted = new boolean[processes];
  }

  @Override
  public void onStart(final long timeNs, final int nodeId) {
    restarts += hasStarted[nodeId] ? 1 : 0;
    hasStarted[nodeId] = true;
    hybrid.onStart(nodeId);
  }

  @Override
  public void onCrash(final long timeNs, final int nodeId) {
    external.onCrash(nodeId);
  }

  @Override
  public void onIndication(
      final long timeNs, final int nodeId, final Indication indication, final long key, final long value) {
    if (indication == Indication.EVENT_BEGUN) {
      external.onBegun(timeNs, nodeId);
    } else if (indication == Indication.STAMP_REFUSED) {
      refused++;
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
    int sending = HappenedBefore.UNKNOWN;
    switch (indication) {
      case LOCAL_EVENT, SEND_EVENT -> {
        // No cause but the process's last event.
      }
      case RECEIVE_EVENT -> sending = onReceipt(timeNs, nodeId, key);
      default -> {
        return;
      }
    }
    final long wallNs = buffer.getLong(offset, LITTLE_ENDIAN);
    final int stampLength = length - Long.BYTES;
    stamps.put(eventSlot, nodeId, buffer, offset + Long.BYTES, stampLength);
    events++;
    stampBytes += stampLength;
    final int sent =
        switch (indication) {
          case SEND_EVENT -> truth.send(nodeId, key, timeNs);
          case LOCAL_EVENT -> {
            truth.local(nodeId);
            yield NONE;
          }
          default -> NONE;
        };
    judge(timeNs, nodeId, wallNs, sending);
    if (sent != NONE) {
      stamps.copy(eventSlot, firstSendingSlot + sent);
      hybrid.onSending(nodeId, sent);
    }
    stamps.copy(eventSlot, nodeId);
    hasEvents[nodeId] = true;
  }

  @Override
  public Judgement finish(final long endNs) {
    sample.judge();
    final List<Violation> violations = new ArrayList<>();
    condition.report(violations);
    reportPairs(endNs, violations);
    hybrid.report(violations);
    external.report(violations);
    violations.sort(Comparator.comparingLong(Violation::atNs));
    return new Judgement(receipts > 0, true, violations, samples(), coverage());
  }

  private int onReceipt(final long timeNs, final int nodeId, final long messageId) {
    receipts++;
    repeated += received.add(messageId) ? 0 : 1;
    final int sending = truth.receive(nodeId, messageId);
    if (sending != HappenedBefore.UNKNOWN) {
      transits.offer(timeNs - truth.sentNs(sending));
    }
    return sending;
  }

  /** The event at hand against its direct causes. */
  private void judge(final long timeNs, final int nodeId, final long wallNs, final int sending) {
    final int number = truth.number(nodeId);
    final int lastSlot = hasEvents[nodeId] ? nodeId : NONE;
    final int sendingSlot = sending == HappenedBefore.UNKNOWN ? NONE : firstSendingSlot + sending;
    if (lastSlot != NONE && stamps.compare(lastSlot, eventSlot) != Ordering.BEFORE) {
      addCondition(timeNs, nodeId, number - 1, lastSlot, nodeId, number);
    }
    if (sendingSlot != NONE && stamps.compare(sendingSlot, eventSlot) != Ordering.BEFORE) {
      misorderedReceipts++;
      addCondition(timeNs, truth.senderOf(sending), truth.numberOf(sending), sendingSlot, nodeId, number);
    }
    hybrid.onEvent(timeNs, nodeId, number, wallNs, eventSlot, lastSlot, sendingSlot, sending);
    final long waitedNs = external.onEnd(timeNs, nodeId, number, eventSlot);
    if (waitedNs >= 0) {
      commitWaits.offer(waitedNs);
    }
    sample.offer(truth, nodeId, eventSlot);
    final long physicalNs = stamps.physicalNs(eventSlot);
    if (physicalNs != StampStore.NO_TIME) {
      driftNs = Math.max(driftNs, Math.abs(physicalNs - timeNs));
    }
  }

  private void addCondition(
      final long timeNs,
      final int causeId,
      final int causeNumber,
      final int causeSlot,
      final int nodeId,
      final int number) {
    if (!condition.isEmpty()) {
      condition.addAnother();
      return;
    }
    condition.add(
        timeNs,
        causeId == nodeId ? List.of(nodeId) : List.of(causeId, nodeId),
        "%s happened before %s and bears %s, which is %s %s; path: %s"
            .formatted(
                HappenedBefore.name(causeId, causeNumber),
                HappenedBefore.name(nodeId, number),
                stamps.describe(causeSlot),
                words(stamps.compare(causeSlot, eventSlot)),
                stamps.describe(eventSlot),
                String.join(" → ", truth.path(causeId, causeNumber, nodeId, number))));
  }

  /** What the pairs of the sample say; their times are the run's end, when they are compared. */
  private void reportPairs(final long endNs, final List<Violation> violations) {
    if (condition.isEmpty() && sample.firstMisordered != null) {
      final int[] pair = sample.firstMisordered;
      violations.add(pairViolation(Property.CLOCK_CONDITION, endNs, pair, "happened before", sample.misordered));
    }
    if (sample.firstWronglyOrdered != null) {
      violations.add(
          pairViolation(
              Property.STRONG_CLOCK_CONDITION,
              endNs,
              sample.firstWronglyOrdered,
              "is concurrent with",
              sample.wronglyOrdered));
    } else if (sample.firstMisordered != null) {
      violations.add(
          pairViolation(
              Property.STRONG_CLOCK_CONDITION, endNs, sample.firstMisordered, "happened before", sample.misordered));
    }
    if (sample.firstUndecided != null) {
      violations.add(
          pairViolation(
              Property.TOTAL_STAMP_ORDER, endNs, sample.firstUndecided, "is another than", sample.undecided));
    }
  }

  private Violation pairViolation(
      final Property property, final long endNs, final int[] pair, final String relation, final long count) {
    final int a = pair[0];
    final int b = pair[1];
    final List<String> path = truth.path(sample.process(a), sample.number(a), sample.process(b), sample.number(b));
    return new Violation(
        property,
        endNs,
        List.of(sample.process(a), sample.process(b)),
        "%s %s %s, and bears %s, which is %s %s%s; %d such pairs of the sample"
            .formatted(
                HappenedBefore.name(sample.process(a), sample.number(a)),
                relation,
                HappenedBefore.name(sample.process(b), sample.number(b)),
                stamps.describe(sample.slot(a)),
                words(stamps.compare(sample.slot(a), sample.slot(b))),
                stamps.describe(sample.slot(b)),
                path.isEmpty() ? "" : "; path: " + String.join(" → ", path),
                count));
  }

  private static String words(final Ordering ordering) {
    return switch (ordering) {
      case BEFORE -> "before";
      case AFTER -> "after";
      case EQUAL -> "equal to";
      case CONCURRENT -> "neither before nor after";
    };
  }

  private Map<String, long[]> samples() {
    final Map<String, long[]> samples = new LinkedHashMap<>();
    samples.put(LogicalTimeProblem.MISORDERED_RECEIPTS.name(), Measure.share(misorderedReceipts, receipts));
    samples.put(LogicalTimeProblem.MISORDERED.name(), Measure.share(sample.misordered, sample.orderedPairs));
    samples.put(
        LogicalTimeProblem.WRONGLY_ORDERED.name(), Measure.share(sample.wronglyOrdered, sample.concurrentPairs));
    samples.put(
        LogicalTimeProblem.STAMP_BYTES.name(),
        events == 0 ? new long[] {} : new long[] {(stampBytes + events / 2) / events});
    samples.put(LogicalTimeProblem.DRIFT.name(), driftNs == NONE ? new long[] {} : new long[] {driftNs});
    samples.put(LogicalTimeProblem.COMMIT_WAIT.name(), commitWaits.toArray());
    samples.put(LogicalTimeProblem.TRANSIT.name(), transits.toArray());
    samples.put(
        LogicalTimeProblem.COUNTER_MAX.name(),
        hybrid.counterMax() == StampStore.NO_COUNTER ? new long[] {} : new long[] {hybrid.counterMax()});
    samples.put(LogicalTimeProblem.STAMPED_EVENTS.name(), new long[] {events});
    return samples;
  }

  private Map<String, Long> coverage() {
    final Map<String, Long> coverage = new TreeMap<>();
    coverage.put("receipts", receipts);
    coverage.put("repeated-receipts", repeated);
    coverage.put("refused-stamps", refused);
    coverage.put("restarts", restarts);
    coverage.put("concurrent-pairs", sample.concurrentPairs);
    return coverage;
  }
}
