package dev.ordeal.faultlab.experiment;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FailureBudget;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.protocols.core.AlgorithmSpec;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads what may go wrong: the keys {@code delay}, {@code heal}, {@code healed-delay} and {@code faults}. */
final class BudgetReader {
  private static final long DELAY_DEFAULT_NS = 1_000_000;
  private static final long HELD_DEFAULT_NS = 100_000_000;
  private static final long QUEUE_DEFAULT_BYTES = 64 * 1024;
  private static final long MILLION = 1_000_000;
  private static final long DRIFT_MAX_PPB = 990_000_000; // a clock that drifts by -100 % stands still
  private static final int COUNT_MAX = 100_000;
  private static final int RING_NODES_MIN = 4;
  private static final int BRIDGE_NODES_MIN = 3;

  private final Collection<Mistake> mistakes;
  private final AlgorithmSpec spec;
  private final int nodes;
  private final long durationNs;
  private final Path directory;
  private final Section top;
  private final Section faults;

  /**
   * Prepares to read.
   *
   * @param directory where delays named by file are looked for
   */
  BudgetReader(
      final Tree root,
      final AlgorithmSpec spec,
      final int nodes,
      final long durationNs,
      final Path directory,
      final Collection<Mistake> mistakes) {
    this.mistakes = mistakes;
    this.spec = spec;
    this.nodes = nodes;
    this.durationNs = durationNs;
    this.directory = directory;
    this.top = new Section(root, mistakes);
    this.faults = top.section("faults");
  }

  FailureBudget read() {
    final Delay delay = top.delay("delay", new Delay.Constant(DELAY_DEFAULT_NS), directory);
    final long healNs = healNs();
    final long quietNs = Math.min(healNs, durationNs);
    return new FailureBudget(
        rules(faults),
        delay,
        overrides(),
        partitions(quietNs),
        crashes(quietNs),
        pauses(quietNs),
        slow(),
        clocks(),
        disks(),
        byzantine(),
        new TriggerReader(spec, nodes, durationNs, mistakes).read(faults.tree("triggers")),
        healNs,
        healedDelayMaxNs(delay, healNs),
        faults.flag("swarm", false));
  }

  private long healNs() {
    final long healNs = top.time("heal", FaultPlan.NEVER, FaultPlan.NEVER - 1);
    if (healNs != FaultPlan.NEVER && healNs >= durationNs) {
      top.mistake(
          "heal",
          "heal after the end of the run: heal=%s, max=%s (duration)"
              .formatted(top.text("heal"), Quantities.formatDuration(durationNs)));
      return FaultPlan.NEVER;
    }
    return healNs;
  }

  private long healedDelayMaxNs(final Delay delay, final long healNs) {
    final long boundNs = boundNs(delay);
    final boolean isGiven = top.text("healed-delay") != null;
    if (!isGiven && healNs != FaultPlan.NEVER && boundNs == Long.MAX_VALUE) {
      top.mistake("heal", "healed-delay needed: delay=%s has no bound of its own".formatted(top.text("delay")));
    }
    return top.duration("healed-delay", boundNs == Long.MAX_VALUE ? DELAY_DEFAULT_NS : boundNs, 1, durationNs);
  }

  /** The longest that a delay can be, or {@link Long#MAX_VALUE}. */
  static long boundNs(final Delay delay) {
    if (delay instanceof Delay.Constant constant) {
      return constant.ns();
    }
    if (delay instanceof Delay.Uniform uniform) {
      return uniform.maxNs();
    }
    if (delay instanceof Delay.Regions regions) {
      final long longest = regions.oneWayNs().stream().flatMap(List::stream).mapToLong(Long::longValue).max().orElse(0);
      return BigInteger.valueOf(longest)
          .multiply(BigInteger.valueOf(MILLION + regions.jitterPpm()))
          .divide(BigInteger.valueOf(MILLION))
          .longValueExact();
    }
    if (delay instanceof Delay.Empirical empirical) {
      return empirical.upToNs().get(empirical.upToNs().size() - 1);
    }
    return Long.MAX_VALUE;
  }

  private LinkRules rules(final Section section) {
    final Section burst = section.section("burst");
    final Section reordering = section.section("reordering");
    final Section capacity = section.section("capacity");
    return new LinkRules(
        section.ratio("loss", 0),
        section.has("burst")
            ? new LinkRules.Burst(
                burst.ratio("good-to-bad", 0),
                burst.ratio("bad-to-good", LinkRules.ALWAYS_PPB),
                burst.ratio("loss", LinkRules.ALWAYS_PPB))
            : LinkRules.Burst.NONE,
        section.ratio("duplication", 0),
        reordering.ratio("share", 0),
        reordering.delay("hold", new Delay.Constant(section.has("reordering") ? HELD_DEFAULT_NS : 0), directory),
        section.ratio("corruption", 0),
        capacity.bytesPerSecond("rate"),
        capacity.bytes("queue", section.has("capacity") ? QUEUE_DEFAULT_BYTES : 0),
        section.flag("fifo", false));
  }

