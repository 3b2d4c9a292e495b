package dev.ordeal.faultlab.fault;

import java.util.List;

/**
 * What may go wrong in the runs of one cell: bounds and rates, from which a {@link FaultPlan} is drawn for each seed.
 * Times are nanoseconds of true time.
 *
 * @param links the rules of all links until healing
 * @param delay the delay of all links
 * @param overrides links with rules of their own
 * @param partitions how often links are cut, and in which shapes
 * @param crashes how many nodes stop
 * @param pauses how many nodes stand still
 * @param slow how many nodes are slow
 * @param clocks how wrong clocks may be
 * @param disks how bad disks may be
 * @param byzantine how many nodes lie
 * @param triggers faults that wait for something to happen, the same in each run
 * @param healNs from here on nothing goes wrong any more; {@link FaultPlan#NEVER} if that time does not come
 * @param healedDelayMaxNs the bound on one-way delay after healing
 * @param isSwarm whether each run draws which of the kinds above are on at all
 */
public record FailureBudget(
    LinkRules links,
    Delay delay,
    List<FaultPlan.LinkOverride> overrides,
    Partitions partitions,
    Crashes crashes,
    Pauses pauses,
    Slow slow,
    Clocks clocks,
    Disks disks,
    Byzantine byzantine,
    List<FaultPlan.Trigger> triggers,
    long healNs,
    long healedDelayMaxNs,
    boolean isSwarm) {
  /** So many cuts a run, each of a kind drawn from the list, lasting from min to max. */
  public record Partitions(int count, List<FaultPlan.PartitionKind> kinds, long minNs, long maxNs, long flapNs) {
    /** No cuts. */
    public static final Partitions NONE = new Partitions(0, List.of(), 0, 0, 0);
  }

  /** Whom a crash is aimed at. */
  public enum Target {
    /** A node drawn anew. */
    ANY,
    /** Whichever node leads at the time. */
    LEADER
  }

  /**
   * So many crashes a run, at times drawn between {@code fromNs} and {@code untilNs}.
   *
   * @param among the nodes that a crash of target {@link Target#ANY} is drawn from, in order; empty for all
   * @param distinct whether no node is hit twice, so that {@code count} is the number of faulty nodes
   * @param points the points a crash may fall at, drawn for each
   * @param restartMinNs least time until a restart; {@link FaultPlan#NEVER} if crashed nodes stay down
   * @param restartMaxNs greatest time until a restart
   * @param amnesia whether restarted nodes come back with an empty disk
   */
  public record Crashes(
      int count,
      Target target,
      List<Integer> among,
      boolean distinct,
      List<FaultPlan.CrashPoint> points,
      long fromNs,
      long untilNs,
      long restartMinNs,
      long restartMaxNs,
      boolean amnesia) {
    /** No crashes. */
    public static final Crashes NONE =
        new Crashes(
            0,
            Target.ANY,
            List.of(),
            true,
            List.of(FaultPlan.CrashPoint.BETWEEN_STEPS),
            0,
            0,
            FaultPlan.NEVER,
            FaultPlan.NEVER,
            false);
  }

  /** So many pauses a run, each of a node drawn anew, lasting from min to max. */
  public record Pauses(int count, long minNs, long maxNs) {
    /** No pauses. */
    public static final Pauses NONE = new Pauses(0, 0, 0);
  }

  /** So many nodes take {@code serviceNs} over each step. */
  public record Slow(int count, long serviceNs) {
    /** No slow nodes. */
    public static final Slow NONE = new Slow(0, 0);
  }

  /**
   * Each node's clocks: offset up to ± {@code offsetMaxNs}, drift up to ± {@code driftMaxPpb}, so many jumps of up to
   * ± {@code jumpMaxNs}.
   */
  public record Clocks(long offsetMaxNs, long driftMaxPpb, int jumps, long jumpMaxNs) {
    /** Exact clocks. */
    public static final Clocks EXACT = new Clocks(0, 0, 0, 0);
  }

  /** Each node's disk; {@code full} nodes run out of room at a time drawn before healing. */
  public record Disks(long syncMinNs, long syncMaxNs, boolean losesUnsynced, boolean tears, long lyingPpb, int full) {
    /** Disks that sync at once and keep all that was written. */
    public static final Disks IDEAL = new Disks(0, 0, false, false, 0, 0);
  }

  /** So many nodes lie, each in a way drawn from the list. */
  public record Byzantine(int count, List<FaultPlan.Behaviour> behaviours, long lateNs) {
    /** All nodes are honest. */
    public static final Byzantine NONE = new Byzantine(0, List.of(), 0);
  }
}
