package dev.ordeal.faultlab.fault;

import dev.ordeal.protocols.core.Indication;
import java.util.List;
import java.util.stream.Stream;

/**
 * What will go wrong in one run. Drawn from a {@link FailureBudget} and a seed, or written by hand; printable,
 * editable, and run again to the same trace. All times are nanoseconds of true time.
 *
 * @param seed decides every draw that the plan does not list
 * @param healNs from here on links lose, duplicate, hold, cut and corrupt nothing, every delay is at most {@code
 *     healedDelayMaxNs}, nodes are fast, and disks sync at once, truly, and have room; {@link #NEVER} if that time does
 *     not come
 * @param healedDelayMaxNs the bound on one-way delay after healing
 * @param links the rules of all links until healing
 * @param delay the delay of all links
 * @param overrides links with rules of their own; the last that matches counts
 * @param partitions when which links are cut
 * @param crashes which nodes stop, when, and whether they come back
 * @param pauses which nodes stand still, when
 * @param slowNodes which nodes take longer over a step
 * @param clocks nodes whose clocks are off; others are exact
 * @param disks nodes whose disks misbehave; others sync at once and lose nothing that was synced
 * @param byzantine nodes that lie
 * @param fates messages whose fate is listed; it replaces every draw for that message
 * @param triggers faults that wait for something to happen
 */
