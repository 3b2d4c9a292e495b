package dev.ordeal.faultlab.problem.commit;

import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.commit.TransactionPlan.Step;
import dev.ordeal.protocols.commit.codec.OperationKind;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges {@link Property#MONEY_CONSERVED} and {@link Property#SERIALIZABILITY}.
 *
 * <p>Money: the judge keeps books of its own. Whatever a participant says a transaction wrote must be what its
 * operations make of the books; said again, it must be the same again; and who commits a transaction must say it.
 *
 * <p>Serialisability: Atul Adya, Barbara Liskov, Patrick O'Neil, "Generalized Isolation Level Definitions", 2000,
 * section 4: the order of a key's versions is the order in which they were written, and the committed transactions are
 * serialisable if what depends on what (who overwrote, read, or overwrote what was read) has no cycle, and nobody read
 * what was not committed.
 *
 * <p>Cost: constant time an operation, and one search over all at the end. Cold; single thread.
 */
final class DataChecker {
  private static final long NOBODY = 0;

  private record Place(int nodeId, long key) {}

  private record Read(TransactionView reader, Place place, long value, long writer, long atNs) {}

  private record Edge(TransactionView to, String why) {}

  private final long initialValue;
  private final FirstViolation money = new FirstViolation(Property.MONEY_CONSERVED, "sums that do not add up");
  private final Map<Place, Long> books = new HashMap<>();
  private final Map<Place, List<TransactionView>> versions = new HashMap<>();
  private final List<Read> reads = new ArrayList<>();
  private long overlaps;

  DataChecker(final long initialValue) {
    this.initialValue = initialValue;
  }

  /** A transaction read a key at a participant. */
  void read(
      final TransactionView view,
      final int nodeId,
      final long key,
      final long value,
      final long writer,
      final long atNs) {
    reads.add(new Read(view, new Place(nodeId, key), value, writer, atNs));
  }

  /** A transaction's writes took effect at a participant. */
  void wrote(final TransactionView view, final int nodeId, final Map<Long, Long> written, final long atNs) {
    final Map<Long, Long> before = view.writes.putIfAbsent(nodeId, written);
    if (before != null) {
      if (!before.equals(written)) {
        money.add(
            atNs,
            List.of(nodeId),
            "%s took effect again at node %d and left %s, before %s"
                .formatted(view.name(), nodeId, written, before));
      }
      return;
    }
    final Map<Long, Long> expected = expected(view.plan, nodeId);
    if (!expected.equals(written)) {
      money.add(
          atNs,
          List.of(nodeId),
          "%s left %s at node %d, by the books it should be %s".formatted(view.name(), written, nodeId, expected));
    }
    written.forEach(
        (key, value) -> {
          final Place place = new Place(nodeId, key);
          books.put(place, value);
          versions.computeIfAbsent(place, any -> new ArrayList<>()).add(view);
        });
  }

  /** Who holds a transaction committed must have written what it was to write there. */
  private void checkWritten(final TransactionView view) {
    view.outcomes.forEach(
        (nodeId, reached) -> {
          if (reached.outcome() == Outcome.COMMITTED
              && !view.writes.containsKey(nodeId)
              && !expected(view.plan, nodeId).isEmpty()) {
            money.add(
                reached.atNs(),
                List.of(nodeId),
                "%s took no effect at node %d, which committed it".formatted(view.name(), nodeId));
          }
        });
  }

  /** What a transaction's operations make of the books. */
  private Map<Long, Long> expected(final TransactionPlan plan, final int nodeId) {
    final Map<Long, Long> expected = new TreeMap<>();
    for (final Step step : plan.steps()) {
      if (step.participant() == nodeId) {
        if (step.kind() == OperationKind.SET || step.kind() == OperationKind.COMPARE_AND_SET) {
          expected.put(step.key(), step.value());
        } else if (step.kind() == OperationKind.INCREMENT) {
          final long found =
              expected.getOrDefault(step.key(), books.getOrDefault(new Place(nodeId, step.key()), initialValue));
          expected.put(step.key(), found + step.value());
        }
      }
    }
    return expected;
  }

  /** Looks for a cycle among the committed transactions. */
  void finish(final Map<Long, TransactionView> views, final List<Violation> violations) {
    views.values().forEach(this::checkWritten);
    money.report(violations);
    final Map<TransactionView, List<Edge>> edges = new HashMap<>();
    versions.forEach(
        (place, list) -> {
          for (int i = 1; i < list.size(); i++) {
            final String why = "overwritten at node %d key %d".formatted(place.nodeId, place.key);
            add(edges, list.get(i - 1), list.get(i), why);
          }
        });
    for (final Read read : reads) {
      if (read.reader.isCommitted()) {
        addRead(edges, read, views, violations);
      }
    }
    final List<Edge> cycle = new CycleSearch<TransactionView, Edge>(edges, Edge::to).find();
    if (!cycle.isEmpty()) {
      final StringBuilder words = new StringBuilder(cycle.get(cycle.size() - 1).to.name());
      for (final Edge edge : cycle) {
        words.append(", %s by %s".formatted(edge.why, edge.to.name()));
      }
      final TransactionView last = cycle.get(0).to;
      violations.add(
          new Violation(
              Property.SERIALIZABILITY,
              last.outcomes.values().stream().mapToLong(TransactionView.Reached::atNs).min().orElse(last.begunNs),
              last.plan.participants(),
              "no order of %d transactions: %s".formatted(cycle.size(), words)));
    }
  }

  private void addRead(
      final Map<TransactionView, List<Edge>> edges,
      final Read read,
      final Map<Long, TransactionView> views,
      final List<Violation> violations) {
    final List<TransactionView> list = versions.getOrDefault(read.place, List.of());
    final TransactionView writer = views.get(read.writer);
    final int version = writer == null ? -1 : list.indexOf(writer);
    final String where = "at node %d key %d".formatted(read.place.nodeId, read.place.key);
    if (read.writer != NOBODY && version < 0) {
      violations.add(
          new Violation(
              Property.SERIALIZABILITY,
              read.atNs,
              List.of(read.place.nodeId),
              "%s read %d %s, which nobody committed".formatted(read.reader.name(), read.value, where)));
      return;
    }
    if (version >= 0) {
      add(edges, writer, read.reader, "read " + where);
    }
    if (version + 1 < list.size()) {
      add(edges, read.reader, list.get(version + 1), "what it read overwritten " + where);
    }
  }

  private void add(
      final Map<TransactionView, List<Edge>> edges,
      final TransactionView from,
      final TransactionView to,
      final String why) {
    if (from != to) {
      edges.computeIfAbsent(from, any -> new ArrayList<>()).add(new Edge(to, why));
      overlaps++;
    }
  }

  /** How often one committed transaction depended on another. */
  long dependencies() {
    return overlaps;
  }
}
