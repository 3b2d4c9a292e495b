package dev.ordeal.faultlab.fault;

import dev.ordeal.faultlab.fault.PlanFile.LinkText;
import dev.ordeal.faultlab.fault.PlanFile.NodeText;
import dev.ordeal.faultlab.fault.YamlWriter.Settings;
import java.util.List;
import java.util.function.Function;

/** How the lists of a plan are written. Cold. */
final class PlanText {
  private PlanText() {}

  static void write(final FaultPlan plan, final Settings settings) {
    putList(settings, "overrides", plan.overrides(), PlanText::writeOverride);
    putList(settings, "partitions", plan.partitions(), PlanText::writePartition);
    putList(settings, "crashes", plan.crashes(), PlanText::writeCrash);
    putList(
        settings,
        "pauses",
        plan.pauses(),
        pause -> node(pause.nodeId()).put("from", time(pause.fromNs())).put("until", time(pause.untilNs())));
    putList(
        settings,
        "slow-nodes",
        plan.slowNodes(),
        slow -> node(slow.nodeId()).put("service", Quantities.formatDuration(slow.serviceNs())));
    putList(settings, "clocks", plan.clocks(), PlanText::writeClock);
    putList(settings, "disks", plan.disks(), PlanText::writeDisk);
    putList(
        settings,
        "byzantine",
        plan.byzantine(),
        liar ->
            node(liar.nodeId())
                .put("behaviour", YamlSection.label(liar.behaviour()))
                .putUnless(liar.lateNs() == 0, "late", Quantities.formatDuration(liar.lateNs())));
    putList(settings, "fates", plan.fates(), PlanText::writeFate);
    putList(settings, "triggers", plan.triggers(), TriggerText::write);
  }

  private static <T> void putList(
      final Settings settings, final String key, final List<T> items, final Function<T, Settings> writer) {
    settings.putUnless(items.isEmpty(), key, items.stream().map(writer).toList());
  }

  private static Settings node(final int nodeId) {
    return new Settings().put("node", NodeText.write(nodeId));
  }

  private static String time(final long ns) {
    return Quantities.formatTime(ns);
  }

  private static Settings writeOverride(final FaultPlan.LinkOverride override) {
    return new Settings()
        .put("from", NodeText.write(override.fromId()))
        .put("to", NodeText.write(override.toId()))
        .put("rules", LinkText.write(override.rules()))
        .putUnless(
            override.delay() == null,
            "delay",
            override.delay() == null ? null : Quantities.formatDelay(override.delay()));
  }

  static FaultPlan.LinkOverride readOverride(final YamlSection section) {
    return new FaultPlan.LinkOverride(
        NodeText.read(section, "from", FaultPlan.ANY),
        NodeText.read(section, "to", FaultPlan.ANY),
        section.section("rules", LinkRules.CLEAN, LinkText::read),
        section.value("delay", null, Quantities::parseDelay));
  }

  private static Settings writePartition(final FaultPlan.Partition partition) {
    return new Settings()
        .put("kind", YamlSection.label(partition.kind()))
        .put("from", time(partition.fromNs()))
        .put("until", time(partition.untilNs()))
        .putUnless(partition.group().isEmpty(), "group", partition.group())
        .putUnless(partition.bridge() == FaultPlan.ANY, "bridge", partition.bridge())
        .putUnless(partition.flapNs() == 0, "flap", Quantities.formatDuration(partition.flapNs()));
  }

  static FaultPlan.Partition readPartition(final YamlSection section) {
    final FaultPlan.PartitionKind kind =
        section.required(
            "kind", FaultPlan.PartitionKind.HALVES, YamlSection.oneOf(FaultPlan.PartitionKind.class));
    final long fromNs = section.required("from", 0L, Quantities::parseDurationNs);
    final long untilNs = section.required("until", FaultPlan.NEVER, Quantities::parseTimeNs);
    checkOrder(section, fromNs, untilNs);
    final int bridge = NodeText.readOrAny(section, "bridge");
    final long flapNs = section.value("flap", 0L, Quantities::parseDurationNs);
    if (kind == FaultPlan.PartitionKind.FLAPPING && flapNs < 1) {
      section.refuse("flap out of range: flap=%s, min=1ns".formatted(Quantities.formatDuration(flapNs)));
    }
    if (kind == FaultPlan.PartitionKind.BRIDGE && bridge == FaultPlan.ANY) {
      section.refuse("setting missing: name=bridge, needed by kind=bridge");
    }
    return new FaultPlan.Partition(kind, fromNs, untilNs, PlanFile.numbers(section, "group"), bridge, flapNs);
  }

  private static void checkOrder(final YamlSection section, final long fromNs, final long untilNs) {
    if (untilNs < fromNs) {
      section.refuse("until out of range: until=%s, min=%s (from)".formatted(time(untilNs), time(fromNs)));
    }
  }

  private static Settings writeCrash(final FaultPlan.Crash crash) {
    return node(crash.nodeId())
        .put("at", time(crash.atNs()))
        .putUnless(
            crash.point() == FaultPlan.CrashPoint.BETWEEN_STEPS, "point", YamlSection.label(crash.point()))
        .putUnless(crash.sentCount() == FaultPlan.ANY, "sent", crash.sentCount())
        .putUnless(crash.restartAfterNs() == FaultPlan.NEVER, "restart-after", time(crash.restartAfterNs()))
        .putUnless(!crash.amnesia(), "amnesia", true);
  }

