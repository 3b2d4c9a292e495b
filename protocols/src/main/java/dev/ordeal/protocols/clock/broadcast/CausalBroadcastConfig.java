package dev.ordeal.protocols.clock.broadcast;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.link.ReliableLinkNode;
import java.util.List;

/**
 * What a member broadcasts, in nanoseconds of its own clock.
 *
 * @param messages how many messages each member broadcasts: fewer than a reliable link lets wait, so that none is ever
 *     given up
 * @param pauseNsMax longest time between two of them; drawn anew each time
 * @param retransmitNs after which time without acknowledgement the reliable link sends again
 */
public record CausalBroadcastConfig(int messages, long pauseNsMax, long retransmitNs) {
  private static final long MILLISECOND = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLISECOND;

  /** The settings as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.count(
              "messages", 50, 1, ReliableLinkNode.WINDOW - 1, "how many messages each member broadcasts"),
          Parameter.duration("pause", 200 * MILLISECOND, 1, HOUR, "longest time between two broadcasts of a member"),
          Parameter.duration(
              "retransmit", 200 * MILLISECOND, 1_000, HOUR, "silence after which the reliable link sends again"));

  /** Reads the settings. */
  public static CausalBroadcastConfig of(final ParameterValues values) {
    return new CausalBroadcastConfig(
        (int) values.value("messages"), values.value("pause"), values.value("retransmit"));
  }
}
