package dev.ordeal.faultlab.problem.commit;

import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.faultlab.problem.commit.CommitCalls.Told;
import dev.ordeal.faultlab.problem.commit.TransactionPlan.Step;
import dev.ordeal.protocols.commit.codec.OperationKind;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges {@link Property#MONEY_CONSERVED} and {@link Property#SERIALIZABILITY}.
 *
 * <p>Money: the judge keeps books of its own. Whatever a participant says a transaction wrote must be what its
 * operations make of the books; said again, it must be the same again; and who commits a transaction must say it. What
 * commits must have passed validation: a participant voted yes to what the books, when it did, let it vote yes to. One
 * request commits once.
 *
 * <p>Serialisability: Atul Adya, Barbara Liskov, Patrick O'Neil, "Generalized Isolation Level Definitions", 2000,
 * section 4: the order of a key's versions is the order in which they were written, and the committed transactions are
 * serialisable if what depends on what (who overwrote, read, or overwrote what was read) has no cycle, and nobody read
 * what was not committed, or another value than its writer left. What a client was told of its reads must be what the
 * participants read for it.
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
  private final FirstViolation wrongReads = new FirstViolation(Property.SERIALIZABILITY, "reads that are wrong");
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
    view.found.computeIfAbsent(nodeId, any -> new HashMap<>()).put(key, value);
  }

  /** A participant votes, for the first time, that a transaction may commit: is there an operation that forbids it? */
  void votedFor(final TransactionView view, final int nodeId, final long atNs) {
    final Effects effects = effects(view.plan, nodeId);
    if (effects.forbidding != null) {
      view.forbidden = "node %d voted yes at %s to %s".formatted(nodeId, Seconds.of(atNs), effects.forbidding);
    }
  }

  /** A client was told that its transaction committed, and what its reads found. */
  void told(final TransactionView view, final Told told) {
    final List<Long> expected = new ArrayList<>();
    final Map<Integer, Effects> effects = new HashMap<>();
    for (final int nodeId : view.plan.participants()) {
      final Map<Long, Long> found = view.found.getOrDefault(nodeId, Map.of());
      effects.put(nodeId, new Effects(view.plan, nodeId, key -> found.getOrDefault(key, initialValue)));
    }
    for (final Step step : view.plan.steps()) {
      if (step.kind() == OperationKind.READ) {
        expected.add(effects.get(step.participant()).reads.remove());
      }
    }
    final List<Long> heard = Arrays.stream(told.reads()).boxed().toList();
    if (!heard.isEmpty() && !heard.equals(expected)) { // A coordinator that was away knows the outcome alone.
      wrongReads.add(
          told.toldNs(),
          view.plan.participants(),
          "%s: the client was told that it read %s, the participants read %s".formatted(view.name(), heard, expected));
    }
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
    final Map<Long, Long> expected = effects(view.plan, nodeId).writes;
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
              && !effects(view.plan, nodeId).writes.isEmpty()) {
            money.add(
                reached.atNs(),
                List.of(nodeId),
                "%s took no effect at node %d, which committed it".formatted(view.name(), nodeId));
          }
        });
  }

  /** What a transaction's operations make of the books. */
  private Effects effects(final TransactionPlan plan, final int nodeId) {
    return new Effects(plan, nodeId, key -> books.getOrDefault(new Place(nodeId, key), initialValue));
  }

  /** Who commits must have been let to, and does so once. */
  private void checkCommitted(final TransactionView view) {
    if (!view.isCommitted()) {
      return;
    }
    final long atNs = view.firstOutcomeNs();
    if (view.forbidden != null) {
      money.add(atNs, view.plan.participants(), "%s committed: %s".formatted(view.name(), view.forbidden));
    }
    if (view.earlier != null && view.earlier.isCommitted()) {
      money.add(atNs, view.plan.participants(), "%s committed twice".formatted(view.name()));
    }
  }

  /** Looks for a cycle among the committed transactions. */
  void finish(final Map<Long, TransactionView> views, final List<Violation> violations) {
    views.values().forEach(this::checkWritten);
    views.values().forEach(this::checkCommitted);
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
        addRead(edges, read, views);
      }
    }
    wrongReads.report(violations);
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
              last.firstOutcomeNs(),
              last.plan.participants(),
              "no order of %d transactions: %s".formatted(cycle.size(), words)));
    }
  }

  private void addRead(
      final Map<TransactionView, List<Edge>> edges,
      final Read read,
      final Map<Long, TransactionView> views) {
    final List<TransactionView> list = versions.getOrDefault(read.place, List.of());
    final TransactionView writer = views.get(read.writer);
    final int version = writer == null ? -1 : list.indexOf(writer);
    final String where = "at node %d key %d".formatted(read.place.nodeId, read.place.key);
    if (read.writer != NOBODY && version < 0) {
      wrongReads.add(
          read.atNs,
          List.of(read.place.nodeId),
          "%s read %d %s, which nobody committed".formatted(read.reader.name(), read.value, where));
      return;
    }
    final long left = version < 0 ? initialValue : writer.writes.get(read.place.nodeId).get(read.place.key);
    if (read.value != left) {
      wrongReads.add(
          read.atNs,
          List.of(read.place.nodeId),
          "%s read %d %s, where %d was left".formatted(read.reader.name(), read.value, where, left));
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
