package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.report.SpaceTimeDiagram.Arrow;
import dev.ordeal.faultlab.report.SpaceTimeDiagram.Event;
import dev.ordeal.faultlab.report.SpaceTimeDiagram.Fate;
import dev.ordeal.faultlab.report.SpaceTimeDiagram.Mark;
import dev.ordeal.faultlab.report.SpaceTimeDiagram.Phase;
import dev.ordeal.faultlab.report.SpaceTimeDiagram.Span;
import dev.ordeal.faultlab.simulation.TraceEntry;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.Indication;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes a diagram of a trace, entry by entry. Phases are followed from the run's start, messages kept in the window
 * only.
 */
final class SpaceTimeReader {
  private static final int ROUTINE_MIN = 24;
  private static final int ROUTINE_MAX = 240;
  private static final int NODES_MAX = 12;
  private static final Indication[] INDICATIONS = Indication.values();
  private static final FaultKind[] FAULTS = FaultKind.values();

  /** A message until its fate is known. */
  private static final class Message {
    final int from;
    final int to;
    final long sentNs;
    final String words;
    long endNs;
    Fate fate = Fate.UNDER_WAY;
    String remark = "";

    Message(final int from, final int to, final long sentNs, final long endNs, final String words) {
      this.from = from;
      this.to = to;
      this.sentNs = sentNs;
      this.endNs = endNs;
      this.words = words;
    }

    String name() {
      final int brace = words.indexOf('{');
      return brace < 0 ? words : words.substring(0, brace);
    }
  }

  private record LinkKey(int from, int to, long sequence) {}

  private record OpenSpan(long fromNs, String label) {}

  private final SpaceTimeDiagram.View view;
  private final Map<LinkKey, Message> messages = new LinkedHashMap<>();
  private final List<Message> copies = new ArrayList<>();
  private final Map<Phase, Map<Long, OpenSpan>> open = new HashMap<>();
  private final List<Span> spans = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();

  SpaceTimeReader(final SpaceTimeDiagram.View view) {
    this.view = view;
    for (final Phase phase : Phase.values()) {
      open.put(phase, new LinkedHashMap<>());
    }
  }

  private boolean isSeen(final long timeNs) {
    return timeNs >= view.fromNs() && timeNs <= view.untilNs();
  }

  void add(final TraceEntry entry) {
    final int node = entry.nodeId();
    final long time = entry.timeNs();
    switch (entry.kind()) {
      case SEND -> {
        if (isSeen(time)) {
          messages.put(new LinkKey(node, entry.peerId(), entry.key()),
              new Message(node, entry.peerId(), time, entry.value(), view.printer().apply(entry.body())));
        }
      }
      case LOSE -> lose(entry);
      case DUPLICATE -> {
        final Message sent = messages.get(new LinkKey(node, entry.peerId(), entry.key()));
        if (sent != null) {
          final Message copy = new Message(node, entry.peerId(), time, entry.value(), sent.words);
          copy.fate = Fate.COPY;
          copies.add(copy);
        }
      }
      case DELIVER -> arrive(entry, Fate.DELIVERED);
      case MISS -> arrive(entry, Fate.MISSED);
      case INDICATE -> indicate(entry);
      case REQUEST -> mark(node, time, Event.OTHER, "asked " + view.printer().apply(entry.body()));
      case REPLY -> mark(node, time, Event.OTHER, "answers " + view.printer().apply(entry.body()));
      case CRASH -> {
        crash(node, time);
        mark(node, time, Event.CRASH, "crashes " + words(FaultPlan.CrashPoint.values()[(int) entry.key()])
            + (entry.value() == 0 ? "" : ", loses " + entry.value() + " records"));
      }
      case EXCEPTION -> {
        crash(node, time);
        mark(node, time, Event.EXCEPTION, "throws an exception and is down");
      }
      case RESTART -> {
        end(Phase.DOWN, node, time);
        mark(node, time, Event.RESTART, "comes back, " + entry.key() + " records replayed");
      }
      case PAUSE -> begin(Phase.PAUSED, node, time, "paused");
      case RESUME -> end(Phase.PAUSED, node, time);
      case CUT -> begin(Phase.CUT, cutKey(entry), time, node < 0 ? "partition " + entry.key() : "cut off");
      case JOIN -> end(Phase.CUT, cutKey(entry), time);
      case TRIGGER -> mark(node, time, Event.TRIGGER, "trigger " + entry.key() + " fires");
      case HEAL -> mark(-1, time, Event.OTHER, "healed");
      case CLOCK_JUMP -> mark(node, time, Event.OTHER, "wall clock set by " + Quantity.duration(entry.value()));
      case LIE -> mark(node, time, Event.OTHER, "lies to n" + entry.peerId());
      default -> { }
    }
  }

  /** A partition of the plan has no node: it is kept below -1 by its number, so that several can be open at once. */
  private static long cutKey(final TraceEntry entry) {
    return entry.nodeId() >= 0 ? entry.nodeId() : -1 - entry.key();
  }

  private void lose(final TraceEntry entry) {
    final Message sent = messages.get(new LinkKey(entry.nodeId(), entry.peerId(), entry.key()));
    if (sent != null) {
      sent.fate = Fate.LOST;
      final int cause = (int) entry.value();
      sent.remark = cause >= 0 && cause < FAULTS.length ? "lost to " + FAULTS[cause].label() : "lost";
    }
  }

