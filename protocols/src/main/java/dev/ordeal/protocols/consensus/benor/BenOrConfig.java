package dev.ordeal.protocols.consensus.benor;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.ConsensusSpec;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;

/**
 * The coin, and the links below.
 *
 * @param hasCommonCoin whether all nodes see the same toss in a phase; else each tosses its own
 * @param retransmitNs after which time without acknowledgement the reliable link sends again
 * @param repairNs after which time a node that waits asks what links may have lost
 */
public record BenOrConfig(boolean hasCommonCoin, long retransmitNs, long repairNs) {
  private static final long MILLISECOND = 1_000_000;
  private static final long HOUR = 3_600_000 * MILLISECOND;

  /** The settings as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.toggle("common-coin", false, "all nodes see the same toss; else each tosses its own"),
          Parameter.duration(
              "retransmit", 200 * MILLISECOND, 1_000, HOUR, "silence after which the reliable link sends again"),
          ConsensusSpec.REPAIR);

  /** Reads the settings. */
  public static BenOrConfig of(final ParameterValues values) {
    return new BenOrConfig(values.isOn("common-coin"), values.value("retransmit"), values.value("repair"));
  }

  /** The same coin, above links that lose nothing. */
  BenOrConfig withoutRepair() {
    return new BenOrConfig(hasCommonCoin, retransmitNs, ConsensusNode.NO_REPAIR);
  }
}
