package dev.ordeal.protocols.commit;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;

/**
 * The settings that all atomic commit protocols share.
 *
 * @param retransmitNs how long a node waits, in nanoseconds of its own clock, before it says again what was not
 *     answered
 * @param voteTimeoutNs how long a coordinator waits for work and votes before it takes what is missing for no
 * @param idleTimeoutNs how long a participant keeps work that it is not asked to prepare
 * @param transactionsMax how many transactions a coordinator runs at once; it refuses more
 * @param isCooperative whether a participant in doubt asks its peers, too
 * @param initialValue what every key holds before it is written
 */
public record CommitConfig(
    long retransmitNs,
    long voteTimeoutNs,
    long idleTimeoutNs,
    int transactionsMax,
    boolean isCooperative,
    long initialValue) {
  private static final long MILLISECOND = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLISECOND;

  /** The settings as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.duration(
              "retransmit", 200 * MILLISECOND, 1_000, HOUR, "wait before what was not answered is said again"),
          Parameter.duration(
              "vote-timeout", 1_000 * MILLISECOND, 1_000, HOUR, "wait for work and votes before aborting"),
          Parameter.duration(
              "idle-timeout", 3_000 * MILLISECOND, 1_000, HOUR, "wait for the first phase before a participant aborts"),
          Parameter.count(
              "transactions-max",
              256,
              1,
              TransactionNumber.SLOTS_MAX,
              "transactions a coordinator runs at once; it refuses more"),
          Parameter.toggle("cooperative-termination", true, "a participant in doubt asks its peers, too"),
          Parameter.count("initial-value", 1_000, 0, 1L << 40, "what every key holds before it is written"));

  /** Reads the settings. */
  public static CommitConfig of(final ParameterValues values) {
    return new CommitConfig(
        values.value("retransmit"),
        values.value("vote-timeout"),
        values.value("idle-timeout"),
        (int) values.value("transactions-max"),
        values.isOn("cooperative-termination"),
        values.value("initial-value"));
  }
}
