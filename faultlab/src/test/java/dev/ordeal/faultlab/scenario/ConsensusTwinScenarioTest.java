package dev.ordeal.faultlab.scenario;

import static dev.ordeal.faultlab.scenario.Scenario.SELF;
import static dev.ordeal.faultlab.scenario.Scenario.entered;
import static dev.ordeal.faultlab.scenario.Scenario.indicated;
import static dev.ordeal.protocols.core.Property.UNIFORM_AGREEMENT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.faultlab.fault.FaultPlan.PartitionKind;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.consensus.benor.BenOrSpec;
import dev.ordeal.protocols.consensus.benor.BenOrTwin;
import dev.ordeal.protocols.consensus.chandratoueg.ChandraTouegSpec;
import dev.ordeal.protocols.consensus.chandratoueg.ChandraTouegTwin;
import dev.ordeal.protocols.consensus.flooding.EarlyDecidingSpec;
import dev.ordeal.protocols.consensus.flooding.EarlyDecidingTwin;
import dev.ordeal.protocols.consensus.flooding.FloodSetLateTwin;
import dev.ordeal.protocols.consensus.flooding.FloodSetSpec;
import dev.ordeal.protocols.consensus.flooding.FloodSetTwin;
import dev.ordeal.protocols.consensus.paxos.PaxosSpec;
import dev.ordeal.protocols.consensus.paxos.PaxosTwin;
import dev.ordeal.protocols.consensus.viabroadcast.ConsensusFromBroadcastSpec;
import dev.ordeal.protocols.consensus.viabroadcast.ConsensusFromBroadcastTwin;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Indication;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each broken twin of a consensus meets a schedule that breaks it, and its correct sibling meets the same. */
class ConsensusTwinScenarioTest {
  /** The only node that knows 0 tells one other and crashes; a round later both would know. */
  @Test
  void shouldDisagreeAfterFRounds() {
    assertBreaks(
        proposing(new FloodSetTwin()).with("faults", "1").when(entered(0, "FLOODING")).crashAfterSends(SELF, 1),
        new FloodSetSpec());
  }

  /** The same, of two crashes that may happen: node 1 misses nobody and knows 0, node 2 never hears of it. */
  @Test
  void shouldDisagreeIfDecidedOneRoundTooSoon() {
    assertBreaks(
        proposing(new EarlyDecidingTwin()).when(entered(0, "FLOODING")).crashAfterSends(SELF, 1),
        new EarlyDecidingSpec());
  }

  /** Node 0 hears of 0 when the first round is over, tells one other of it in the second, and crashes. */
  @Test
  void shouldDisagreeIfALateProposalIsFlooded() {
    assertBreaks(proposingLate(new FloodSetLateTwin()), new FloodSetSpec());
    for (final AlgorithmSpec spec : List.of(new FloodSetSpec(), new EarlyDecidingSpec())) {
      final ScenarioResult result = proposingLate(spec).run("20s").expectKept(UNIFORM_AGREEMENT);
      assertEquals(2, result.record().coverage().get("decisions"), spec.name());
    }
  }

  /** Nobody proposes in time: nobody decides. */
  @Test
  void shouldDecideNothingIfAllProposeLate() {
    for (final AlgorithmSpec spec : List.of(new FloodSetSpec(), new EarlyDecidingSpec())) {
      final ScenarioResult result =
          late(Scenario.of(spec), "1100ms").run("20s").expectVerdict(Verdict.UNKNOWN);
      assertEquals(0, result.record().coverage().get("decisions"), spec.name());
    }
  }

  /** Node 2 promises 4 and forgets it; then the ACCEPT of ballot 3 arrives, which it must refuse. */
  @Test
  void shouldDisagreeIfPromiseIsForgotten() {
    assertBreaks(
        twoBallots(PaxosTwin.FORGETS_PROMISE).crash(2, "15ms").restartAfter("2ms"), new PaxosSpec());
  }

