package dev.ordeal.faultlab.problem.commit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Looks for a cycle in a directed graph, depth first, without recursion.
 *
 * <p>Cost: linear in nodes and edges. Cold; single thread.
 *
 * @param <N> a node
 * @param <E> an edge, which knows where it leads
 */
final class CycleSearch<N, E> {
  private final Map<N, List<E>> edges;
  private final Function<E, N> head;
  private final Map<N, Boolean> isDone = new HashMap<>();

  private record Step<N, E>(N node, E by, Iterator<E> rest) {}

  CycleSearch(final Map<N, List<E>> edges, final Function<E, N> head) {
    this.edges = edges;
    this.head = head;
  }

  /** The edges of one cycle, in order; empty if there is none. */
  List<E> find() {
    for (final N start : edges.keySet()) {
      if (!isDone.containsKey(start)) {
        final List<E> cycle = from(start);
        if (!cycle.isEmpty()) {
          return cycle;
        }
      }
    }
    return List.of();
  }

  private List<E> from(final N start) {
    final Deque<Step<N, E>> path = new ArrayDeque<>();
    enter(path, start, null);
    while (!path.isEmpty()) {
      final Step<N, E> step = path.peekLast();
      if (!step.rest.hasNext()) {
        isDone.put(step.node, true);
        path.removeLast();
        continue;
      }
      final E edge = step.rest.next();
      final N next = head.apply(edge);
      final Boolean done = isDone.get(next);
      if (done == null) {
        enter(path, next, edge);
      } else if (!done) {
        return cycle(path, next, edge);
      }
    }
    return List.of();
  }

  private void enter(final Deque<Step<N, E>> path, final N node, final E by) {
    isDone.put(node, false);
    path.addLast(new Step<>(node, by, edges.getOrDefault(node, List.of()).iterator()));
  }

  private List<E> cycle(final Deque<Step<N, E>> path, final N node, final E last) {
    final List<E> cycle = new ArrayList<>();
    boolean isInside = false;
    for (final Step<N, E> step : path) {
      if (isInside) {
        cycle.add(step.by);
      }
      isInside |= step.node.equals(node);
    }
    cycle.add(last);
    return cycle;
  }
}
