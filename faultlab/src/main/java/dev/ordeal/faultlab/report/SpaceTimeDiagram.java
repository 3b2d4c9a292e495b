package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.experiment.Breakage;
import dev.ordeal.faultlab.schema.SchemaRegistry;
import dev.ordeal.faultlab.simulation.TraceEntry;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Property;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A piece of one run: which node sent what to whom, what became of it, who led, who was down, and where a property
 * broke (Lamport, Time, clocks, and the ordering of events in a distributed system, 1978: nodes side by side, time
 * along them).
 *
 * <p>Immutable; any thread.
 *
 * @param nodes the nodes that are drawn, top to bottom
 * @param atNs when the property broke, or {@link #NO_TIME}
 * @param involved the nodes that broke it
 * @param thinned how many routine messages are left out, because there are too many to see
 */
public record SpaceTimeDiagram(
    String title,
    String explanation,
    List<Integer> nodes,
    long fromNs,
    long untilNs,
    long atNs,
    List<Integer> involved,
    List<Arrow> arrows,
    List<Span> spans,
    List<Mark> marks,
    int thinned) {
  /** No property broke. */
  public static final long NO_TIME = -1;

  private static final long BEFORE_NS = 3_500_000_000L;
  private static final long AFTER_NS = 1_200_000_000L;

  /** What became of a message. */
  public enum Fate {
    /** It arrived. */
    DELIVERED,
    /** It was lost. */
    LOST,
    /** A second copy. */
    COPY,
    /** Its receiver was down. */
    MISSED,
    /** The run ended before it arrived. */
    UNDER_WAY
  }

  /**
   * A message.
   *
   * @param endNs when it arrived; for a lost one when it would have
   * @param name its name in the schema
   * @param words name and fields
   * @param isRoutine whether its name is so frequent here that it is drawn grey and without a label
   */
  public record Arrow(
      int from, int to, long sentNs, long endNs, Fate fate, String name, String words, boolean isRoutine) {}

  /** What a node was for a while. */
  public enum Phase {
    /** It held itself leader. */
    LEADS,
    /** It had crashed. */
    DOWN,
    /** It stood still. */
    PAUSED,
    /** Links were cut: of this node, or of several if the node is -1. */
    CUT
  }

  /** A phase of a node; it may begin before the window and end after it. */
  public record Span(int node, Phase phase, long fromNs, long untilNs, String label) {}

  /** What happened at an instant. */
  public enum Event {
    /** A node crashed. */
    CRASH,
    /** A node threw. */
    EXCEPTION,
    /** A crashed node came back. */
    RESTART,
    /** A node stands in an election. */
    ELECTION,
    /** A node changed state. */
    STATE,
    /** A node follows another, or nobody. */
    FOLLOWS,
    /** A trigger fired. */
    TRIGGER,
    /** Something else worth knowing: a client's request, a lie, a clock that was set, the healing. */
    OTHER
  }

  /** An instant on a node's line; node -1 stands above all lines. */
  public record Mark(int node, long atNs, Event event, String label) {}

  /**
   * What to look at.
   *
   * @param clusterSize how many nodes the run has
   * @param stateNames the algorithm's states, by ordinal
   * @param printer prints a message: {@code Vote{term=3, granted=T}}
   * @param atNs when the property broke, or {@link #NO_TIME}
   * @param involved the nodes that broke it; may be empty
   */
  public record View(
      String title,
      String explanation,
      int clusterSize,
      List<String> stateNames,
      Function<byte[], String> printer,
      long fromNs,
      long untilNs,
      long atNs,
      List<Integer> involved) {
    /** The time around what broke, within the run: what led to it, and what came of it. */
    public static View around(
        final AlgorithmSpec spec,
        final Set<Property> promised,
        final int clusterSize,
        final long durationNs,
        final Breakage broken,
        final String run) {
      final String what =
          broken.isException()
              ? "a node threw"
              : ChartRequest.spaced(broken.label())
                  + (broken.isForbidden(promised) ? " broken" : " did not hold (not promised)");
      return new View(
          run + ": " + what,
          broken.explanation(),
          clusterSize,
          spec.stateNames(),
          printerOf(spec),
          Math.max(0, broken.atNs() - BEFORE_NS),
          Math.min(durationNs, broken.atNs() + AFTER_NS),
          broken.atNs(),
          broken.nodes());
    }

    /** A stretch of a run in which nothing need have broken. */
    public static View between(
        final AlgorithmSpec spec, final int clusterSize, final long fromNs, final long untilNs, final String run) {
      return new View(
          run, "", clusterSize, spec.stateNames(), printerOf(spec), fromNs, untilNs, NO_TIME, List.of());
    }

    private static Function<byte[], String> printerOf(final AlgorithmSpec spec) {
      final SchemaRegistry registry = SchemaRegistry.of(spec);
      return body -> registry.print(new UnsafeBuffer(body), 0, body.length);
    }
  }

  /** Reads a whole trace, in order, and keeps what the view shows. */
  public static SpaceTimeDiagram of(final Iterable<TraceEntry> trace, final View view) {
    final SpaceTimeReader reader = new SpaceTimeReader(view);
    trace.forEach(reader::add);
    return reader.finish();
  }

  /** The diagram as an SVG picture. */
  public String toSvg() {
    return new SpaceTimeSvg(this).render();
  }
}
