package dev.ordeal.protocols.election.completebully;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.ArrayList;
import java.util.List;

/**
 * The time-outs of the complete bully election, in nanoseconds of the node's own clock.
 *
 * @param heartbeatNs between two rounds in which the coordinator asks all whether they are normal
 * @param heartbeatTimeoutNs silence of its coordinator after which a node asks whether it is there
 * @param answerTimeoutNs the paper's T: how long the answer of a node that is up takes at most, so twice the bound on
 *     one-way delay
 * @param coordinatorTimeoutNs how long a node waits for a coordinator, or to be started by it, before it holds an
 *     election
 */
public record CompleteBullyConfig(
    long heartbeatNs, long heartbeatTimeoutNs, long answerTimeoutNs, long coordinatorTimeoutNs) {
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;
  private static final long HOUR = 3_600 * SECOND;

  /** How many waits for answers an election takes: asking, halting, telling, starting. */
  private static final int WAITS = 4;

  /** The settings as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.duration(
              "heartbeat", SECOND, MILLISECOND, HOUR, "time between two rounds of the coordinator's questions"),
          Parameter.duration(
              "heartbeat-timeout", 3 * SECOND, MILLISECOND, HOUR, "silence of the coordinator that makes a node doubt"),
          Parameter.duration(
              "answer-timeout",
              250 * MILLISECOND,
              1_000,
              HOUR,
              "how long an answer takes at most; half of it is the bound on one-way delay"),
          Parameter.duration(
              "coordinator-timeout", 5 * SECOND, MILLISECOND, HOUR, "how long a halted node waits for a coordinator"));

  /** Reads the settings. */
  public static CompleteBullyConfig of(final ParameterValues values) {
    return new CompleteBullyConfig(
        values.value("heartbeat"),
        values.value("heartbeat-timeout"),
        values.value("answer-timeout"),
        values.value("coordinator-timeout"));
  }

  /** The bound δ on one-way delay that the promises rest on: a question and its answer fit into the time-out. */
  public long delayBoundNs() {
    return answerTimeoutNs / 2;
  }

  /** How long an election of the highest node that is up takes, if nothing fails meanwhile. */
  long electionNs() {
    return WAITS * (answerTimeoutNs + 1);
  }

  /** What is wrong with the time-outs taken together, empty if nothing is. */
  List<String> conflicts() {
    final List<String> conflicts = new ArrayList<>();
    if (heartbeatTimeoutNs <= heartbeatNs + answerTimeoutNs) {
      conflicts.add(
          "heartbeat time-out too short: heartbeat-timeout=%dns, must exceed heartbeat + answer-timeout = %dns"
              .formatted(heartbeatTimeoutNs, heartbeatNs + answerTimeoutNs));
    }
    if (coordinatorTimeoutNs <= electionNs()) {
      conflicts.add(
          "coordinator time-out too short: coordinator-timeout=%dns, must exceed 4 x answer-timeout = %dns"
              .formatted(coordinatorTimeoutNs, electionNs()));
    }
    return List.copyOf(conflicts);
  }
}
