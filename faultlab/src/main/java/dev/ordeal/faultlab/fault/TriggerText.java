package dev.ordeal.faultlab.fault;

import dev.ordeal.faultlab.fault.FaultPlan.Action;
import dev.ordeal.faultlab.fault.FaultPlan.Condition;
import dev.ordeal.faultlab.fault.FaultPlan.Remains;
import dev.ordeal.faultlab.fault.PlanFile.NodeText;
import dev.ordeal.faultlab.fault.YamlWriter.Settings;
import dev.ordeal.protocols.core.Indication;
import java.util.function.Function;

/**
 * How triggers are written:
 *
 * <pre>
 *   - {on: {indicated: {node: any, indication: leader}}, action: {cut-off: {node: self, incoming: false, for: 5s}}}
 *   - {on: {persisted: {record: HardState}}, occurrence: 2, action: {crash: {point: after-durable, restart-after: 1s}}}
 *   - {on: {sent: {from: 0, message: Vote}}, action: {hold-until: {indicated: {indication: election}}}}
 *   - {on: {stepped: {node: 1}}, occurrence: 7, action: {crash: {point: mid-send, remains: {sends: [0, 2], records: 1}}}}
 * </pre>
 *
 * Nodes, keys and values that are not said are {@code any}; an action's node that is not said is {@code self}. Cold.
 */
final class TriggerText {
  private static final Condition NO_CONDITION = new Condition.Entered(FaultPlan.ANY, "");
  private static final Action NO_ACTION = new Action.Lose();

  private TriggerText() {}

  static Settings write(final FaultPlan.Trigger trigger) {
    return new Settings()
        .put("on", writeCondition(trigger.on()))
        .putUnless(trigger.occurrence() == 1, "occurrence", trigger.occurrence())
        .put("action", writeAction(trigger.action()));
  }

  static FaultPlan.Trigger read(final YamlSection section) {
    if (!section.has("on") || !section.has("action")) {
      section.refuse("setting missing: a trigger needs on and action");
    }
    final Condition on = section.section("on", NO_CONDITION, TriggerText::readCondition);
    final Action action = section.section("action", NO_ACTION, TriggerText::readAction);
    final boolean isOnMessage =
        action instanceof Action.Hold || action instanceof Action.HoldUntil || action instanceof Action.Lose;
    if (isOnMessage && section.has("action") && !(on instanceof Condition.Sent)) {
      section.refuse("an action on a message needs on=sent");
    }
    return new FaultPlan.Trigger(
        on, section.value("occurrence", 1L, YamlSection.whole(1, Integer.MAX_VALUE)).intValue(), action);
  }

  private static Settings nodeUnlessAny(final String key, final int nodeId) {
    return new Settings().putUnless(nodeId == FaultPlan.ANY, key, NodeText.write(nodeId));
  }

  private static Settings writeCondition(final Condition condition) {
    if (condition instanceof Condition.Indicated on) {
      return new Settings()
          .put(
              "indicated",
              nodeUnlessAny("node", on.nodeId())
                  .put("indication", YamlSection.label(on.indication()))
                  .putUnless(on.key() == FaultPlan.ANY, "key", on.key())
                  .putUnless(on.value() == FaultPlan.ANY, "value", on.value()));
    }
    if (condition instanceof Condition.Entered on) {
      return new Settings().put("entered", nodeUnlessAny("node", on.nodeId()).put("state", on.state()));
    }
    if (condition instanceof Condition.Sent on) {
      return new Settings().put("sent", writeMessage(on.fromId(), on.toId(), on.message()));
    }
    if (condition instanceof Condition.Delivered on) {
      return new Settings().put("delivered", writeMessage(on.fromId(), on.toId(), on.message()));
    }
    if (condition instanceof Condition.Stepped on) {
      return new Settings().put("stepped", nodeUnlessAny("node", on.nodeId()));
    }
    final Condition.Persisted on = (Condition.Persisted) condition;
    return new Settings().put("persisted", nodeUnlessAny("node", on.nodeId()).put("record", on.record()));
  }

  private static Settings writeMessage(final int fromId, final int toId, final String message) {
    return nodeUnlessAny("from", fromId)
        .putUnless(toId == FaultPlan.ANY, "to", NodeText.write(toId))
        .put("message", message);
  }

  private static Condition readCondition(final YamlSection section) {
    final Condition indicated =
        section.section(
            "indicated",
            null,
            on ->
                new Condition.Indicated(
                    NodeText.readOrAny(on, "node"),
                    on.required("indication", Indication.STATE, YamlSection.oneOf(Indication.class)),
                    on.value("key", (long) FaultPlan.ANY, TriggerText::numberOrAny),
                    on.value("value", (long) FaultPlan.ANY, TriggerText::numberOrAny)));
    final Condition entered =
        section.section(
            "entered",
            null,
            on -> new Condition.Entered(NodeText.readOrAny(on, "node"), on.required("state", "", Function.identity())));
    final Condition sent =
        section.section(
            "sent",
            null,
            on ->
                new Condition.Sent(
                    NodeText.readOrAny(on, "from"),
                    NodeText.readOrAny(on, "to"),
                    on.required("message", "", Function.identity())));
    final Condition delivered =
        section.section(
            "delivered",
            null,
            on ->
                new Condition.Delivered(
                    NodeText.readOrAny(on, "from"),
                    NodeText.readOrAny(on, "to"),
                    on.required("message", "", Function.identity())));
    final Condition persisted =
        section.section(
            "persisted",
            null,
            on ->
                new Condition.Persisted(
                    NodeText.readOrAny(on, "node"), on.required("record", "", Function.identity())));
    final Condition stepped =
        section.section("stepped", null, on -> new Condition.Stepped(NodeText.readOrAny(on, "node")));
    return only(
        section,
        "a condition is one of indicated, entered, sent, delivered, persisted, stepped",
        NO_CONDITION,
        indicated,
        entered,
        sent,
        delivered,
        persisted,
        stepped);
  }