  private void arrive(final TraceEntry entry, final Fate fate) {
    final Message sent = messages.get(new LinkKey(entry.peerId(), entry.nodeId(), entry.key()));
    if (sent == null) {
      return;
    }
    if (sent.fate == Fate.UNDER_WAY) {
      sent.fate = fate;
      sent.endNs = entry.timeNs();
    } else {
      copies.stream().filter(copy -> copy.from == sent.from && copy.to == sent.to && copy.sentNs == entry.value())
          .findFirst().ifPresent(copy -> copy.endNs = entry.timeNs());
    }
  }

  private void indicate(final TraceEntry entry) {
    final int node = entry.nodeId();
    final long time = entry.timeNs();
    final String epoch = entry.key() == 0 ? "" : ", epoch " + entry.key();
    switch (INDICATIONS[entry.peerId()]) {
      case LEADER -> {
        end(Phase.LEADS, node, time);
        if (entry.value() == node) {
          begin(Phase.LEADS, node, time, "leads" + epoch);
        } else {
          mark(node, time, Event.FOLLOWS,
              entry.value() == Indication.NO_LEADER ? "follows nobody" + epoch : "follows n" + entry.value() + epoch);
        }
      }
      case ELECTION -> mark(node, time, Event.ELECTION, "stands" + epoch);
      case STATE -> mark(node, time, Event.STATE, state(entry.key()));
      default -> mark(node, time, Event.OTHER,
          words(INDICATIONS[entry.peerId()]) + " " + entry.key() + ": " + entry.value());
    }
  }

  private String state(final long ordinal) {
    return ordinal >= 0 && ordinal < view.stateNames().size()
        ? words(view.stateNames().get((int) ordinal)) : Long.toString(ordinal);
  }

  private void crash(final int node, final long time) {
    end(Phase.LEADS, node, time);
    end(Phase.PAUSED, node, time);
    begin(Phase.DOWN, node, time, "down");
  }

  private void begin(final Phase phase, final long key, final long time, final String label) {
    open.get(phase).putIfAbsent(key, new OpenSpan(time, label));
  }

  private void end(final Phase phase, final long key, final long time) {
    final OpenSpan begun = open.get(phase).remove(key);
    if (begun != null) {
      span(phase, key, begun, time);
    }
  }

  private void span(final Phase phase, final long key, final OpenSpan begun, final long untilNs) {
    if (untilNs >= view.fromNs() && begun.fromNs <= view.untilNs()) {
      spans.add(new Span(key < 0 ? -1 : (int) key, phase, begun.fromNs, untilNs, begun.label));
    }
  }

  private void mark(final int node, final long time, final Event event, final String label) {
    if (isSeen(time)) {
      marks.add(new Mark(node, time, event, label));
    }
  }

  private static String words(final Enum<?> constant) {
    return words(constant.name());
  }

  private static String words(final String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  SpaceTimeDiagram finish() {
    open.forEach((phase, spansByKey) ->
        spansByKey.forEach((key, begun) -> span(phase, key, begun, Long.MAX_VALUE)));
    final Map<String, Long> countByName =
        messages.values().stream().collect(Collectors.groupingBy(Message::name, Collectors.counting()));
    final long nominalNs = nominalDelayNs();
    final List<Arrow> arrows = new ArrayList<>();
    final List<Message> all = new ArrayList<>(messages.values());
    all.addAll(copies);
    all.sort(Comparator.comparingLong(message -> message.sentNs));
    final long routine = all.stream().filter(m -> countByName.get(m.name()) > ROUTINE_MIN).count();
    int thinned = 0;
    for (final Message message : all) {
      final boolean isRoutine = countByName.get(message.name()) > ROUTINE_MIN;
      if (isRoutine && routine > ROUTINE_MAX && message.fate == Fate.DELIVERED && !isBetweenInvolved(message)) {
        thinned++;
        continue;
      }
      final long end = message.endNs >= message.sentNs && message.fate != Fate.LOST
          ? message.endNs : message.sentNs + nominalNs;
      arrows.add(new Arrow(message.from, message.to, message.sentNs, end, message.fate, message.name(),
          message.words + (message.remark.isEmpty() ? "" : ", " + message.remark), isRoutine));
    }
    return new SpaceTimeDiagram(view.title(), view.explanation(), nodes(arrows), view.fromNs(), view.untilNs(),
        view.atNs(), view.involved(), arrows, spans, marks, thinned);
  }

  private boolean isBetweenInvolved(final Message message) {
    return view.involved().contains(message.from) && view.involved().contains(message.to);
  }

  private long nominalDelayNs() {
    final long[] delays = messages.values().stream().filter(m -> m.fate == Fate.DELIVERED)
        .mapToLong(m -> m.endNs - m.sentNs).sorted().toArray();
    return delays.length == 0 ? (view.untilNs() - view.fromNs()) / 50 : delays[delays.length / 2];
  }

  /** All nodes, or of a large cluster those involved and those with most to do in the window. */
  private List<Integer> nodes(final List<Arrow> arrows) {
    if (view.clusterSize() <= NODES_MAX) {
      return IntStream.range(0, view.clusterSize()).boxed().toList();
    }
    final Map<Integer, Long> busy = new HashMap<>();
    arrows.stream().filter(arrow -> !arrow.isRoutine()).forEach(arrow -> {
      busy.merge(arrow.from(), 1L, Long::sum);
      busy.merge(arrow.to(), 1L, Long::sum);
    });
    marks.forEach(mark -> busy.merge(mark.node(), 3L, Long::sum));
    final Set<Integer> chosen = new TreeSet<>(view.involved());
    busy.entrySet().stream().filter(e -> e.getKey() >= 0)
        .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey).forEach(node -> {
          if (chosen.size() < NODES_MAX) {
            chosen.add(node);
          }
        });
    return List.copyOf(chosen);
  }
}
