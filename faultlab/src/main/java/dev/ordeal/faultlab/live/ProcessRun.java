package dev.ordeal.faultlab.live;

import dev.ordeal.faultlab.experiment.RunExecutor;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.protocols.core.FaultKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

/**
 * A planned run whose nodes are a process of their own that is killed (SIGKILL, or what the system has for it), at once
 * started again on the same journals, and killed again, while clients and judge, who sit in this process, go on.
 *
 * <p>What this shows is the death of a process: that nodes come back from what they had written, in the middle of
 * whatever they were doing. The operating system outlives the process and keeps every page it wrote, synced or not, so
 * nothing here loses what was not synced; to lose and to tear that is the simulator's part.
 */
public final class ProcessRun {
  private static final int PRINTED_MAX = 2_000;

  private final PlannedRun run;
  private final RunSetup setup;
  private final Class<?> main;
  private final NodeProcess.Setup process;
  private final Path errors;
  private final ManyToOneRingBuffer world = LiveRun.newWorld();
  private final IdleStrategy idle = LiveRun.newIdle();
  private final JudgeSide side;
  private final List<String> troubles = new ArrayList<>();
  private ChildProcess child;

  /**
   * How a run went.
   *
   * @param failures nodes that threw, and what else went wrong with the run itself, in words
   * @param replies how many replies clients got
   * @param kills how often the process was killed
   */
  public record Result(Verdict verdict, Judgement judgement, List<String> failures, long replies, int kills) {}

  private ProcessRun(
      final PlannedRun run, final RunSetup setup, final RunJudge judge, final Path folder, final Class<?> main) {
    final LiveClock clock = LiveClock.startingNow();
    this.run = run;
    this.setup = setup;
    this.main = main;
    this.process =
        new NodeProcess.Setup(
            new LiveSetup(run.spec(), run.values(), run.clusterSize(), run.seed()), clock.originNs(), folder);
    this.errors = folder.resolve("errors.txt");
    this.side =
        new JudgeSide(
            judge,
            clock,
            run.clusterSize(),
            (nodeId, requestId, buffer, offset, length) -> child.request(nodeId, requestId, buffer, offset, length));
  }

  /**
   * Kills the process whenever clients have had so many replies since it was started, and ends when they have had as
   * many after the last kill. A run that does not come to that within its duration fails and says so. With a healing
   * time in the plan progress is demanded, too: the run then goes on until the algorithm's bound has passed since the
   * last start.
   *
   * @param folder where journals go, and what the process prints; what is there is gone on from
   * @param kills how often
   * @param replies how many replies there are from one kill to the next
   */
  public static Result of(final PlannedRun run, final Path folder, final int kills, final long replies)
      throws InterruptedException {
    return of(run, folder, kills, replies, NodeProcess.class);
  }

  static Result of(
      final PlannedRun run, final Path folder, final int kills, final long replies, final Class<?> main)
      throws InterruptedException {
    LiveRun.checkPlan(run);
    final RunSetup setup = run.setup(new Counters());
    final RunJudge judge = run.problem().newJudge(setup);
    final ProcessRun processRun = new ProcessRun(run, setup, judge, folder, main);
    final int killed = processRun.run(kills, replies);
    final Judgement judgement = judge.finish(processRun.side.endNs());
    final List<String> failures = processRun.failures();
    return new Result(
        RunExecutor.verdict(setup, judgement, !failures.isEmpty(), true),
        judgement,
        failures,
        processRun.side.replies(),
        killed);
  }

  /** Says how often it killed the process. */
  private int run(final int kills, final long replies) throws InterruptedException {
    int killed = 0;
    start();
    try {
      boolean isEnough = goOn(replies);
      while (isEnough && killed < kills) {
        child.kill();
        awaitEnd();
        side.stopAll();
        killed++;
        setup.counters().receipts.add(FaultKind.CRASH);
        setup.counters().receipts.add(FaultKind.RESTART);
        start();
        isEnough = goOn(replies);
      }
      settle();
      if (!isEnough && !child.isOver()) {
        troubles.add("too slow, or stuck: kills=%d, replies=%d, after=%s".formatted(
            killed, side.replies(), Quantities.formatDuration(side.nowNs())));
      }
      child.stop();
      awaitEnd();
      if (child.exitValue() != 0) {
        troubles.add("process ended by itself: exit=%d, it printed=%s".formatted(child.exitValue(), printed()));
      }
    } finally {
      child.kill();
    }
    return killed;
  }

  /** The end of what the processes printed. */
  private String printed() {
    try {
      final String all = Files.readString(errors);
      return all.substring(Math.max(0, all.length() - PRINTED_MAX));
    } catch (final IOException e) {
      return e.toString();
    }
  }

  private List<String> failures() {
    final List<String> failures = new ArrayList<>(side.failures());
    failures.addAll(troubles);
    return List.copyOf(failures);
  }

  private void start() {
    child = new ChildProcess(main, process, errors, world);
  }

  /** Lets clients go on until they have had so many more replies; says whether they had. */
  private boolean goOn(final long replies) {
    final long enough = side.replies() + replies;
    while (side.replies() < enough && side.nowNs() < run.durationNs() && !child.isOver()) {
      idle.idle(side.read(world) + side.act());
    }
    return side.replies() >= enough;
  }

  /** If progress is demanded, goes on until what was under way at the last kill must have come to its end. */
  private void settle() {
    if (setup.recoverByNs() != FaultPlan.NEVER) {
      final long boundNs =
          run.spec().recoveryBoundNs(run.values(), run.clusterSize(), run.plan().healedDelayMaxNs());
      final long untilNs = Math.min(run.durationNs(), side.startedNs() + boundNs);
      while (side.nowNs() < untilNs && !child.isOver()) {
        idle.idle(side.read(world) + side.act());
      }
    }
  }

  /** Reads all that the process still told before it ended. */
  private void awaitEnd() {
    while (!child.isOver() || world.size() > 0) {
      idle.idle(side.read(world));
    }
  }
}
