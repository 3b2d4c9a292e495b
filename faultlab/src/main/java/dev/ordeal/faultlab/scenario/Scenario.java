package dev.ordeal.faultlab.scenario;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.FaultPlan.Action;
import dev.ordeal.faultlab.fault.FaultPlan.Condition;
import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.fault.FaultPlan.PartitionKind;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.faultlab.problem.WorkloadPlan.ScriptedOperation;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A directed schedule in a few lines: what goes wrong, when, in words.
 *
 * <pre>{@code
 * Scenario.of(new RaftElectionSpec()).nodes(3).seed(7).delay("constant(10ms)")
 *     .when(persisted(2, "HardState")).crash(SELF, AFTER_DURABLE).restartAfter("1s")
 *     .when(sent(1, 2, "RequestVote")).holdUntil(indicated(LEADER))
 *     .run("20s").expectKept(ONE_LEADER_PER_EPOCH);
 * }</pre>
 *
 * <p>Without a word about them links take 1 ms and lose nothing, clocks are exact, disks sync at once and nothing
 * heals,
 * so no progress is demanded. Durations, ratios and delays are written as in experiment files. A builder, cold; single
 * thread; {@link #on} gives a copy for another algorithm, so that a broken twin and its correct sibling meet the same.
 */
public final class Scenario {
  /** Any node. */
  public static final int ANY = FaultPlan.ANY;

  /** In what a trigger does: the node on which it fired. */
  public static final int SELF = FaultPlan.SELF;

  private static final long UNBOUNDED = -1;

  private final AlgorithmSpec spec;
  private final Map<String, String> parameters = new TreeMap<>();
  private final Map<String, String> workload = new TreeMap<>();
  private final List<ScriptedOperation> script = new ArrayList<>();
  private final List<FaultPlan.LinkOverride> overrides = new ArrayList<>();
  private final List<FaultPlan.Partition> partitions = new ArrayList<>();
  private final List<FaultPlan.Crash> crashes = new ArrayList<>();
  private final List<FaultPlan.Pause> pauses = new ArrayList<>();
  private final List<FaultPlan.Clock> clocks = new ArrayList<>();
  private final List<FaultPlan.Disk> disks = new ArrayList<>();
  private final List<FaultPlan.Byzantine> byzantine = new ArrayList<>();
  private final List<FaultPlan.MessageFate> fates = new ArrayList<>();
  private final List<FaultPlan.Trigger> triggers = new ArrayList<>();
  private String name = "scenario";
  private int clusterSize = 3;
  private long seed = 1;
  private long healNs = FaultPlan.NEVER;
  private long boundNs = UNBOUNDED;
  private LinkRules links = LinkRules.CLEAN;
  private Delay delay = new Delay.Constant(1_000_000);
  private boolean isLastCrashTriggered;

  private Scenario(final AlgorithmSpec spec) {
    this.spec = spec;
  }

  /** A scenario for an algorithm, three nodes, seed 1. */
  public static Scenario of(final AlgorithmSpec spec) {
    return new Scenario(spec);
  }

  /** A copy of this scenario for another algorithm. */
  public Scenario on(final AlgorithmSpec other) {
    final Scenario copy = new Scenario(other);
    copy.parameters.putAll(parameters);
    copy.workload.putAll(workload);
    copy.script.addAll(script);
    copy.overrides.addAll(overrides);
    copy.partitions.addAll(partitions);
    copy.crashes.addAll(crashes);
    copy.pauses.addAll(pauses);
    copy.clocks.addAll(clocks);
    copy.disks.addAll(disks);
    copy.byzantine.addAll(byzantine);
    copy.fates.addAll(fates);
    copy.triggers.addAll(triggers);
    copy.name = name;
    copy.clusterSize = clusterSize;
    copy.seed = seed;
    copy.healNs = healNs;
    copy.boundNs = boundNs;
    copy.links = links;
    copy.delay = delay;
    copy.isLastCrashTriggered = isLastCrashTriggered;
    return copy;
  }

  /** Names it; a path such as {@code election/partition/isolate-leader-one-way}. */
  public Scenario named(final String path) {
    name = path;
    return this;
  }

  /** How many nodes there are. */
  public Scenario nodes(final int count) {
    clusterSize = count;
    return this;
  }

  /** Decides what nodes and links draw. */
  public Scenario seed(final long value) {
    seed = value;
    return this;
  }

  /** Sets a parameter of the algorithm, written as in experiment files. */
  public Scenario with(final String parameter, final String value) {
    parameters.put(parameter, value);
    return this;
  }

  /** Sets what clients do, written as in experiment files. */
  public Scenario workload(final String setting, final String value) {
    workload.put(setting, value);
    return this;
  }

  /**
   * A client invokes an operation, as the problem writes it ({@code write 0 7}), on a node. Clients of a scenario with
   * such do nothing else.
   */
  public Scenario invoke(final String at, final int client, final int nodeId, final String operation) {
    script.add(new ScriptedOperation(Quantities.parseDurationNs(at), client, nodeId, operation));
    return this;
  }

  /** How long messages take: {@code constant(10ms)}. */
  public Scenario delay(final String text) {
    delay = Quantities.parseDelay(text);
    return this;
  }

  /** How long messages take on one directed link. */
  public Scenario delay(final int fromId, final int toId, final String text) {
    overrides.add(new FaultPlan.LinkOverride(fromId, toId, links, Quantities.parseDelay(text)));
    return this;
  }

  /** What links do to messages. */
  public Scenario links(final LinkRules rules) {
    links = rules;
    return this;
  }

  /** Nothing goes wrong with links from then on and no delay is longer; progress is demanded from then on, too. */
  public Scenario heal(final String at, final String delayMax) {
    healNs = Quantities.parseDurationNs(at);
    return bound(delayMax);
  }

  /** The bound on one-way delay that promises are measured by; without this the longest that the delay can be. */
  public Scenario bound(final String delayMax) {
    boundNs = Quantities.parseDurationNs(delayMax);
    return this;
  }

  /** Cuts links for a while; {@code group} is the first group. */
  public Scenario partition(final PartitionKind kind, final String from, final String until, final Integer... group) {
    partitions.add(
        new FaultPlan.Partition(
            kind, Quantities.parseDurationNs(from), Quantities.parseTimeNs(until), Arrays.asList(group), ANY, 0));
    return this;
  }

  /** A node stops between two steps, for good unless {@link #restartAfter} follows. */
  public Scenario crash(final int nodeId, final String at) {
    return crash(nodeId, at, CrashPoint.BETWEEN_STEPS);
  }

  /** A node stops in its first fitting step, for good unless {@link #restartAfter} follows. */
  public Scenario crash(final int nodeId, final String at, final CrashPoint point) {
    crashes.add(
        new FaultPlan.Crash(nodeId, Quantities.parseDurationNs(at), point, ANY, FaultPlan.NEVER, false));
    isLastCrashTriggered = false;
    return this;
  }

  /** Whichever node leads then, or comes to lead after, stops. */
  public Scenario crashLeader(final String at) {
    return crash(FaultPlan.LEADER, at);
  }

  /** The node of the crash before comes back with what its disk kept. */
  public Scenario restartAfter(final String duration) {
    return restart(Quantities.parseDurationNs(duration), false);
  }

  /** The node of the crash before comes back with an empty disk. */
  public Scenario restartEmptyAfter(final String duration) {
    return restart(Quantities.parseDurationNs(duration), true);
  }

  /** A node stands still for a while. */
  public Scenario pause(final int nodeId, final String from, final String until) {
    pauses.add(new FaultPlan.Pause(nodeId, Quantities.parseDurationNs(from), Quantities.parseDurationNs(until)));
    return this;
  }

  /** A node's clocks run faster, or slower with a minus sign. */
  public Scenario drift(final int nodeId, final String ratio) {
    clocks.add(new FaultPlan.Clock(nodeId, 0, Quantities.parseSignedRatioPpb(ratio), List.of()));
    return this;
  }

  /** A node's disk takes so long to sync; a crash loses and tears what was not synced. */
  public Scenario slowDisk(final int nodeId, final String sync) {
    disks.add(new FaultPlan.Disk(nodeId, Quantities.parseDurationNs(sync), true, true, 0, FaultPlan.NEVER));
    return this;
  }

  /** A node lies. */
  public Scenario byzantine(final int nodeId, final FaultPlan.Behaviour behaviour) {
    byzantine.add(new FaultPlan.Byzantine(nodeId, behaviour, 0));
    return this;
  }

  /** Message number {@code sequence} of a link, from 0, is lost. */
  public Scenario lose(final int fromId, final int toId, final long sequence) {
    return fate(fromId, toId, sequence, 0, FaultPlan.ANY);
  }

  /** Message number {@code sequence} of a link, from 0, takes so long. */
  public Scenario slow(final int fromId, final int toId, final long sequence, final String duration) {
    return fate(fromId, toId, sequence, 1, Quantities.parseDurationNs(duration));
  }

  /** Message number {@code sequence} of a link, from 0, arrives twice. */
  public Scenario twice(final int fromId, final int toId, final long sequence) {
    return fate(fromId, toId, sequence, 2, FaultPlan.ANY);
  }

  /** Waits for something to happen; what then goes wrong is said next. */
  public When when(final Condition condition) {
    return new When(condition);
  }

  /** Holds the first message that fits until something else has happened. */
  public Scenario hold(final Condition message, final Condition until) {
    return when(message).holdUntil(until);
  }

  /** Reads well in {@link #hold}. */
  public static Condition until(final Condition condition) {
    return condition;
  }

  /** Any node indicates. */
  public static Condition indicated(final Indication indication) {
    return indicated(ANY, indication);
  }

  /** A node indicates. */
  public static Condition indicated(final int nodeId, final Indication indication) {
    return new Condition.Indicated(nodeId, indication, ANY, ANY);
  }

  /** A node comes to lead, in whatever epoch. */
  public static Condition leads(final int nodeId) {
    return new Condition.Indicated(nodeId, Indication.LEADER, ANY, nodeId);
  }

  /** A node stands in an epoch. */
  public static Condition stands(final int nodeId, final long epoch) {
    return new Condition.Indicated(nodeId, Indication.ELECTION, epoch, ANY);
  }

  /** A node enters a state, by its name. */
  public static Condition entered(final int nodeId, final String state) {
    return new Condition.Entered(nodeId, state);
  }

  /** A message is sent, by its name in the schema. */
  public static Condition sent(final int fromId, final int toId, final String message) {
    return new Condition.Sent(fromId, toId, message);
  }

  /** A message has been handled, by its name in the schema. */
  public static Condition delivered(final int fromId, final int toId, final String message) {
    return new Condition.Delivered(fromId, toId, message);
  }

  /** A record is forced, by its name in the schema. */
  public static Condition persisted(final int nodeId, final String record) {
    return new Condition.Persisted(nodeId, record);
  }

  /** What goes wrong, as a plan. */
  public FaultPlan plan() {
    return new FaultPlan(
        seed,
        healNs,
        boundNs == UNBOUNDED ? longest(delay) : boundNs,
        links,
        delay,
        List.copyOf(overrides),
        List.copyOf(partitions),
        List.copyOf(crashes),
        List.copyOf(pauses),
        List.of(),
        List.copyOf(clocks),
        List.copyOf(disks),
        List.copyOf(byzantine),
        List.copyOf(fates),
        List.copyOf(triggers));
  }

  /** The run of so long, not yet run. */
  public PlannedRun planned(final String duration) {
    final Problem problem = PlannedRun.problemOf(spec);
    return new PlannedRun(
        name,
        problem,
        spec,
        values(spec.parameters(), parameters),
        new WorkloadPlan(values(problem.workload(), workload), script),
        clusterSize,
        Quantities.parseDurationNs(duration),
        seed,
        plan());
  }

  /** Runs it for so long. */
  public ScenarioResult run(final String duration) {
    return ScenarioResult.of(planned(duration));
  }

  /** The longest that a delay with an end can be, else 0. */
  private static long longest(final Delay delay) {
    if (delay instanceof Delay.Constant constant) {
      return constant.ns();
    }
    return delay instanceof Delay.Uniform uniform ? uniform.maxNs() : 0;
  }

  private static ParameterValues values(final List<Parameter> parameters, final Map<String, String> written) {
    final Map<String, Long> chosen = new TreeMap<>();
    written.forEach((parameter, text) -> chosen.put(parameter, ScenarioFile.value(parameters, parameter, text)));
    return ParameterValues.of(parameters, chosen);
  }

  private Scenario fate(
      final int fromId, final int toId, final long sequence, final int copies, final long delayNs) {
    fates.add(new FaultPlan.MessageFate(fromId, toId, sequence, copies, delayNs));
    return this;
  }

  private Scenario restart(final long afterNs, final boolean isEmpty) {
    if (isLastCrashTriggered) {
      for (int at = triggers.size() - 1; at >= 0; at--) {
        final FaultPlan.Trigger last = triggers.get(at);
        if (last.action() instanceof Action.CrashNode crash) {
          triggers.set(
              at,
              new FaultPlan.Trigger(
                  last.on(),
                  last.occurrence(),
                  new Action.CrashNode(
                      crash.nodeId(), crash.point(), crash.sentCount(), afterNs, isEmpty, crash.remains())));
          return this;
        }
      }
    }
    if (crashes.isEmpty()) {
      throw new IllegalStateException("nothing crashes before this restart");
    }
    final FaultPlan.Crash crash = crashes.remove(crashes.size() - 1);
    crashes.add(
        new FaultPlan.Crash(crash.nodeId(), crash.atNs(), crash.point(), crash.sentCount(), afterNs, isEmpty));
    return this;
  }

  /** What goes wrong when a condition is met, on its first match unless said otherwise. */
  public final class When {
    private final Condition condition;
    private int first = 1;
    private int last = 1;

    private When(final Condition condition) {
      this.condition = condition;
    }

    /** On which match: 1 for the first. */
    public When occurrence(final int number) {
      first = number;
      last = number;
      return this;
    }

    /** On each of the first so many matches. */
    public When eachOfFirst(final int count) {
      first = 1;
      last = count;
      return this;
    }

    /** Crashes a node at a point of the very step, for good unless {@link Scenario#restartAfter} follows. */
    public Scenario crash(final int nodeId, final CrashPoint point) {
      return crashAfterSends(nodeId, point, ANY);
    }

    /** Crashes a node in the very step when so many of its messages have left. */
    public Scenario crashAfterSends(final int nodeId, final int sentCount) {
      return crashAfterSends(nodeId, CrashPoint.MID_SEND, sentCount);
    }

    /** Cuts a node off for a while, both ways. */
    public Scenario cutOff(final int nodeId, final String duration) {
      return then(new Action.CutOff(nodeId, true, true, Quantities.parseDurationNs(duration)));
    }

    /** For a while nobody hears a node; it hears others. */
    public Scenario mute(final int nodeId, final String duration) {
      return then(new Action.CutOff(nodeId, true, false, Quantities.parseDurationNs(duration)));
    }

    /** For a while a node hears nobody; others hear it. */
    public Scenario deafen(final int nodeId, final String duration) {
      return then(new Action.CutOff(nodeId, false, true, Quantities.parseDurationNs(duration)));
    }

    /** Stops a node for a while. */
    public Scenario pause(final int nodeId, final String duration) {
      return then(new Action.PauseNode(nodeId, Quantities.parseDurationNs(duration)));
    }

    /** Holds the message for so long beyond its delay. */
    public Scenario hold(final String duration) {
      return then(new Action.Hold(Quantities.parseDurationNs(duration)));
    }

    /** Holds the message until something else has happened. */
    public Scenario holdUntil(final Condition until) {
      return then(new Action.HoldUntil(until));
    }

    /** Loses the message. */
    public Scenario lose() {
      return then(new Action.Lose());
    }

    private Scenario crashAfterSends(final int nodeId, final CrashPoint point, final int sentCount) {
      isLastCrashTriggered = true;
      return then(new Action.CrashNode(nodeId, point, sentCount, FaultPlan.NEVER, false));
    }

    private Scenario then(final Action action) {
      for (int occurrence = first; occurrence <= last; occurrence++) {
        triggers.add(new FaultPlan.Trigger(condition, occurrence, action));
      }
      return Scenario.this;
    }
  }
}
