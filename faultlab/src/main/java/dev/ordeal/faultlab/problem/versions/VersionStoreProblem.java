package dev.ordeal.faultlab.problem.versions;

import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.protocols.core.Property;
import java.util.List;

/** A replicated store of one object. Its clients are the replicas' own. */
public final class VersionStoreProblem implements Problem {
  /** What became of writes. */
  public static final Measure LOST_VERSIONS =
      new Measure(
          "lost-versions",
          Measure.Kind.FRACTION,
          "Share of the versions written in the run that some replica let go of, or did not take over, while it held"
              + " none whose writer had seen them.");

  /** What is held and should not be. */
  public static final Measure FALSE_SIBLINGS =
      new Measure(
          "false-siblings",
          Measure.Kind.FRACTION,
          "Share of the versions held that stand beside one whose writer had seen them, counted at each change of any"
              + " replica.");

  /** How many versions there are at once. */
  public static final Measure SIBLINGS_HELD =
      new Measure(
          "siblings-held",
          Measure.Kind.COUNTS,
          "Versions that a replica holds after a write or a receipt, for up to 32 of those drawn at random from the"
              + " run.");

  /** What a version's clock takes. */
  public static final Measure VERSION_BYTES =
      new Measure(
          "version-bytes",
          Measure.Kind.COUNTS,
          "Mean length of the clocks held in bytes, for each version held, rounded; a clock that versions share counts"
              + " once for all of them.");

  /** What anti-entropy costs. */
  public static final Measure MESSAGE_BYTES =
      new Measure("message-bytes", Measure.Kind.COUNTS, "Mean length of a message between replicas in bytes, rounded.");

  /** How much was written. */
  public static final Measure VERSIONS_WRITTEN =
      new Measure("versions-written", Measure.Kind.COUNTS, "Versions written in the run.");

  /** Found by service loader. */
  public VersionStoreProblem() {}

  @Override
  public String name() {
    return "version-store";
  }

  @Override
  public List<Property> properties() {
    return List.of(Property.NO_LOST_UPDATE, Property.NO_FALSE_CONFLICT);
  }

  @Override
  public List<Measure> measures() {
    return List.of(LOST_VERSIONS, FALSE_SIBLINGS, SIBLINGS_HELD, VERSION_BYTES, MESSAGE_BYTES, VERSIONS_WRITTEN);
  }

  @Override
  public List<String> coverage() {
    return List.of(
        "receipts", "repeated-receipts", "restarts", "untold-changes", "stale-writes", "concurrent-versions");
  }

  @Override
  public RunJudge newJudge(final RunSetup setup) {
    return new VersionStoreJudge(setup);
  }
}
