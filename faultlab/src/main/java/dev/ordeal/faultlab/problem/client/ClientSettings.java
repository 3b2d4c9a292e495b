package dev.ordeal.faultlab.problem.client;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;

/**
 * How clients behave, whatever they ask for.
 *
 * @param clients how many there are
 * @param ratePerSecond operations a second that all set out to do together; 0 for a closed loop
 * @param thinkTimeNs mean time between an operation's end and the next intended start, in a closed loop
 * @param timeoutNs how long an attempt is waited for
 * @param retries how many attempts follow the first
 */
public record ClientSettings(int clients, long ratePerSecond, long thinkTimeNs, long timeoutNs, int retries) {
  private static final long MICROSECOND = 1_000;
  private static final long MILLISECOND = 1_000 * MICROSECOND;
  private static final long SECOND = 1_000 * MILLISECOND;
  private static final long HOUR = 3_600 * SECOND;

  /** The settings as an experiment's {@code workload} names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.count("clients", 5, 1, 10_000, "clients, each with one operation under way at a time"),
          Parameter.count(
              "rate", 0, 0, 1_000_000, "operations a second that all clients together set out to do; 0: closed loop"),
          Parameter.duration(
              "think-time",
              100 * MILLISECOND,
              MICROSECOND,
              HOUR,
              "mean wait between an operation's end and the next start, in a closed loop"),
          Parameter.duration("timeout", 2 * SECOND, MILLISECOND, HOUR, "how long an attempt is waited for"),
          Parameter.count("retries", 4, 0, 1_000, "attempts after the first, each at the next node, before giving up"));

  /** Reads the settings. */
  public static ClientSettings of(final ParameterValues values) {
    return new ClientSettings(
        (int) values.value("clients"),
        values.value("rate"),
        values.value("think-time"),
        values.value("timeout"),
        (int) values.value("retries"));
  }

  /** Whether intended starts come by rate, whatever becomes of the operations. */
  public boolean isOpenLoop() {
    return ratePerSecond > 0;
  }
}
