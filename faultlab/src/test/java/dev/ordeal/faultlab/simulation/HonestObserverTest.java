package dev.ordeal.faultlab.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.Fate;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkLayer;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.protocols.core.Indication;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a judge hears of liars, and what a plan's altered message is. */
class HonestObserverTest {
  private static final FaultPlan PLAN =
      new FaultPlan(
          1, FaultPlan.NEVER, 1, LinkRules.CLEAN, new Delay.Constant(10), List.of(), List.of(), List.of(), List.of(),
          List.of(), List.of(), List.of(), List.of(new FaultPlan.Byzantine(1, FaultPlan.Behaviour.EQUIVOCATE, 0)),
          List.of(new FaultPlan.MessageFate(0, 1, 1, 1, FaultPlan.ANY, 7)), List.of());

  @Test
  void shouldKeepWhatLiarsSayFromTheJudge() {
    final List<String> heard = new ArrayList<>();
    final RunObserver judge =
        new RunObserver() {
          @Override
          public void onStart(final long timeNs, final int nodeId) {
            heard.add("start " + nodeId);
          }

          @Override
          public void onCrash(final long timeNs, final int nodeId) {
            heard.add("crash " + nodeId);
          }

          @Override
          public void onIndication(
              final long timeNs, final int nodeId, final Indication indication, final long key, final long value) {
            heard.add("says " + nodeId);
          }
        };
    final HonestObserver observer = new HonestObserver(judge, PLAN);
    for (int nodeId = 0; nodeId < 3; nodeId++) {
      observer.onStart(0, nodeId);
      observer.onIndication(1, nodeId, Indication.LEADER, 0, nodeId);
      observer.onCrash(2, nodeId);
    }
    assertEquals(List.of("start 0", "says 0", "crash 0", "start 2", "says 2", "crash 2"), heard);
  }

  @Test
  void shouldAlterTheMessageThatAPlanListsAndNoOther() {
    final LinkLayer links = new LinkLayer(PLAN, 3);
    final Fate fate = new Fate();
    final List<Long> alterations = new ArrayList<>();
    for (int message = 0; message < 3; message++) {
      links.transmit(message, 0, 1, 8, fate);
      alterations.add(fate.alterationBits());
    }
    assertEquals(List.of(0L, 7L, 0L), alterations);
    assertEquals(1, links.fatesMet());
  }
}