  private List<FaultPlan.LinkOverride> overrides() {
    final List<FaultPlan.LinkOverride> list = new ArrayList<>();
    if (faults.tree("links") instanceof Tree.Sequence links) {
      for (final Tree item : links.items()) {
        final Section link = new Section(item, mistakes);
        final int from = node(link, "from");
        final int to = node(link, "to");
        if (from >= 0 && from == to) {
          link.mistake("to", "link from a node to itself: from=%d, to=%d".formatted(from, to));
        }
        list.add(new FaultPlan.LinkOverride(from, to, rules(link), link.delay("delay", null, directory)));
      }
    }
    return List.copyOf(list);
  }

  private int node(final Section section, final String key) {
    return "any".equals(section.text(key)) || !section.has(key)
        ? FaultPlan.ANY
        : (int) section.count(key, FaultPlan.ANY, 0, nodes - 1);
  }

  private FailureBudget.Partitions partitions(final long quietNs) {
    final Section section = faults.section("partitions");
    final int count = (int) section.count("count", section.has("kinds") ? 1 : 0, 0, COUNT_MAX);
    final List<FaultPlan.PartitionKind> kinds =
        section.choices("kinds", FaultPlan.PartitionKind.class, List.of(FaultPlan.PartitionKind.HALVES));
    final long[] lasting = lasting(section, "partition", quietNs, 1_000_000_000L, 10_000_000_000L);
    if (count == 0) {
      return FailureBudget.Partitions.NONE;
    }
    tooSmall(section, kinds, FaultPlan.PartitionKind.RING, RING_NODES_MIN);
    tooSmall(section, kinds, FaultPlan.PartitionKind.BRIDGE, BRIDGE_NODES_MIN);
    tooSmall(section, kinds, FaultPlan.PartitionKind.HALVES, 2);
    return new FailureBudget.Partitions(
        count, kinds, lasting[0], lasting[1], section.duration("flap", Math.max(1, lasting[0] / 10), 1, durationNs));
  }

  private void tooSmall(
      final Section section,
      final List<FaultPlan.PartitionKind> kinds,
      final FaultPlan.PartitionKind kind,
      final int nodesMin) {
    if (kinds.contains(kind) && nodes < nodesMin) {
      section.mistake(
          "kinds",
          "cluster too small to cut so: kind=%s, nodes=%d, min=%d".formatted(Section.word(kind), nodes, nodesMin));
    }
  }

  /** Least and greatest length of something that must fit before healing. */
  private long[] lasting(
      final Section section, final String what, final long quietNs, final long minNs, final long maxNs) {
    final long[] given = section.interval("lasting", Long.MAX_VALUE / 2);
    if (given == null) {
      return new long[] {Math.min(minNs, quietNs), Math.min(maxNs, quietNs)};
    }
    if (given[1] > quietNs) {
      section.mistake(
          "lasting",
          "%s longer than the time before %s: lasting=%s, max=%s"
              .formatted(
                  what,
                  quietNs < durationNs ? "healing" : "the end of the run",
                  section.text("lasting"),
                  Quantities.formatDuration(quietNs)));
    }
    return given;
  }

  private FailureBudget.Crashes crashes(final long quietNs) {
    final Section section = faults.section("crashes");
    final String role = section.text("target");
    final List<Integer> among = role != null && spec.roles().contains(role) ? spec.nodesOf(role, nodes) : List.of();
    final FailureBudget.Target target = target(section, role);
    final int count = (int) section.count("count", 0, 0, COUNT_MAX);
    final List<FaultPlan.CrashPoint> points =
        section.choices("points", FaultPlan.CrashPoint.class, FailureBudget.Crashes.NONE.points());
    final long[] restart =
        section.text("restart") == null || section.text("restart").equals(Quantities.NEVER)
            ? new long[] {FaultPlan.NEVER, FaultPlan.NEVER}
            : section.interval("restart", Long.MAX_VALUE / 2);
    final boolean isForGood = restart != null && restart[0] == FaultPlan.NEVER;
    final boolean distinct = section.flag("distinct", isForGood);
    final boolean amnesia = section.flag("amnesia", false);
    if (amnesia && isForGood) {
      section.mistake("amnesia", "nodes that stay down need no empty disk: amnesia=true, restart=never");
    }
    final int candidates = among.isEmpty() ? nodes : among.size();
    if (count > candidates && (distinct || isForGood)) {
      section.mistake(
          "count",
          "more crashes than nodes: crashes=%d, max=%d (%s), %s"
              .formatted(
                  count,
                  candidates,
                  among.isEmpty() ? "nodes" : role,
                  isForGood ? "restart=never" : "distinct=true"));
    }
    final long[] between = section.interval("between", Long.MAX_VALUE / 2);
    if (between != null && between[1] > durationNs) {
      section.mistake(
          "between",
          "crash after the end of the run: between=%s, max=%s (duration)"
              .formatted(section.text("between"), Quantities.formatDuration(durationNs)));
    } else if (between != null && between[1] > quietNs) {
      section.mistake(
          "between",
          "crash after healing: between=%s, max=%s (heal)"
              .formatted(section.text("between"), Quantities.formatDuration(quietNs)));
    }
    if (count == 0) {
      return FailureBudget.Crashes.NONE;
    }
    return new FailureBudget.Crashes(
        count,
        target,
        among,
        distinct,
        points,
        between == null ? 0 : between[0],
        between == null ? quietNs : between[1],
        restart == null ? FaultPlan.NEVER : restart[0],
        restart == null ? FaultPlan.NEVER : restart[1],
        amnesia);
  }

