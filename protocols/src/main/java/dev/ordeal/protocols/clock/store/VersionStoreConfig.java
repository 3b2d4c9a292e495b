package dev.ordeal.protocols.clock.store;

import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;

/**
 * What a replica and its clients do of their own accord.
 *
 * @param clients how many sessions a replica has, each of which reads, then writes, and so on
 * @param pauseNsMax longest time between two actions at a replica, by its own clock; drawn anew each time
 * @param sendPercent how many of a hundred of them send all versions held to another replica; the others are clients'
 */
public record VersionStoreConfig(int clients, long pauseNsMax, int sendPercent) {
  private static final long MILLISECOND = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLISECOND;

  /** The settings that all version stores share, as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.count("clients", 4, 1, 10_000, "client sessions of each replica, who read and write in turn"),
          Parameter.duration("pause", 100 * MILLISECOND, 1, HOUR, "longest time between two actions at a replica"),
          Parameter.count("sends", 30, 0, 100, "how many of a hundred of those send its versions to another replica"));

  /** Reads the settings. */
  public static VersionStoreConfig of(final ParameterValues values) {
    return new VersionStoreConfig(
        (int) values.value("clients"), values.value("pause"), (int) values.value("sends"));
  }
}