  /** The same without the crash. */
  @Test
  void shouldDisagreeIfAcceptedBelowPromise() {
    assertBreaks(twoBallots(PaxosTwin.ACCEPTS_BELOW_PROMISE), new PaxosSpec());
  }

  /** Node 0 has its value chosen by 2; node 1 hears of it in 2's promise. */
  @Test
  void shouldDisagreeIfAcceptedValueIsIgnored() {
    assertBreaks(
        apart(PaxosTwin.IGNORES_ACCEPTED)
            .invoke("10ms", 0, 0, "propose 0")
            .invoke("20ms", 1, 1, "propose 1")
            .slow(0, 2, 2, "100ms"),
        new PaxosSpec());
  }

  /** Node 2 sees two ones and ratifies; nobody else does, and the others' coins show 0 before they hear of it. */
  @Test
  void shouldDisagreeIfOneRatificationIsEnough() {
    assertBreaks(
        Scenario.of(new BenOrTwin())
            .seed(2)
            .delay(0, 2, "constant(5ms)")
            .delay(2, 0, "constant(1s)")
            .delay(2, 1, "constant(1s)")
            .invoke("3s", 0, 0, "propose 0")
            .invoke("3s", 1, 1, "propose 1")
            .invoke("3s", 2, 2, "propose 1"),
        new BenOrSpec());
  }

  /** Node 0 is alone and decides; the others suspect it, and node 1 decides alone, too. */
  @Test
  void shouldDisagreeIfACoordinatorTakesAMinority() {
    assertBreaks(
        proposing(new ChandraTouegTwin()).partition(PartitionKind.ISOLATE_ONE, "0s", "10s", 0),
        new ChandraTouegSpec());
  }

  /** All deliver the same values in the same order, and each waits for its own. */
  @Test
  void shouldDisagreeIfEachDecidesWhatItBroadcast() {
    assertBreaks(proposing(new ConsensusFromBroadcastTwin()), new ConsensusFromBroadcastSpec());
  }

  private static void assertBreaks(final Scenario scenario, final AlgorithmSpec sibling) {
    scenario.run("20s").expectViolated(UNIFORM_AGREEMENT);
    scenario.on(sibling).run("20s").expectKept(UNIFORM_AGREEMENT);
  }

  private static Scenario proposing(final AlgorithmSpec spec) {
    return Scenario.of(spec)
        .invoke("1ms", 0, 0, "propose 0")
        .invoke("1ms", 1, 1, "propose 1")
        .invoke("1ms", 2, 2, "propose 1");
  }

  private static Scenario proposingLate(final AlgorithmSpec spec) {
    return late(Scenario.of(spec).with("faults", "1"), "1ms")
        .invoke("1100ms", 0, 0, "propose 0")
        .when(indicated(0, Indication.ROUND))
        .occurrence(2)
        .crashAfterSends(SELF, 1);
  }

  private static Scenario late(final Scenario scenario, final String at) {
    return scenario.invoke(at, 1, 1, "propose 1").invoke(at, 2, 2, "propose 1");
  }

  /** Nodes 0 and 1 do not hear of one another until both have talked to 2. */
  private static Scenario apart(final AlgorithmSpec spec) {
    final Scenario scenario = Scenario.of(spec);
    for (int sequence = 0; sequence < 3; sequence++) {
      scenario.lose(0, 1, sequence).lose(1, 0, sequence);
    }
    return scenario;
  }

  /** Both have node 2's promise, 0's ACCEPT of ballot 3 comes late to it, and 1's of ballot 4 later. */
  private static Scenario twoBallots(final AlgorithmSpec spec) {
    return apart(spec)
        .invoke("10ms", 0, 0, "propose 0")
        .invoke("11ms", 1, 1, "propose 1")
        .slow(0, 2, 1, "20ms")
        .slow(1, 2, 1, "40ms")
        .slow(0, 2, 2, "100ms");
  }
}
