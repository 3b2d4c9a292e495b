package dev.ordeal.faultlab.fault;

import dev.ordeal.faultlab.fault.YamlWriter.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A plan as a YAML file that people read and edit: durations as {@code 10ms}, probabilities as {@code 5%}, nodes by
 * number or as {@code any}, {@code leader}, {@code self}. What is not said is calm: no fault, no healing. What is
 * written reads back as an equal plan.
 *
 * <p>Cold; stateless; any thread.
 */
public final class PlanFile {
  private PlanFile() {}

  /** Writes a plan as text. */
  public static String write(final FaultPlan plan) {
    final Settings settings =
        new Settings()
            .put("seed", plan.seed())
            .put("heal", Quantities.formatTime(plan.healNs()))
            .put("healed-delay-max", Quantities.formatDuration(plan.healedDelayMaxNs()))
            .put("delay", Quantities.formatDelay(plan.delay()));
    final Settings links = LinkText.write(plan.links());
    settings.putUnless(links.isEmpty(), "links", links);
    PlanText.write(plan, settings);
    return YamlWriter.write(settings);
  }

  /**
   * Reads a plan from text.
   *
   * @param fileName how the text is called in complaints
   * @throws IllegalArgumentException listing every mistake with file, line, column and bound, a line each
   */
  public static FaultPlan read(final String text, final String fileName) {
    return YamlSection.read(text, fileName, PlanFile::readPlan);
  }

  /** Writes a plan to a file, replacing it. */
  public static void save(final FaultPlan plan, final Path file) throws IOException {
    Files.writeString(file, write(plan));
  }

  /** Reads a plan from a file; complaints as of {@link #read}. */
  public static FaultPlan load(final Path file) throws IOException {
    return read(TextFile.read(file), file.toString());
  }

  private static FaultPlan readPlan(final YamlSection section) {
    final long seed = section.value("seed", 0L, YamlSection.whole(Long.MIN_VALUE, Long.MAX_VALUE));
    final long healNs = section.value("heal", FaultPlan.NEVER, Quantities::parseTimeNs);
    final long healedDelayMaxNs = section.value("healed-delay-max", 0L, Quantities::parseDurationNs);
    if (healNs != FaultPlan.NEVER && !section.has("healed-delay-max")) {
      section.refuse("setting missing: name=healed-delay-max, needed by heal=" + Quantities.formatDuration(healNs));
    }
    final Delay delay = section.required("delay", new Delay.Constant(0), Quantities::parseDelay);
    return new FaultPlan(
        seed,
        healNs,
        healedDelayMaxNs,
        section.section("links", LinkRules.CLEAN, LinkText::read),
        delay,
        section.sections("overrides", PlanText::readOverride),
        section.sections("partitions", PlanText::readPartition),
        section.sections("crashes", PlanText::readCrash),
        section.sections("pauses", PlanText::readPause),
        section.sections("slow-nodes", PlanText::readSlowNode),
        section.sections("clocks", PlanText::readClock),
        section.sections("disks", PlanText::readDisk),
        section.sections("byzantine", PlanText::readByzantine),
        section.sections("fates", PlanText::readFate),
        section.sections("triggers", TriggerText::read));
  }

  /** How a link's rules are written. */
  static final class LinkText {
    private LinkText() {}

    static Settings write(final LinkRules rules) {
      final LinkRules.Burst burst = rules.burst();
      return new Settings()
          .putUnless(rules.lossPpb() == 0, "loss", ratio(rules.lossPpb()))
          .putUnless(
              burst.equals(LinkRules.Burst.NONE),
              "burst",
              new Settings()
                  .put("good-to-bad", ratio(burst.goodToBadPpb()))
                  .put("bad-to-good", ratio(burst.badToGoodPpb()))
                  .put("loss-in-bad", ratio(burst.lossInBadPpb())))
          .putUnless(rules.duplicationPpb() == 0, "duplication", ratio(rules.duplicationPpb()))
          .putUnless(rules.reorderPpb() == 0, "reordering", ratio(rules.reorderPpb()))
          .putUnless(
              rules.reorderDelay().equals(LinkRules.CLEAN.reorderDelay()),
              "reorder-delay",
              Quantities.formatDelay(rules.reorderDelay()))
          .putUnless(rules.corruptionPpb() == 0, "corruption", ratio(rules.corruptionPpb()))
          .putUnless(
              rules.bytesPerSecond() == 0, "capacity", Quantities.formatBytesPerSecond(rules.bytesPerSecond()))
          .putUnless(rules.queueBytesMax() == 0, "queue", Quantities.formatBytes(rules.queueBytesMax()))
          .putUnless(!rules.fifo(), "fifo", true);
    }

    private static String ratio(final long ppb) {
      return Quantities.formatRatio(ppb);
    }

    static LinkRules read(final YamlSection section) {
      return new LinkRules(
          section.value("loss", 0L, Quantities::parseRatioPpb),
          section.section(
              "burst",
              LinkRules.Burst.NONE,
              burst ->
                  new LinkRules.Burst(
                      burst.required("good-to-bad", 0L, Quantities::parseRatioPpb),
                      burst.required("bad-to-good", 0L, Quantities::parseRatioPpb),
                      burst.value("loss-in-bad", LinkRules.ALWAYS_PPB, Quantities::parseRatioPpb))),
          section.value("duplication", 0L, Quantities::parseRatioPpb),
          section.value("reordering", 0L, Quantities::parseRatioPpb),
          section.value("reorder-delay", LinkRules.CLEAN.reorderDelay(), Quantities::parseDelay),
          section.value("corruption", 0L, Quantities::parseRatioPpb),
          section.value("capacity", 0L, Quantities::parseBytesPerSecond),
          section.value("queue", 0L, Quantities::parseBytes),
          section.value("fifo", false, YamlSection::parseSwitch));
    }
  }

  /** How nodes are written: by number, or by one of the words allowed in a place. */
  static final class NodeText {
    private NodeText() {}

    static String write(final int nodeId) {
      switch (nodeId) {
        case FaultPlan.ANY:
          return "any";
        case FaultPlan.LEADER:
          return "leader";
        case FaultPlan.SELF:
          return "self";
        default:
          return Integer.toString(nodeId);
      }
    }

    static int read(final YamlSection section, final String key, final Integer... words) {
      return section.required(
          key,
          0,
          text -> {
            for (final int word : words) {
              if (write(word).equals(text)) {
                return word;
              }
            }
            return YamlSection.whole(0, Integer.MAX_VALUE).apply(text).intValue();
          });
    }

    /** As {@link #read}, but {@code any} if absent. */
    static int readOrAny(final YamlSection section, final String key) {
      return section.has(key) ? read(section, key, FaultPlan.ANY) : FaultPlan.ANY;
    }
  }

  /** A number that may be {@code any}. */
  static String anyOr(final long value, final String text) {
    return value == FaultPlan.ANY ? "any" : text;
  }

  static List<Integer> numbers(final YamlSection section, final String key) {
    return section.values(key, 0, text -> YamlSection.whole(0, Integer.MAX_VALUE).apply(text).intValue());
  }
}
