package dev.ordeal.faultlab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.store.ClientVersionVectorSpec;
import dev.ordeal.protocols.clock.store.DottedVersionVectorSpec;
import dev.ordeal.protocols.clock.store.MergedVersionVectorSpec;
import dev.ordeal.protocols.clock.store.ReplicaVersionVectorSpec;
import dev.ordeal.protocols.clock.store.VersionStoreTwins;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.BrokenTwin;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every broken twin of the version stores is caught, naming its property, in a run that its sibling comes through. The
 * clients of a store act by themselves; what a run is directed to is how many they are and what goes wrong.
 */
class VersionTwinScenarioTest {
  /** Two clients a replica, whose reads and writes interleave. */
  private static Scenario interleaved(final AlgorithmSpec sibling) {
    return Scenario.of(sibling).with("clients", "2").with("pause", "50ms");
  }

  /** One client a replica, so that no context is stale but by what comes from elsewhere. */
  private static Scenario alone(final AlgorithmSpec sibling) {
    return Scenario.of(sibling).with("clients", "1").with("pause", "50ms");
  }

  /** A replica that has shown its dots goes down twice, and its disk with what it has not forced. */
  private static Scenario crashing(final AlgorithmSpec sibling) {
    return interleaved(sibling)
        .slowDisk(0, "1us")
        .crash(0, "1s").restartAfter("100ms")
        .crash(0, "2s").restartAfter("100ms");
  }

  @Test
  void shouldCatchAClockThatDropsAConcurrentSibling() {
    assertCaught(interleaved(new DottedVersionVectorSpec()), VersionStoreTwins.DROPS_A_CONCURRENT_SIBLING);
  }

  @Test
  void shouldCatchAReplicaThatForgetsItsCounter() {
    assertCaught(crashing(new DottedVersionVectorSpec()), VersionStoreTwins.FORGETS_ITS_COUNTER);
  }

  @Test
  void shouldCatchASyncThatKeepsWhatIsSuperseded() {
    assertCaught(alone(new ClientVersionVectorSpec()), VersionStoreTwins.KEEPS_WHAT_IS_SUPERSEDED);
    assertCaught(alone(new ReplicaVersionVectorSpec()), VersionStoreTwins.KEEPS_WHAT_ITS_VECTOR_INCLUDES);
  }

  @Test
  void shouldCatchAWriteOverVersionsThatItsWriterHadNotSeen() {
    assertCaught(interleaved(new MergedVersionVectorSpec()), VersionStoreTwins.WRITES_OVER_ALL);
  }

  /** What the authors of dots say of vectors with an entry a replica: they lose versions, or keep too many. */
  @Test
  void shouldShowWhatEntriesOfReplicasAloneCost() {
    interleaved(new DottedVersionVectorSpec()).run("5s")
        .expectKept(Property.NO_LOST_UPDATE).expectKept(Property.NO_FALSE_CONFLICT);
    interleaved(new ReplicaVersionVectorSpec()).run("5s")
        .expectViolated(Property.NO_LOST_UPDATE).expectKept(Property.NO_FALSE_CONFLICT);
    interleaved(new MergedVersionVectorSpec()).run("5s")
        .expectKept(Property.NO_LOST_UPDATE).expectViolated(Property.NO_FALSE_CONFLICT);
    // With a client a replica vectors are exact: each replica's writes follow one another (Parker et al. 1983).
    alone(new ReplicaVersionVectorSpec()).run("5s")
        .expectKept(Property.NO_LOST_UPDATE).expectKept(Property.NO_FALSE_CONFLICT);
  }

  @Test
  void shouldNameTheVersionsAndThePath() {
    final String lost =
        interleaved(new ReplicaVersionVectorSpec()).run("5s").violation(Property.NO_LOST_UPDATE).orElseThrow()
            .explanation();
    assertTrue(
        lost.matches(
            "node \\d let go of version \\d+ of node \\d by [\\d.]+s, with version \\d+ of node \\d held, and none"
                + " whose writer had seen it; path: version \\d+ of node \\d.*; \\d+ versions let go of in this run"),
        lost);
    final String kept =
        interleaved(new MergedVersionVectorSpec()).run("5s").violation(Property.NO_FALSE_CONFLICT).orElseThrow()
            .explanation();
    assertTrue(kept.contains(" → read by the writer of version "), kept);
  }

  @Test
  void shouldHaveATwinForEachPromise() {
    final Set<Property> broken = new HashSet<>();
    VersionStoreTwins.all().forEach(twin -> broken.add(twin.breaks()));
    assertEquals(new DottedVersionVectorSpec().promises(), broken);
  }

  private static void assertCaught(final Scenario scenario, final BrokenTwin twin) {
    scenario.run("5s").expectKept(twin.breaks());
    final ScenarioResult result = scenario.on(twin).named(twin.name()).run("5s").expectViolated(twin.breaks());
    assertTrue(twin.promises().contains(twin.breaks()), twin.name());
    System.out.printf("%s: %s%n", twin.name(), result.violation(twin.breaks()).orElseThrow().explanation());
  }
}
