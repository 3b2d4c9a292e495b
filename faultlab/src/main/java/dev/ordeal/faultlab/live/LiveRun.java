package dev.ordeal.faultlab.live;

import dev.ordeal.faultlab.experiment.RunExecutor;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.simulation.Counters;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * A planned run on real threads in this process, with the judge and the clients it has in the simulator. Nothing goes
 * wrong in it but what the machine does: a plan with faults is refused.
 */
public final class LiveRun {
  private static final int WORLD_BYTES = 1 << 22;

  private LiveRun() {}

  /**
   * Runs it for as long as it says, or until clients have had so many replies if that is earlier: how fast a machine is
   * does not decide what a run shows then.
   */
  public static LiveResult of(final PlannedRun run, final Journals journals, final long replies) {
    checkPlan(run);
    final Counters counters = new Counters();
    final RunSetup setup = run.setup(counters);
    final RunJudge judge = run.problem().newJudge(setup);
    final LiveClock clock = LiveClock.startingNow();
    final ManyToOneRingBuffer world = newWorld();
    final LiveCluster cluster =
        new LiveCluster(
            new LiveSetup(run.spec(), run.values(), run.clusterSize(), run.seed()), clock, journals, World.of(world));
    final JudgeSide side = new JudgeSide(judge, clock, run.clusterSize(), cluster::request);
    final IdleStrategy idle = newIdle();
    while (side.nowNs() < run.durationNs() && side.replies() < replies) {
      idle.idle(side.read(world) + side.act());
    }
    final Thread closing = new Thread(cluster::close, "closing");
    closing.start();
    while (closing.isAlive()) {
      idle.idle(side.read(world)); // a node that waits for room here could not close
    }
    while (side.read(world) > 0) {
      idle.idle(1);
    }
    for (final LiveNode node : cluster.nodes()) {
      counters.sends += node.sends();
      counters.records += node.records();
      counters.syncs += node.syncs();
    }
    final long lost = cluster.nodes().stream().mapToLong(LiveNode::lost).sum();
    final Judgement judgement = judge.finish(side.endNs());
    return new LiveResult(
        RunExecutor.verdict(setup, judgement, !side.failures().isEmpty(), true),
        judgement,
        side.failures(),
        counters,
        side.replies(),
        lost);
  }

  static ManyToOneRingBuffer newWorld() {
    return new ManyToOneRingBuffer(
        new UnsafeBuffer(ByteBuffer.allocateDirect(WORLD_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
  }

  static IdleStrategy newIdle() {
    return new BackoffIdleStrategy(20, 20, TimeUnit.MICROSECONDS.toNanos(1), TimeUnit.MICROSECONDS.toNanos(200));
  }

  static void checkPlan(final PlannedRun run) {
    if (!run.plan().isFaultless()) {
      throw new IllegalArgumentException("a live run carries out no faults: run=%s, plan=%s"
          .formatted(run.name(), run.plan()));
    }
  }
}