public record FaultPlan(
    long seed,
    long healNs,
    long healedDelayMaxNs,
    LinkRules links,
    Delay delay,
    List<LinkOverride> overrides,
    List<Partition> partitions,
    List<Crash> crashes,
    List<Pause> pauses,
    List<SlowNode> slowNodes,
    List<Clock> clocks,
    List<Disk> disks,
    List<Byzantine> byzantine,
    List<MessageFate> fates,
    List<Trigger> triggers) {
  /** A time that does not come. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Any node, where a node could be named. */
  public static final int ANY = -1;

  /** In {@link Crash}: whichever live node holds itself leader in the highest epoch; waits until there is one. */
  public static final int LEADER = -2;

  /** In {@link Action}: the node on which the trigger fired. */
  public static final int SELF = -3;

  /** Whether nothing goes wrong in it: there is no fault, and every link is clean, however long it takes. */
  public boolean isFaultless() {
    return links.equals(LinkRules.CLEAN)
        && Stream.of(
                overrides, partitions, crashes, pauses, slowNodes, clocks, disks, byzantine, fates, triggers)
            .allMatch(List::isEmpty);
  }

  /** The same plan with one more trigger. */
  public FaultPlan and(final Trigger trigger) {
    return new FaultPlan(
        seed,
        healNs,
        healedDelayMaxNs,
        links,
        delay,
        overrides,
        partitions,
        crashes,
        pauses,
        slowNodes,
        clocks,
        disks,
        byzantine,
        fates,
        Stream.concat(triggers.stream(), Stream.of(trigger)).toList());
  }

  /** A directed link, {@link #ANY} for either end, with rules of its own and, unless null, a delay of its own. */
  public record LinkOverride(int fromId, int toId, LinkRules rules, Delay delay) {}

  /** The shapes a cut can have. */
  public enum PartitionKind {
    /** Two groups that cannot talk. */
    HALVES,
    /** One node cut off from the rest. */
    ISOLATE_ONE,
    /** The first group hears nothing from the second; the other direction works. */
    ONE_WAY,
    /** Each node talks to its two neighbours only. */
    RING,
    /** Two groups that only one node, the bridge, can reach both of. */
    BRIDGE,
    /** Two groups, cut and joined in turn. */
    FLAPPING
  }

  /**
   * A cut of some links for a while, decided for each message when it is sent: what is under way arrives.
   *
   * @param group the nodes of the first group: the isolated one, the deaf side, the bridge's first bank; unused by RING
   * @param bridge the node both banks reach, for BRIDGE
   * @param flapNs for FLAPPING: cut for so long, then joined for so long, and again
   */
  public record Partition(
      PartitionKind kind, long fromNs, long untilNs, List<Integer> group, int bridge, long flapNs) {}

  /** Where in a node's life a crash falls. */
  public enum CrashPoint {
    /** Between two steps. */
    BETWEEN_STEPS,
    /** In a step that writes records: they may be lost, nothing is indicated or sent. */
    BEFORE_DURABLE,
    /** In a step that forces records: they are durable and indicated, nothing is sent. */
    AFTER_DURABLE,
    /** In a step that sends: a part of its messages has left. */
    MID_SEND
  }

  /**
   * A node stops.
   *
   * @param nodeId the node, or {@link #LEADER}
   * @param atNs from this time; at a point other than BETWEEN_STEPS in the node's first fitting step, or without one
   *     a second later
   * @param sentCount for MID_SEND: how many of the step's messages leave, in order; {@link #ANY} for a seeded subset
   * @param restartAfterNs the node comes back so much later; {@link #NEVER} if it does not
   * @param amnesia whether its disk comes back empty
   */
  public record Crash(int nodeId, long atNs, CrashPoint point, int sentCount, long restartAfterNs, boolean amnesia) {}

  /**
   * What a crash leaves, where it is listed and not drawn.
   *
   * @param sends for MID_SEND: the numbers of the step's messages that leave, from 0; it replaces a count
   * @param records how many of the records that were not synced survive, the first ones, at most all; {@link #ANY}
   *     leaves all this to the seed and the node's disk
   * @param torn whether the last of those is torn
   */
  public record Remains(List<Integer> sends, int records, boolean torn) {
    /** All is left to the seed and the node's disk. */
    public static final Remains DRAWN = new Remains(List.of(), ANY, false);

    /** Copies the list. */
    public Remains {
      sends = List.copyOf(sends);
    }

    /** Whether it says anything. */
    public boolean isListed() {
      return records != ANY;
    }
  }

  /** A node stands still; its inputs wait, its clock goes on. */
  public record Pause(int nodeId, long fromNs, long untilNs) {}

  /** Each step of a node takes {@code serviceNs} of true time until healing. */
  public record SlowNode(int nodeId, long serviceNs) {}

  /**
   * A node's clocks: monotonic time is {@code true × (1 + driftPpb / 10⁹) + offsetNs}; the wall clock is that plus the
   * jumps that have happened.
   */
  public record Clock(int nodeId, long offsetNs, long driftPpb, List<Jump> jumps) {
    /** The wall clock moves by {@code byNs} at {@code atNs}. */
    public record Jump(long atNs, long byNs) {}
  }

  /**
   * A node's disk.
   *
   * @param syncNs how long a sync takes
   * @param losesUnsynced whether a crash may lose records that were not synced: a seeded suffix; else it keeps them all
   * @param tears whether the last surviving unsynced record may be torn
   * @param lyingPpb the probability that a sync reports success and has done nothing
   * @param fullFromNs from this time the next write crashes the node; {@link #NEVER} if there is always room
   */
  public record Disk(
      int nodeId, long syncNs, boolean losesUnsynced, boolean tears, long lyingPpb, long fullFromNs) {}

  /** What a Byzantine node does with what an honest one would send. */
  public enum Behaviour {
    /** Sends nothing. */
    SILENT,
    /** Alters a field of a message for about half of its receivers. */
    EQUIVOCATE,
    /** Sends an earlier message of its own again beside the new one. */
    REPLAY,
    /** Sends everything {@code lateNs} later. */
    LATE
  }

  /** A node that lies, and how. */
  public record Byzantine(int nodeId, Behaviour behaviour, long lateNs) {}

  /**
   * The fate of one message: number {@code sequence} (from 0) on a link.
   *
   * @param copies how many arrive: 0 loses it
   * @param delayNs how long each copy takes; {@link #ANY} leaves it to the link's delay
   * @param alteration if not 0, one field of the message is altered, which and how these bits decide
   */
  public record MessageFate(int fromId, int toId, long sequence, int copies, long delayNs, long alteration) {
    /** The fate of a message that is not altered. */
    public MessageFate(final int fromId, final int toId, final long sequence, final int copies, final long delayNs) {
      this(fromId, toId, sequence, copies, delayNs, 0);
    }
  }

  /**
   * A fault that waits for something to happen.
   *
   * @param on what it waits for
   * @param occurrence on which match it fires: 1 for the first
   * @param action what it does
   */
  public record Trigger(Condition on, int occurrence, Action action) {}

  /** What a trigger waits for: an effect of a step, or its end. */
  public sealed interface Condition {
    /** A node ({@link #ANY} for each) indicates; key and value must match unless they are {@link #ANY}. */
    record Indicated(int nodeId, Indication indication, long key, long value) implements Condition {}

    /** A node enters a state, by its name in the algorithm's list of states. */
    record Entered(int nodeId, String state) implements Condition {}

    /** A node sends a message, by its name in the schema. */
    record Sent(int fromId, int toId, String message) implements Condition {}

    /** A message reaches a node and has been handled, by its name in the schema. */
    record Delivered(int fromId, int toId, String message) implements Condition {}

    /** A node forces a record, by its name in the schema. */
    record Persisted(int nodeId, String record) implements Condition {}

    /** A node takes a step, whatever comes of it; a start is one, too, and they are counted over all its lives. */
    record Stepped(int nodeId) implements Condition {}
  }

  /** What a trigger does. Nodes may be {@link #SELF}. */
  public sealed interface Action {
    /** Crashes the node at a point of the very step that fired it. */
    record CrashNode(
        int nodeId, CrashPoint point, int sentCount, long restartAfterNs, boolean amnesia, Remains remains)
        implements Action {
      /** A crash that leaves what the seed and the node's disk say. */
      public CrashNode(
          final int nodeId,
          final CrashPoint point,
          final int sentCount,
          final long restartAfterNs,
          final boolean amnesia) {
        this(nodeId, point, sentCount, restartAfterNs, amnesia, Remains.DRAWN);
      }
    }

    /** Cuts a node off for a while: what it sends, what it would hear, or both. */
    record CutOff(int nodeId, boolean outgoing, boolean incoming, long forNs) implements Action {}

    /** Holds the message that fired it for {@code forNs} beyond its delay; on {@link Condition.Sent} only. */
    record Hold(long forNs) implements Action {}

    /** Holds the message that fired it until something else happens; on {@link Condition.Sent} only. */
    record HoldUntil(Condition until) implements Action {}

    /** Loses the message that fired it; on {@link Condition.Sent} only. */
    record Lose() implements Action {}

    /** Stops a node for a while. */
    record PauseNode(int nodeId, long forNs) implements Action {}
  }
}