  /** Any node, the leader, or a role that some nodes of this algorithm have. */
  private FailureBudget.Target target(final Section section, final String role) {
    if (role == null || spec.roles().contains(role)) {
      return FailureBudget.Target.ANY;
    }
    for (final FailureBudget.Target target : FailureBudget.Target.values()) {
      if (Section.word(target).equals(role)) {
        return target;
      }
    }
    final List<String> known = new ArrayList<>(List.of("any", "leader"));
    known.addAll(spec.roles());
    section.mistake("target", "unknown value: target=%s%s".formatted(role, Suggestion.of(role, known)));
    return FailureBudget.Target.ANY;
  }

  private FailureBudget.Pauses pauses(final long quietNs) {
    final Section section = faults.section("pauses");
    final int count = (int) section.count("count", 0, 0, COUNT_MAX);
    final long[] lasting = lasting(section, "pause", quietNs, 100_000_000L, 5_000_000_000L);
    return count == 0 ? FailureBudget.Pauses.NONE : new FailureBudget.Pauses(count, lasting[0], lasting[1]);
  }

  private FailureBudget.Slow slow() {
    final Section section = faults.section("slow");
    final int count = someNodes(section, "slow nodes");
    final long stepNs = section.duration("step", 10_000_000L, 0, durationNs);
    return count == 0 ? FailureBudget.Slow.NONE : new FailureBudget.Slow(count, stepNs);
  }

  private FailureBudget.Clocks clocks() {
    final Section section = faults.section("clocks");
    return new FailureBudget.Clocks(
        section.duration("offset", 0, 0, Long.MAX_VALUE / 4),
        driftPpb(section),
        (int) section.count("jumps", 0, 0, COUNT_MAX),
        section.duration("jump", section.has("jumps") ? 1_000_000_000L : 0, 0, Long.MAX_VALUE / 4));
  }

  private static long driftPpb(final Section section) {
    final long driftPpb = section.ratio("drift", 0);
    if (driftPpb > DRIFT_MAX_PPB) {
      section.mistake(
          "drift",
          "drift out of range: drift=%s, min=0%%, max=%s"
              .formatted(section.text("drift"), Quantities.formatRatio(DRIFT_MAX_PPB)));
      return 0;
    }
    return driftPpb;
  }

  private FailureBudget.Disks disks() {
    final Section section = faults.section("disks");
    final long[] sync = section.interval("sync", durationNs);
    final int full = (int) section.count("full", 0, 0, COUNT_MAX);
    tooMany(section, "full", "full disks", full);
    return new FailureBudget.Disks(
        sync == null ? 0 : sync[0],
        sync == null ? 0 : sync[1],
        section.flag("lose-unsynced", false),
        section.flag("tear", false),
        section.ratio("lying", 0),
        full);
  }

  private FailureBudget.Byzantine byzantine() {
    final Section section = faults.section("byzantine");
    final int count = someNodes(section, "byzantine nodes");
    final List<FaultPlan.Behaviour> behaviours =
        section.choices("behaviours", FaultPlan.Behaviour.class, List.of(FaultPlan.Behaviour.SILENT));
    final long lateNs = section.duration("late", 100_000_000L, 0, durationNs);
    return count == 0 ? FailureBudget.Byzantine.NONE : new FailureBudget.Byzantine(count, behaviours, lateNs);
  }

  private int someNodes(final Section section, final String what) {
    final int count = (int) section.count("count", 0, 0, COUNT_MAX);
    tooMany(section, "count", what, count);
    return count;
  }

  private void tooMany(final Section section, final String key, final String what, final int count) {
    if (count > nodes) {
      section.mistake(key, "more %s than nodes: %s=%d, max=%d (nodes)".formatted(what, key, count, nodes));
    }
  }
}
