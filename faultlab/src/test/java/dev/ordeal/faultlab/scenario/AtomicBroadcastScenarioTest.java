package dev.ordeal.faultlab.scenario;

import static dev.ordeal.faultlab.scenario.Scenario.SELF;
import static dev.ordeal.faultlab.scenario.Scenario.indicated;
import static dev.ordeal.faultlab.scenario.Scenario.sent;
import static dev.ordeal.protocols.core.Indication.BROADCAST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan.PartitionKind;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.broadcast.atomic.AtomicBroadcastTwin;
import dev.ordeal.protocols.broadcast.atomic.BroadcastFromConsensusSpec;
import dev.ordeal.protocols.core.Property;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Atomic broadcast in schedules made for it; each broken twin meets one that breaks it, and its sibling the same. */
class AtomicBroadcastScenarioTest {
  private static final BroadcastFromConsensusSpec SIBLING = new BroadcastFromConsensusSpec();

  private final Set<AtomicBroadcastTwin> caught = new HashSet<>();

  /** Node 1 alone has the message when its sender is gone: it relays it, and both deliver. */
  @Test
  void shouldDeliverWhatReachedOneNodeBeforeItsSenderCrashed() {
    final ScenarioResult result =
        healing()
            .invoke("1s", 0, 0, "broadcast 1")
            .when(indicated(0, BROADCAST))
            .crashAfterSends(SELF, 1)
            .run("60s")
            .expectVerdict(Verdict.SAFE_LIVE);
    assertEquals(2, result.record().coverage().get("deliveries"));
    assertEquals(1, result.record().coverage().get("crashes-before-own-delivery"));
  }

  /** The coordinator of the first round has told one node the batch; another coordinates the next. */
  @Test
  void shouldDeliverAfterACoordinatorCrashedInTheMiddleOfAnInstance() {
    final ScenarioResult result =
        healing()
            .invoke("1s", 0, 1, "broadcast 1")
            .when(sent(0, 1, "BatchCoordinate"))
            .crashAfterSends(SELF, 1)
            .run("60s")
            .expectVerdict(Verdict.SAFE_LIVE);
    assertEquals(2, result.record().coverage().get("deliveries"));
    assertEquals(1, result.record().coverage().get("crashes-in-mid-instance"));
    assertEquals(1, result.record().coverage().get("several-rounds"));
  }

  /** The coordinator has delivered and told nobody: what the others deliver is the same. */
  @Test
  void shouldDeliverWhatOneNodeDeliveredBeforeItCrashed() {
    final ScenarioResult result =
        healing()
            .invoke("1s", 0, 0, "broadcast 2")
            .invoke("1s", 1, 1, "broadcast 2")
            .when(sent(0, 1, "BatchDecision"))
            .crashAfterSends(SELF, 0)
            .run("60s")
            .expectVerdict(Verdict.SAFE_LIVE);
    assertTrue(result.record().coverage().get("deliveries-before-crash") > 0);
  }

  /** Node 2 hears nothing for a minute, and learns two hundred decisions after. */
  @Test
  void shouldTeachANodeThatWasAway() {
    final ScenarioResult result =
        Scenario.of(SIBLING)
            .heal("60s", "1ms")
            .partition(PartitionKind.ISOLATE_ONE, "500ms", "60s", 2)
            .invoke("1s", 0, 0, "broadcast 100")
            .invoke("1s", 1, 1, "broadcast 100")
            .run("120s")
            .expectVerdict(Verdict.SAFE_LIVE);
    assertEquals(600, result.record().coverage().get("deliveries"));
    assertTrue(result.record().coverage().get("deliveries-far-behind") > 100);
  }

  /** One that has nothing to say takes part in what the others say, and no instance begins without a message. */
  @Test
  void shouldStandStillWithNothingToDeliver() {
    final ScenarioResult result = healing().invoke("1s", 0, 0, "broadcast 1").run("60s");
    assertEquals(0, result.record().coverage().get("several-instances"));
    assertEquals(3, result.record().coverage().get("deliveries"));
  }

  @Test
  void shouldCatchEveryTwin() {
    assertBreaks(AtomicBroadcastTwin.ARRIVAL_ORDER, busy());
    assertBreaks(AtomicBroadcastTwin.ORDER_OF_ITS_OWN, busy());
    assertBreaks(AtomicBroadcastTwin.WRONG_BYTE_ORDER, busy());
    assertBreaks(AtomicBroadcastTwin.DROPS_WHILE_WAITING, busy());
    assertBreaks(AtomicBroadcastTwin.FORGETS_TO_TELL, busy());
    // The first decision comes to node 2 before its message, and another message before that.
    assertBreaks(
        AtomicBroadcastTwin.SKIPS_INSTANCE,
        healing()
            .invoke("1s", 0, 0, "broadcast 1")
            .invoke("1050ms", 1, 1, "broadcast 1")
            .when(sent(0, 2, "Diffusion"))
            .hold("150ms")
            .when(sent(1, 2, "Diffusion"))
            .hold("150ms"));
    // Node 2's copy comes to node 1 after the delivery.
    assertBreaks(
        AtomicBroadcastTwin.FORGETS_DELIVERED, busy().when(sent(2, 1, "Diffusion")).hold("150ms"));
    assertEquals(new HashSet<>(AtomicBroadcastTwin.ALL), caught);
    final Set<Property> broken = EnumSet.noneOf(Property.class);
    caught.forEach(twin -> broken.add(twin.breaks()));
    assertEquals(SIBLING.promises(), broken, "a property without a twin");
  }

  private void assertBreaks(final AtomicBroadcastTwin twin, final Scenario scenario) {
    scenario.on(twin).run("120s").expectViolated(twin.breaks());
    scenario.run("120s").expectVerdict(Verdict.SAFE_LIVE);
    caught.add(twin);
  }

  /** Two nodes broadcast at once, three messages each. */
  private static Scenario busy() {
    return healing().invoke("1s", 0, 0, "broadcast 3").invoke("1s", 1, 1, "broadcast 3");
  }

  private static Scenario healing() {
    return Scenario.of(SIBLING).heal("3s", "1ms");
  }
}
