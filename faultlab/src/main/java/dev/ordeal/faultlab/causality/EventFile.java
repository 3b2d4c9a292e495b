package dev.ordeal.faultlab.causality;

import dev.ordeal.faultlab.causality.RecordedEvent.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A computation as text, an event a line, each process's events in its order and a sending before its receipt:
 *
 * <pre>
 *   # time, if it is known, host, what happened; for a message the other end, and which it is
 *   node0 local
 *   node0 send node1 Hello there
 *   node1 receive node0 Hello there
 * </pre>
 *
 * Either all lines begin with a Lamport time or none does. A receipt takes the first message of that text from that
 * sender to that receiver that has not been received. Blank lines and what follows a {@code #} at a line's start are
 * left out.
 */
final class EventFile {
  private static final Pattern LINE =
      Pattern.compile(
          "(?:(?<time>\\d{1,18})\\s+)?(?<host>\\S+)\\s+(?:(?<local>local)|(?<kind>send|receive)\\s+(?<peer>\\S+)\\s+"
              + "(?<message>\\S.*?))\\s*");

  /** An event has no such cause. */
  static final int NONE = -1;

  private final String name;
  private final List<RecordedEvent> events = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();
  private final Map<String, Integer> lastOf = new HashMap<>();
  private final Map<List<String>, Queue<Integer>> sent = new HashMap<>();
  private int[] previous;
  private int[] sending;

  private EventFile(final String name) {
    this.name = name;
  }

  /** Reads lines; mistakes begin with the file's name and the line. */
  static EventFile read(final String name, final List<String> lines) {
    final EventFile file = new EventFile(name);
    file.previous = new int[lines.size()];
    file.sending = new int[lines.size()];
    Arrays.fill(file.sending, NONE);
    for (int i = 0; i < lines.size(); i++) {
      final String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        file.read(i + 1, line);
      }
    }
    return file;
  }

  private void read(final int number, final String line) {
    final Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      mistake(number, "no event: line=%s, wanted=[TIME] HOST local|send|receive [PEER MESSAGE]".formatted(line));
      return;
    }
    final String time = matcher.group("time");
    final boolean isLocal = matcher.group("local") != null;
    final RecordedEvent event =
        new RecordedEvent(
            number,
            time == null ? RecordedEvent.UNSTAMPED : Long.parseLong(time),
            matcher.group("host"),
            isLocal ? Kind.LOCAL : Kind.valueOf(matcher.group("kind").toUpperCase(Locale.ROOT)),
            isLocal ? "" : matcher.group("peer"),
            isLocal ? "" : matcher.group("message"));
    if (!events.isEmpty() && isStamped() != (time != null)) {
      mistake(number, "time on some lines and not on others: line=%s".formatted(line));
      return;
    }
    add(event);
  }

  private void add(final RecordedEvent event) {
    final int index = events.size();
    if (event.kind() == Kind.RECEIVE) {
      final Queue<Integer> waiting = sent.get(List.of(event.peer(), event.host(), event.message()));
      if (waiting == null || waiting.isEmpty()) {
        mistake(
            event.line(),
            "receipt without a sending before it: from=%s, to=%s, message=%s"
                .formatted(event.peer(), event.host(), event.message()));
        return;
      }
      sending[index] = waiting.remove();
    }
    if (event.kind() == Kind.SEND) {
      sent.computeIfAbsent(List.of(event.host(), event.peer(), event.message()), key -> new ArrayDeque<>()).add(index);
    }
    final Integer last = lastOf.put(event.host(), index);
    previous[index] = last == null ? NONE : last;
    events.add(event);
  }

  private void mistake(final int line, final String words) {
    mistakes.add("%s:%d: %s".formatted(name, line, words));
  }

  /** What is wrong with the file; nothing else here means anything unless this is empty. */
  List<String> mistakes() {
    return mistakes;
  }

  /** All events, causes first. */
  List<RecordedEvent> events() {
    return events;
  }

  /** Whether events bear times. */
  boolean isStamped() {
    return !events.isEmpty() && events.get(0).time() != RecordedEvent.UNSTAMPED;
  }

  /** The event before one at the same host, or {@link #NONE}. */
  int previous(final int event) {
    return previous[event];
  }

  /** The sending of what an event received, or {@link #NONE}. */
  int sending(final int event) {
    return sending[event];
  }
}