  static FaultPlan.Crash readCrash(final YamlSection section) {
    return new FaultPlan.Crash(
        NodeText.read(section, "node", FaultPlan.LEADER),
        section.required("at", 0L, Quantities::parseDurationNs),
        readPoint(section),
        NodeText.readOrAny(section, "sent"),
        section.value("restart-after", FaultPlan.NEVER, Quantities::parseTimeNs),
        section.value("amnesia", false, YamlSection::parseSwitch));
  }

  static FaultPlan.CrashPoint readPoint(final YamlSection section) {
    return section.value(
        "point", FaultPlan.CrashPoint.BETWEEN_STEPS, YamlSection.oneOf(FaultPlan.CrashPoint.class));
  }

  static FaultPlan.Pause readPause(final YamlSection section) {
    final int nodeId = NodeText.read(section, "node");
    final long fromNs = section.required("from", 0L, Quantities::parseDurationNs);
    final long untilNs = section.required("until", FaultPlan.NEVER, Quantities::parseTimeNs);
    checkOrder(section, fromNs, untilNs);
    return new FaultPlan.Pause(nodeId, fromNs, untilNs);
  }

  static FaultPlan.SlowNode readSlowNode(final YamlSection section) {
    return new FaultPlan.SlowNode(
        NodeText.read(section, "node"), section.required("service", 0L, Quantities::parseDurationNs));
  }

  private static Settings writeClock(final FaultPlan.Clock clock) {
    return node(clock.nodeId())
        .putUnless(clock.offsetNs() == 0, "offset", Quantities.formatSignedDuration(clock.offsetNs()))
        .putUnless(clock.driftPpb() == 0, "drift", Quantities.formatDrift(clock.driftPpb()))
        .putUnless(
            clock.jumps().isEmpty(),
            "jumps",
            clock.jumps().stream()
                .map(
                    jump ->
                        new Settings()
                            .put("at", time(jump.atNs()))
                            .put("by", Quantities.formatSignedDuration(jump.byNs())))
                .toList());
  }

  static FaultPlan.Clock readClock(final YamlSection section) {
    return new FaultPlan.Clock(
        NodeText.read(section, "node"),
        section.value("offset", 0L, Quantities::parseSignedDurationNs),
        section.value("drift", 0L, PlanText::parseDrift),
        section.sections(
            "jumps",
            jump ->
                new FaultPlan.Clock.Jump(
                    jump.required("at", 0L, Quantities::parseDurationNs),
                    jump.required("by", 0L, Quantities::parseSignedDurationNs))));
  }

  private static long parseDrift(final String text) {
    final long ppb = Quantities.parseSignedRatioPpb(text);
    if (ppb <= -LinkRules.ALWAYS_PPB || ppb > LinkRules.ALWAYS_PPB) {
      throw new IllegalArgumentException("drift out of range: drift=%s, above=-100%%, max=100%%".formatted(text));
    }
    return ppb;
  }

  private static Settings writeDisk(final FaultPlan.Disk disk) {
    return node(disk.nodeId())
        .putUnless(disk.syncNs() == 0, "sync", Quantities.formatDuration(disk.syncNs()))
        .putUnless(!disk.losesUnsynced(), "loses-unsynced", true)
        .putUnless(!disk.tears(), "tears", true)
        .putUnless(disk.lyingPpb() == 0, "lying", Quantities.formatRatio(disk.lyingPpb()))
        .putUnless(disk.fullFromNs() == FaultPlan.NEVER, "full-from", time(disk.fullFromNs()));
  }

  static FaultPlan.Disk readDisk(final YamlSection section) {
    return new FaultPlan.Disk(
        NodeText.read(section, "node"),
        section.value("sync", 0L, Quantities::parseDurationNs),
        section.value("loses-unsynced", false, YamlSection::parseSwitch),
        section.value("tears", false, YamlSection::parseSwitch),
        section.value("lying", 0L, Quantities::parseRatioPpb),
        section.value("full-from", FaultPlan.NEVER, Quantities::parseTimeNs));
  }

  static FaultPlan.Byzantine readByzantine(final YamlSection section) {
    return new FaultPlan.Byzantine(
        NodeText.read(section, "node"),
        section.required("behaviour", FaultPlan.Behaviour.SILENT, YamlSection.oneOf(FaultPlan.Behaviour.class)),
        section.value("late", 0L, Quantities::parseDurationNs));
  }

  private static Settings writeFate(final FaultPlan.MessageFate fate) {
    return new Settings()
        .put("from", fate.fromId())
        .put("to", fate.toId())
        .put("sequence", fate.sequence())
        .put("copies", fate.copies())
        .putUnless(
            fate.delayNs() == FaultPlan.ANY,
            "delay",
            PlanFile.anyOr(fate.delayNs(), Quantities.formatSignedDuration(fate.delayNs())))
        .putUnless(fate.alteration() == 0, "alteration", fate.alteration());
  }

  static FaultPlan.MessageFate readFate(final YamlSection section) {
    return new FaultPlan.MessageFate(
        NodeText.read(section, "from"),
        NodeText.read(section, "to"),
        section.required("sequence", 0L, YamlSection.whole(0, Long.MAX_VALUE)),
        section.required("copies", 1L, YamlSection.whole(0, Fate.COPIES_MAX)).intValue(),
        section.value(
            "delay",
            (long) FaultPlan.ANY,
            text -> text.equals("any") ? (long) FaultPlan.ANY : Quantities.parseDurationNs(text)),
        section.value("alteration", 0L, YamlSection.whole(Long.MIN_VALUE, Long.MAX_VALUE)));
  }
}
