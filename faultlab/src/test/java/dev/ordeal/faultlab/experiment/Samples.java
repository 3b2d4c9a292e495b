package dev.ordeal.faultlab.experiment;

import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A catalogue whose algorithms have parameters and models but no nodes; runs are drawn instead of simulated. */
public final class Samples {
  private static final long SECOND_NS = 1_000_000_000L;

  private Samples() {}

  /** An algorithm that can be named and never runs. */
  public record PaperSpec(String name, String problem, Set<Property> promises, long recoveryNs)
      implements AlgorithmSpec {
    @Override
    public String paper() {
      return "none";
    }

    @Override
    public FaultModel model() {
      return new FaultModel(TimingModel.PARTIALLY_SYNCHRONOUS, Set.of(FaultKind.LOSS), n -> (n - 1) / 2, n -> 0);
    }

    @Override
    public String storageNeeds() {
      return "none";
    }

    @Override
    public List<String> schemas() {
      return List.of("sbe/raft.xml");
    }

    @Override
    public List<String> roles() {
      return List.of("member", "arbiter");
    }

    @Override
    public String roleOf(final int nodeId, final int clusterSize) {
      return nodeId == clusterSize - 1 ? "arbiter" : "member";
    }

    @Override
    public List<String> stateNames() {
      return List.of("FOLLOWER", "CANDIDATE", "LEADER");
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.duration("heartbeat", SECOND_NS, 1_000_000, 60 * SECOND_NS, "Between heartbeats."),
          Parameter.duration("timeout", 3 * SECOND_NS, 1_000_000, 600 * SECOND_NS, "Until a leader is missed."),
          Parameter.count("retries", 3, 0, 10, "Attempts."),
          Parameter.toggle("pre-vote", false, "Whether to ask before standing."));
    }

    @Override
    public List<String> conflicts(final ParameterValues values, final int clusterSize) {
      return values.value("heartbeat") < values.value("timeout")
          ? List.of()
          : List.of(
              "heartbeat not below timeout: heartbeat=%d, timeout=%d"
                  .formatted(values.value("heartbeat"), values.value("timeout")));
    }

    @Override
    public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
      return recoveryNs;
    }

    @Override
    public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
      throw new UnsupportedOperationException("exists on paper only");
    }
  }

  private record PaperProblem(String name) implements Problem {
    @Override
    public List<Property> properties() {
      return List.of(Property.ONE_LEADER_PER_EPOCH, Property.ONE_LEADER_AT_A_TIME, Property.EVENTUAL_AGREEMENT);
    }

    @Override
    public List<Measure> measures() {
      return List.of(
          new Measure("time-to-leader", Measure.Kind.DURATIONS, "Time."),
          new Measure("availability", Measure.Kind.SHARE, "Share."),
          new Measure("overlap", Measure.Kind.HAPPENED, "Whether."));
    }

    @Override
    public List<String> coverage() {
      return List.of("split-votes");
    }

    @Override
    public RunJudge newJudge(final RunSetup setup) {
      throw new UnsupportedOperationException("exists on paper only");
    }
  }

  /** Problems election and commit; algorithms bully and raft-election for the first, two-phase for the second. */
  public static Catalogue catalogue() {
    return Catalogue.of(
        List.of(
            new PaperSpec("bully", "election", Set.of(Property.EVENTUAL_AGREEMENT), 10 * SECOND_NS),
            new PaperSpec("raft-election", "election", Set.of(Property.ONE_LEADER_PER_EPOCH), 20 * SECOND_NS),
            new PaperSpec("two-phase", "commit", Set.of(), SECOND_NS)),
        List.of(new PaperProblem("election"), new PaperProblem("commit")));
  }

  /** Reads a text as an experiment. */
  public static Experiment read(final String text, final String... settings) {
    return ExperimentReader.read(text, "experiment.yaml", Path.of("."), List.of(settings), catalogue());
  }

  /** Two algorithms, two axes, three seeds a cell. */
  public static Experiment small() {
    return read(
        """
        ordeal: 1
        name: small
        problem: election
        algorithms: [bully, raft-election]
        seeds: 3
        delay: uniform(10ms, 100ms)
        faults:
          loss: [0%, 10%]
          crashes: {count: [0, 1], target: leader}
        """);
  }

  /** A record drawn from the seed: every verdict, violation and sample occurs. */
  public static RunRecord draw(final Cell cell, final int index, final long seed) {
    final CounterRandom random = new CounterRandom(CounterRandom.hash(seed, cell.key().hashCode()));
    final Verdict verdict = Verdict.values()[(int) random.nextLong(Verdict.values().length)];
    final long[] times = new long[(int) random.nextLong(4)];
    for (int i = 0; i < times.length; i++) {
      times[i] = random.nextLong(10 * SECOND_NS);
    }
    return new RunRecord(
        cell.key(),
        index,
        seed,
        verdict,
        verdict == Verdict.VIOLATED
            ? List.of(
                new Judgement.Violation(
                    Property.ONE_LEADER_AT_A_TIME,
                    random.nextLong(SECOND_NS),
                    List.of(1, 2),
                    "two led, \"both\" – for 3 s"))
            : List.of(),
        random.nextLong(10) == 0 ? "node 3 threw" : null,
        verdict == Verdict.UNKNOWN ? List.of("crash of node 2 at 5 s") : List.of(),
        Map.of(
            "time-to-leader",
            times,
            "availability",
            new long[] {random.nextLong(SECOND_NS)},
            "overlap",
            new long[] {random.nextLong(2)}),
        Map.of("leader-changes", random.nextLong(5)),
        Map.of("loss", random.nextLong(100)),
        Map.of("events", random.nextLong(1_000)),
        "%016x".formatted(random.nextLong()));
  }
}
