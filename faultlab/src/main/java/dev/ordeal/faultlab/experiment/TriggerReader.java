package dev.ordeal.faultlab.experiment;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.FaultPlan.Action;
import dev.ordeal.faultlab.fault.FaultPlan.Condition;
import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.schema.SchemaRegistry;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Indication;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads triggers: {@code {when: {indicates: leader}, do: {cut-off: self, lasting: 5s}}}. */
final class TriggerReader {
  private static final List<String> CONDITIONS = List.of("indicates", "enters", "sends", "delivers", "persists");
  private static final List<String> ACTIONS = List.of("crash", "cut-off", "hold", "hold-until", "lose", "pause");
  private static final Map<String, Integer> NAMED_NODES = Map.of("any", FaultPlan.ANY, "self", FaultPlan.SELF);
  private static final long HELD_DEFAULT_NS = 1_000_000_000L;

  private final AlgorithmSpec spec;
  private final int nodes;
  private final long durationNs;
  private final Collection<Mistake> mistakes;

  TriggerReader(
      final AlgorithmSpec spec, final int nodes, final long durationNs, final Collection<Mistake> mistakes) {
    this.spec = spec;
    this.nodes = nodes;
    this.durationNs = durationNs;
    this.mistakes = mistakes;
  }

  List<FaultPlan.Trigger> read(final Tree tree) {
    final List<FaultPlan.Trigger> triggers = new ArrayList<>();
    if (tree instanceof Tree.Sequence sequence) {
      for (final Tree item : sequence.items()) {
        final Section section = new Section(item, mistakes);
        if (!section.has("when") || !section.has("do")) {
          continue;
        }
        final Condition condition = condition(section.section("when"));
        final Action action = action(section.section("do"));
        if (condition != null && action != null) {
          if (isAboutMessage(action) && !(condition instanceof Condition.Sent)) {
            section
                .section("do")
                .mistake(
                    first(section.section("do"), ACTIONS),
                    "only a message that is sent can be held or lost: when needs sends");
          }
          triggers.add(
              new FaultPlan.Trigger(
                  condition, (int) section.count("occurrence", 1, 1, Integer.MAX_VALUE), action));
        }
      }
    }
    return List.copyOf(triggers);
  }

  private static boolean isAboutMessage(final Action action) {
    return action instanceof Action.Hold || action instanceof Action.HoldUntil || action instanceof Action.Lose;
  }

  private Condition condition(final Section section) {
    final String what = only(section, "when", CONDITIONS);
    if (what == null) {
      return null;
    }
    return switch (what) {
      case "indicates" ->
          new Condition.Indicated(
              node(section, "node", FaultPlan.ANY),
              section.choice("indicates", Indication.class, Indication.LEADER),
              word(section, "key"),
              word(section, "value"));
      case "enters" -> {
        final String state = section.text("enters");
        if (state != null && !spec.stateNames().contains(state)) {
          section.mistake(
              "enters",
              "unknown state of %s: enters=%s%s"
                  .formatted(spec.name(), state, Suggestion.of(state, spec.stateNames())));
        }
        yield new Condition.Entered(node(section, "node", FaultPlan.ANY), state);
      }
      case "sends" ->
          new Condition.Sent(
              node(section, "from", FaultPlan.ANY), node(section, "to", FaultPlan.ANY), message(section, "sends"));
      case "delivers" ->
          new Condition.Delivered(
              node(section, "from", FaultPlan.ANY), node(section, "to", FaultPlan.ANY), message(section, "delivers"));
      default -> new Condition.Persisted(node(section, "node", FaultPlan.ANY), message(section, "persists"));
    };
  }

  private String message(final Section section, final String key) {
    final String name = section.text(key);
    final List<String> known = SchemaRegistry.of(spec).names();
    if (name != null && !known.contains(name)) {
      section.mistake(
          key, "unknown message of %s: %s=%s%s".formatted(spec.name(), key, name, Suggestion.of(name, known)));
    }
    return name;
  }

  private Action action(final Section section) {
    final String what = only(section, "do", ACTIONS);
    if (what == null) {
      return null;
    }
    return switch (what) {
      case "crash" ->
          new Action.CrashNode(
              node(section, "crash", FaultPlan.SELF),
              section.choice("point", CrashPoint.class, CrashPoint.BETWEEN_STEPS),
              (int) section.count("sent", FaultPlan.ANY, 0, nodes),
              section.time("restart", FaultPlan.NEVER, FaultPlan.NEVER - 1),
              section.flag("amnesia", false));
      case "cut-off" ->
          new Action.CutOff(
              node(section, "cut-off", FaultPlan.SELF),
              section.flag("outgoing", true),
              section.flag("incoming", true),
              lasting(section));
      case "hold" -> new Action.Hold(section.duration("hold", HELD_DEFAULT_NS, 0, durationNs));
      case "hold-until" -> {
        final Condition until = condition(section.section("hold-until"));
        yield until == null ? null : new Action.HoldUntil(until);
      }
      case "lose" -> new Action.Lose();
      default -> new Action.PauseNode(node(section, "pause", FaultPlan.SELF), lasting(section));
    };
  }

  private long lasting(final Section section) {
    return section.duration("lasting", HELD_DEFAULT_NS, 1, durationNs);
  }

  private static String first(final Section section, final List<String> known) {
    return known.stream().filter(section::has).findFirst().orElse("");
  }

  private String only(final Section section, final String name, final List<String> known) {
    final List<String> there = known.stream().filter(section::has).toList();
    if (there.size() == 1) {
      return there.get(0);
    }
    section.mistake(
        there.isEmpty() ? "" : there.get(1),
        "%s needs exactly one of %s: given=%s"
            .formatted(name, String.join(", ", known), there.isEmpty() ? "none" : String.join(" ", there)));
    return null;
  }

  private int node(final Section section, final String key, final int otherwise) {
    final String text = section.text(key);
    if (text == null) {
      return otherwise;
    }
    if (spec.roles().contains(text)) {
      final List<Integer> holders = spec.nodesOf(text, nodes);
      if (holders.size() == 1) {
        return holders.get(0);
      }
      section.mistake(
          key,
          "a trigger names one node: %s=%s, nodes of that role=%s".formatted(key, text, holders));
      return otherwise;
    }
    final Integer named = NAMED_NODES.get(text);
    return named != null ? named : (int) section.count(key, otherwise, 0, nodes - 1);
  }

  private static long word(final Section section, final String key) {
    return "any".equals(section.text(key))
        ? FaultPlan.ANY
        : section.count(key, FaultPlan.ANY, Long.MIN_VALUE, Long.MAX_VALUE);
  }
}
