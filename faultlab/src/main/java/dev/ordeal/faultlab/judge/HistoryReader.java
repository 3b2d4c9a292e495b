package dev.ordeal.faultlab.judge;

import dev.ordeal.faultlab.history.History;
import dev.ordeal.faultlab.history.HistoryException;
import dev.ordeal.faultlab.history.HistoryRecorder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a history of what was recorded in a file.
 *
 * <p>A vector {@code [k v]} is a key and a value if the file knows no other keys and every invocation of it is such a
 * pair, as in histories of independent keys that were printed without their tags.
 */
final class HistoryReader {
  private final Mistakes mistakes;
  private final List<Event> events = new ArrayList<>();
  private final HistoryRecorder recorder = new HistoryRecorder();
  /** The event of each of the recorder's events. */
  private final List<Event> recorded = new ArrayList<>();
  private final Map<Integer, Event> invocations = new HashMap<>();

  HistoryReader(final String file) {
    mistakes = new Mistakes(file);
  }

  /** Reads all; then {@link #mistakes} tells whether there is a history. */
  History read(final String text, final HistoryFormat format) {
    format.read(text, events, mistakes);
    final boolean arePairs = arePairs();
    long index = Event.UNRECORDED;
    for (final Event event : events) {
      if (event.index() != Event.UNRECORDED && event.index() <= index) {
        mistakes.add(event.line(), "index out of order: index=%d, before=%d".formatted(event.index(), index));
      }
      index = Math.max(index, event.index());
      record(arePairs ? split(event) : event);
    }
    return recorder.history();
  }

  Mistakes mistakes() {
    return mistakes;
  }

  /** The line of an event of the history. */
  int line(final int event) {
    return recorded.get(event).line();
  }

  private boolean arePairs() {
    final List<Event> invoked = events.stream().filter(event -> event.type() == Event.Type.INVOKE).toList();
    return !invoked.isEmpty()
        && invoked.stream().allMatch(HistoryReader::isPair)
        && invoked.stream().anyMatch(event -> !event.function().equals("cas") || second(event) instanceof List);
  }

  private static boolean isPair(final Event event) {
    return event.key() == null
        && event.value() instanceof List<?> pair
        && pair.size() == 2
        && (pair.get(0) instanceof Long || pair.get(0) instanceof String)
        && (!event.function().equals("cas") || pair.get(1) instanceof List<?> both && both.size() == 2);
  }

  private static Object second(final Event event) {
    return ((List<?>) event.value()).get(1);
  }

  private static Event split(final Event event) {
    return event.value() instanceof List<?> pair && pair.size() == 2
        ? event.withKey(pair.get(0), pair.get(1))
        : event.withKey(null, null);
  }

  private void record(final Event event) {
    final long nowNs = event.timeNs() == Event.UNRECORDED ? recorder.events() : event.timeNs();
    try {
      if (event.type() == Event.Type.INVOKE) {
        final int operation =
            recorder.invoke(event.process(), event.function(), event.key(), event.value(), nowNs);
        invocations.put(operation, event);
        recorded.add(event);
        return;
      }
      final int operation = recorder.underWay(event.process());
      final Event invocation = invocations.get(operation);
      if (!event.function().equals(invocation.function())) {
        mistakes.add(
            event.line(),
            "response to another function: f=%s, invoked=%s, line=%d"
                .formatted(event.function(), invocation.function(), invocation.line()));
      }
      if (event.type() == Event.Type.OK && event.key() != null && !event.key().equals(invocation.key())) {
        mistakes.add(
            event.line(),
            "response of another key: key=%s, invoked=%s, line=%d"
                .formatted(event.key(), invocation.key(), invocation.line()));
      }
      switch (event.type()) {
        case OK -> recorder.ok(operation, event.value(), nowNs);
        case FAIL -> recorder.fail(operation, nowNs);
        default -> recorder.info(operation, nowNs);
      }
      recorded.add(event);
    } catch (final HistoryException e) {
      mistakes.add(event.line(), e.getMessage());
    }
  }
}
