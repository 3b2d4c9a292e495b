package dev.ordeal.faultlab.trace;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.simulation.TraceEntry;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.Indication;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A trace in words, one line an entry: when, where, what. Messages and records are printed by their schema.
 *
 * <pre>
 *   12.034567000s  n3 → n1  RequestVote{term=2, …}  #17, arrives 12.09s
 *   12.090000000s  n1 ← n3  RequestVote{term=2, …}  #17, sent 12.034567s
 *   12.090000000s  n1       persists record 4: HardState{term=2, …}
 * </pre>
 *
 * <p>{@code #17} is the message's number on its link, by which a plan may list its fate. Cold; single thread.
 */
public final class TraceText {
  private static final Indication[] INDICATIONS = Indication.values();
  private static final FaultKind[] FAULTS = FaultKind.values();
  private static final List<String> WRITES = List.of("appends", "persists", "checkpoints");

  private final List<String> stateNames;
  private final BodyPrinter printer;
  private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

  /** Prints one message or record. */
  @FunctionalInterface
  public interface BodyPrinter {
    /** The message or record in words. */
    String print(DirectBuffer buffer, int offset, int length);
  }

  /** A text form for the traces of one algorithm. */
  public TraceText(final AlgorithmSpec spec, final BodyPrinter printer) {
    this(spec.stateNames(), printer);
  }

  TraceText(final List<String> stateNames, final BodyPrinter printer) {
    this.stateNames = stateNames;
    this.printer = printer;
  }

  /** One entry as a line, without its end. */
  public String line(final TraceEntry entry) {
    final StringBuilder text = new StringBuilder(120);
    append(text, entry);
    return text.toString();
  }

  /** Appends one entry as a line, without its end. */
  public void append(final StringBuilder text, final TraceEntry entry) {
    final String time = BigDecimal.valueOf(entry.timeNs(), 9).toPlainString();
    text.append(" ".repeat(Math.max(0, 14 - time.length()))).append(time).append("s  ");
    final int placeFrom = text.length();
    place(text, entry);
    text.append(" ".repeat(Math.max(1, 9 - (text.length() - placeFrom))));
    words(text, entry);
  }

  private static void place(final StringBuilder text, final TraceEntry entry) {
    switch (entry.kind()) {
      case SEND, DUPLICATE, LOSE, LIE, ALTER -> text.append(node(entry.nodeId())).append(" → ").append(node(entry.peerId()));
      case DELIVER, MISS -> text.append(node(entry.nodeId())).append(" ← ").append(node(entry.peerId()));
      default -> text.append(node(entry.nodeId()));
    }
  }

  private void words(final StringBuilder text, final TraceEntry entry) {
    final long key = entry.key();
    final long value = entry.value();
    switch (entry.kind()) {
      case START -> text.append(key == 0 ? "starts" : "starts again, incarnation " + key);
      case SEND -> {
        body(text, entry);
        text.append("  #").append(key).append(arrival(value));
      }
      case DUPLICATE -> text.append('#').append(key).append(" a second time, arrives ").append(seconds(value));
      case LOSE -> text.append('#').append(key).append(" lost").append(cause(value));
      case DELIVER -> {
        body(text, entry);
        text.append("  #").append(key).append(", sent ").append(seconds(value));
      }
      case MISS -> text.append('#').append(key).append(" finds the node down, sent ").append(seconds(value));
      case ALTER -> text.append('#').append(key).append(" altered, alteration ").append(value);
      case DEADLINE -> text.append("deadline, by its own clock at ").append(seconds(key));
      case WRITE -> {
        text.append(WRITES.get((int) value)).append(" record ").append(key).append(": ");
        body(text, entry);
      }
      case SYNC ->
          text.append(value == 1 ? "sync says done and lies, " : "sync done, ").append(key).append(" records durable");
      case INDICATE -> indication(text, entry);
      case REQUEST -> {
        text.append("request ").append(key).append(": ");
        body(text, entry);
      }
      case REPLY -> {
        text.append("reply to ").append(key).append(": ");
        body(text, entry);
      }
      case CRASH ->
          text.append("crashes ")
              .append(words(FaultPlan.CrashPoint.values()[(int) key]))
              .append(value == 0 ? "" : ", loses %d records".formatted(value));
      case RESTART -> text.append("comes back, %d records replayed".formatted(key));
      case PAUSE -> text.append("stands still until ").append(seconds(value));
      case RESUME -> text.append("goes on");
      case CUT -> text.append(key < 0 ? "is cut off by a trigger" : "links are cut, partition " + key);
      case JOIN -> text.append(key < 0 ? "is joined again" : "links are joined, partition " + key);
      case CLOCK_JUMP -> text.append("wall clock jumps by ").append(seconds(value));
      case TRIGGER -> text.append("trigger ").append(key).append(" fires");
      case LIE -> text.append("lies: ").append(words(FaultPlan.Behaviour.values()[(int) key]));
      case HEAL -> text.append("everything is mended");
      case EXCEPTION -> text.append("throws and is down");
    }
  }

  private void indication(final StringBuilder text, final TraceEntry entry) {
    final Indication indication = INDICATIONS[entry.peerId()];
    final long key = entry.key();
    final long value = entry.value();
    switch (indication) {
      case STATE -> text.append("state ").append(state(value)).append(" → ").append(state(key));
      case ELECTION -> text.append("stands for election").append(epoch(" in epoch ", key));
      case LEADER -> {
        if (value == Indication.NO_LEADER) {
          text.append("holds nobody leader").append(epoch(" in epoch ", key));
        } else if (value == entry.nodeId()) {
          text.append("leads").append(epoch(" epoch ", key));
        } else {
          text.append("holds ").append(node(value)).append(" leader").append(epoch(" in epoch ", key));
        }
      }
      case LOG_END -> text.append("log ends at term ").append(key).append(", index ").append(value);
      default -> text.append(words(indication)).append(' ').append(key).append(": ").append(value);
    }
    if (entry.body().length > 0) {
      text.append(' ');
      body(text, entry);
    }
  }

  private static String arrival(final long atNs) {
    return atNs < 0 ? ", is lost" : atNs == Long.MAX_VALUE ? ", does not arrive" : ", arrives " + seconds(atNs);
  }

  private void body(final StringBuilder text, final TraceEntry entry) {
    buffer.wrap(entry.body());
    text.append(printer.print(buffer, 0, entry.body().length));
  }

  private String state(final long ordinal) {
    return ordinal >= 0 && ordinal < stateNames.size() ? stateNames.get((int) ordinal) : Long.toString(ordinal);
  }

  private static String epoch(final String words, final long epoch) {
    return epoch == 0 ? "" : words + epoch;
  }

  private static String cause(final long ordinal) {
    return ordinal < 0 || ordinal >= FAULTS.length ? "" : " to " + FAULTS[(int) ordinal].label();
  }

  private static String node(final long nodeId) {
    return nodeId < 0 ? "all" : "n" + nodeId;
  }

  private static String words(final Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A point of time in seconds, exact, without trailing zeros. */
  static String seconds(final long ns) {
    final BigDecimal seconds = BigDecimal.valueOf(ns, 9).stripTrailingZeros();
    return (seconds.signum() == 0 ? "0" : seconds.toPlainString()) + "s";
  }
}