  @SafeVarargs
  private static <T> T only(final YamlSection section, final String what, final T fallback, final T... choices) {
    T found = null;
    int count = 0;
    for (final T choice : choices) {
      if (choice != null) {
        found = choice;
        count++;
      }
    }
    if (count != 1) {
      section.refuse("%s: given=%d, expected=1".formatted(what, count));
    }
    return found == null ? fallback : found;
  }

  private static long numberOrAny(final String text) {
    return text.equals("any") ? FaultPlan.ANY : YamlSection.whole(Long.MIN_VALUE, Long.MAX_VALUE).apply(text);
  }

  private static Settings nodeUnlessSelf(final int nodeId) {
    return new Settings().putUnless(nodeId == FaultPlan.SELF, "node", NodeText.write(nodeId));
  }

  private static Settings writeAction(final Action action) {
    if (action instanceof Action.CrashNode crash) {
      return new Settings()
          .put(
              "crash",
              nodeUnlessSelf(crash.nodeId())
                  .put("point", YamlSection.label(crash.point()))
                  .putUnless(crash.sentCount() == FaultPlan.ANY, "sent", crash.sentCount())
                  .putUnless(
                      crash.restartAfterNs() == FaultPlan.NEVER,
                      "restart-after",
                      Quantities.formatTime(crash.restartAfterNs()))
                  .putUnless(!crash.amnesia(), "amnesia", true)
                  .putUnless(!crash.remains().isListed(), "remains", writeRemains(crash.remains())));
    }
    if (action instanceof Action.CutOff cutOff) {
      return new Settings()
          .put(
              "cut-off",
              nodeUnlessSelf(cutOff.nodeId())
                  .put("outgoing", cutOff.outgoing())
                  .put("incoming", cutOff.incoming())
                  .put("for", Quantities.formatTime(cutOff.forNs())));
    }
    if (action instanceof Action.Hold hold) {
      return new Settings().put("hold", new Settings().put("for", Quantities.formatTime(hold.forNs())));
    }
    if (action instanceof Action.HoldUntil hold) {
      return new Settings().put("hold-until", writeCondition(hold.until()));
    }
    if (action instanceof Action.PauseNode pause) {
      return new Settings()
          .put("pause", nodeUnlessSelf(pause.nodeId()).put("for", Quantities.formatTime(pause.forNs())));
    }
    return new Settings().put("lose", new Settings());
  }

  private static Action readAction(final YamlSection section) {
    final Action crash =
        section.section(
            "crash",
            null,
            on ->
                new Action.CrashNode(
                    readNode(on),
                    PlanText.readPoint(on),
                    NodeText.readOrAny(on, "sent"),
                    on.value("restart-after", FaultPlan.NEVER, Quantities::parseTimeNs),
                    on.value("amnesia", false, YamlSection::parseSwitch),
                    on.section("remains", Remains.DRAWN, TriggerText::readRemains)));
    final Action cutOff =
        section.section(
            "cut-off",
            null,
            on ->
                new Action.CutOff(
                    readNode(on),
                    on.value("outgoing", true, YamlSection::parseSwitch),
                    on.value("incoming", true, YamlSection::parseSwitch),
                    readFor(on)));
    final Action hold = section.section("hold", null, on -> new Action.Hold(readFor(on)));
    final Action holdUntil =
        section.section("hold-until", null, on -> new Action.HoldUntil(readCondition(on)));
    final Action lose = section.section("lose", null, on -> new Action.Lose());
    final Action pause = section.section("pause", null, on -> new Action.PauseNode(readNode(on), readFor(on)));
    return only(
        section,
        "an action is one of crash, cut-off, hold, hold-until, lose, pause",
        NO_ACTION,
        crash,
        cutOff,
        hold,
        holdUntil,
        lose,
        pause);
  }

  private static Settings writeRemains(final Remains remains) {
    return new Settings()
        .putUnless(remains.sends().isEmpty(), "sends", remains.sends())
        .put("records", remains.records())
        .putUnless(!remains.torn(), "torn", true);
  }

  private static Remains readRemains(final YamlSection section) {
    return new Remains(
        PlanFile.numbers(section, "sends"),
        section.required("records", 0L, YamlSection.whole(0, Integer.MAX_VALUE)).intValue(),
        section.value("torn", false, YamlSection::parseSwitch));
  }

  private static int readNode(final YamlSection section) {
    return section.has("node") ? NodeText.read(section, "node", FaultPlan.SELF, FaultPlan.LEADER) : FaultPlan.SELF;
  }

  private static long readFor(final YamlSection section) {
    return section.required("for", 0L, Quantities::parseTimeNs);
  }
}
