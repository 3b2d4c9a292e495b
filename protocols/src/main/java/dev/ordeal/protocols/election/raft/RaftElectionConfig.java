package dev.ordeal.protocols.election.raft;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of Raft election; times in nanoseconds of the node's own clock.
 *
 * @param heartbeatNs between two heartbeats of a leader
 * @param electionTimeoutNsMin the shortest election time-out
 * @param electionTimeoutNsMax the longest election time-out
 * @param hasEqualLogs whether all logs end alike, so that the freshness rule denies nobody
 * @param asksFirst PreVote (dissertation, section 9.6): nobody stands before a majority would vote for it
 * @param checksQuorum CheckQuorum (dissertation, section 6.2): a leader that a majority does not answer steps down
 */
public record RaftElectionConfig(
    long heartbeatNs,
    long electionTimeoutNsMin,
    long electionTimeoutNsMax,
    boolean hasEqualLogs,
    boolean asksFirst,
    boolean checksQuorum) {
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;
  private static final long HOUR = 3_600 * SECOND;

  /** The settings as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.duration("heartbeat", SECOND, MILLISECOND, HOUR, "time between two heartbeats of a leader"),
          Parameter.duration(
              "election-timeout-min", 3 * SECOND, MILLISECOND, HOUR, "shortest silence after which a follower stands"),
          Parameter.duration(
              "election-timeout-max", 6 * SECOND, MILLISECOND, HOUR, "longest silence after which a follower stands"),
          Parameter.toggle("equal-logs", false, "all logs end alike, so that freshness denies nobody a vote"),
          Parameter.toggle("pre-vote", false, "nobody stands before a majority says that it would vote for it"),
          Parameter.toggle("check-quorum", false, "a leader that a majority does not answer steps down"));

  /** Reads the settings. */
  public static RaftElectionConfig of(final ParameterValues values) {
    return new RaftElectionConfig(
        values.value("heartbeat"),
        values.value("election-timeout-min"),
        values.value("election-timeout-max"),
        values.isOn("equal-logs"),
        values.isOn("pre-vote"),
        values.isOn("check-quorum"));
  }

  /** What is wrong with the settings taken together, empty if nothing is. */
  List<String> conflicts() {
    final List<String> conflicts = new ArrayList<>();
    if (electionTimeoutNsMax < electionTimeoutNsMin) {
      conflicts.add(
          "no election time-out to draw: election-timeout-max=%dns, must be at least election-timeout-min=%dns"
              .formatted(electionTimeoutNsMax, electionTimeoutNsMin));
    }
    if (electionTimeoutNsMin <= heartbeatNs) {
      conflicts.add(
          "election time-out too short: election-timeout-min=%dns, must exceed heartbeat=%dns"
              .formatted(electionTimeoutNsMin, heartbeatNs));
    }
    return List.copyOf(conflicts);
  }
}
