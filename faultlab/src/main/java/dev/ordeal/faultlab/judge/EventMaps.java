package dev.ordeal.faultlab.judge;

import dev.ordeal.faultlab.judge.EdnReader.Tuple;
import java.util.List;
import java.util.Map;

/** Makes an event of a map with the keys that Jepsen uses: index, process, type, f, key, value, time. */
final class EventMaps {
  private final List<Event> events;
  private final Mistakes mistakes;

  EventMaps(final List<Event> events, final Mistakes mistakes) {
    this.events = events;
    this.mistakes = mistakes;
  }

  /** Adds the event, or says what is wrong; a process that is no number, as {@code nemesis}, is no client. */
  void add(final int line, final Object form) {
    if (!(form instanceof Map<?, ?> map)) {
      mistakes.add(line, "not an operation: expected a map with process, type and f");
      return;
    }
    final Object process = map.get("process");
    final Event.Type type = Event.Type.of(map.get("type"));
    final Object function = map.get("f");
    if (process instanceof String) {
      return;
    }
    if (!(process instanceof Long client)) {
      mistakes.add(
          line, process == null ? "process missing" : "process is no whole number: process=%s".formatted(process));
    } else if (type == null) {
      mistakes.add(
          line,
          map.get("type") == null
              ? "type missing"
              : "unknown type: type=%s, known=invoke ok fail info".formatted(map.get("type")));
    } else if (!(function instanceof String name)) {
      mistakes.add(line, function == null ? "f missing" : "f is no name: f=%s".formatted(function));
    } else {
      final Event event =
          new Event(
              line,
              number(map.get("index")),
              client,
              type,
              name,
              map.get("key"),
              map.get("value"),
              number(map.get("time")));
      events.add(event.value() instanceof Tuple tuple ? event.withKey(tuple.key(), tuple.value()) : event);
    }
  }

  private static long number(final Object value) {
    return value instanceof Long number && number >= 0 ? number : Event.UNRECORDED;
  }
}
