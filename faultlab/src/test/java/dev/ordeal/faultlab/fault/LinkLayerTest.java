package dev.ordeal.faultlab.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan.MessageFate;
import dev.ordeal.faultlab.fault.FaultPlan.Partition;
import dev.ordeal.faultlab.fault.FaultPlan.PartitionKind;
import dev.ordeal.protocols.core.FaultKind;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinkLayerTest {
  private static final long HALF = 500_000_000;
  private static final int NODES = 5;
  private static final long MS = 1_000_000;

  private final Fate fate = new Fate();

  private enum Rough {
    LOSS(FaultKind.LOSS, Plans.loss(HALF / 5)),
    BURST(FaultKind.BURST_LOSS, Plans.rules(0, new LinkRules.Burst(HALF / 5, HALF, HALF), 0, 0, 0)),
    DUPLICATION(FaultKind.DUPLICATION, Plans.rules(0, LinkRules.Burst.NONE, HALF / 5, 0, 0)),
    REORDERING(FaultKind.REORDERING, Plans.rules(0, LinkRules.Burst.NONE, 0, HALF / 5, 0)),
    CORRUPTION(FaultKind.CORRUPTION, Plans.rules(0, LinkRules.Burst.NONE, 0, 0, HALF / 5)),
    CAPACITY(
        FaultKind.CAPACITY,
        new LinkRules(0, LinkRules.Burst.NONE, 0, 0, new Delay.Constant(0), 0, 100_000, 500, false));

    final FaultKind kind;
    final LinkRules rules;

    Rough(final FaultKind kind, final LinkRules rules) {
      this.kind = kind;
      this.rules = rules;
    }
  }

  private Map<FaultKind, Integer> countFaults(final LinkLayer links) {
    final Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
    for (int i = 0; i < 4_000; i++) {
      links.transmit(i * 100_000L, i % NODES, (i + 1 + i / NODES % (NODES - 1)) % NODES, 100, fate);
      if (fate.lostTo() != null) {
        counts.merge(fate.lostTo(), 1, Integer::sum);
      }
      if (fate.isDuplicated()) {
        counts.merge(FaultKind.DUPLICATION, 1, Integer::sum);
      }
      if (fate.isHeld()) {
        counts.merge(FaultKind.REORDERING, 1, Integer::sum);
      }
      if (fate.isCorrupted()) {
        counts.merge(FaultKind.CORRUPTION, 1, Integer::sum);
      }
    }
    return counts;
  }

  @ParameterizedTest
  @EnumSource(Rough.class)
  void shouldFireTheFaultThatIsOnAndNoOther(final Rough rough) {
    final LinkRules rules =
        rough == Rough.CAPACITY
            ? new LinkRules(0, LinkRules.Burst.NONE, 0, 0, new Delay.Constant(0), 0, 10_000, 100, false)
            : rough.rules;
    final Map<FaultKind, Integer> counts = countFaults(new LinkLayer(Plans.with(7, rules, Plans.LAN), NODES));
    assertEquals(List.of(rough.kind), List.copyOf(counts.keySet()));
    assertTrue(counts.get(rough.kind) > 100, counts::toString);
  }

  @Test
  void shouldFireNothingWithoutFaults() {
    assertEquals(Map.of(), countFaults(new LinkLayer(Plans.calm(7), NODES)));
  }

  @Test
  void shouldMoveNoFateOfAnotherLinkByOneMoreMessage() {
    final LinkRules rules = Plans.rules(HALF / 2, new LinkRules.Burst(HALF, HALF, HALF), HALF, HALF, HALF);
    final LinkLayer without = new LinkLayer(Plans.with(3, rules, Plans.LAN), NODES);
    final LinkLayer with = new LinkLayer(Plans.with(3, rules, Plans.LAN), NODES);
    for (int i = 0; i < 1_000; i++) {
      with.transmit(i, 0, 1, 100, fate);
      with.transmit(i, 1, 0, 100, fate);
      assertEquals(summary(without, i, 0, 2), summary(with, i, 0, 2));
      assertEquals(summary(without, i, 2, 0), summary(with, i, 2, 0));
    }
  }

  private List<Long> summary(final LinkLayer links, final long nowNs, final int fromId, final int toId) {
    links.transmit(nowNs, fromId, toId, 100, fate);
    final List<Long> words = new ArrayList<>();
    words.add(fate.sequence());
    words.add(fate.lostTo() == null ? -1L : fate.lostTo().ordinal());
    words.add(fate.alterationBits());
    for (int copy = 0; copy < fate.copies(); copy++) {
      words.add(fate.arrivalNs(copy));
    }
    return words;
  }

  @Test
  void shouldDrawOtherFatesFromAnotherSeed() {
    final LinkRules rules = Plans.loss(HALF);
    final LinkLayer one = new LinkLayer(Plans.with(1, rules, Plans.LAN), NODES);
    final LinkLayer two = new LinkLayer(Plans.with(2, rules, Plans.LAN), NODES);
    final List<List<Long>> ones = new ArrayList<>();
    final List<List<Long>> twos = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      ones.add(summary(one, 0, 0, 1));
      twos.add(summary(two, 0, 0, 1));
    }
    assertNotEquals(ones, twos);
  }

  @Test
  void shouldNumberMessagesOfEachLinkFromZero() {
    final LinkLayer links = new LinkLayer(Plans.calm(1), NODES);
    links.transmit(0, 0, 1, 10, fate);
    assertEquals(0, fate.sequence());
    links.transmit(0, 0, 1, 10, fate);
    assertEquals(1, fate.sequence());
    links.transmit(0, 1, 0, 10, fate);
    assertEquals(0, fate.sequence());
  }

  @Test
  void shouldKeepOrderOnFifoLinks() {
    final LinkRules rules =
        new LinkRules(0, LinkRules.Burst.NONE, HALF, HALF, new Delay.Constant(MS), 0, 0, 0, true);
    final LinkLayer links = new LinkLayer(Plans.with(5, rules, new Delay.Pareto(MS, 1_100)), NODES);
    long lastNs = 0;
    for (int i = 0; i < 2_000; i++) {
      links.transmit(i * 10_000L, 0, 1, 10, fate);
      for (int copy = 0; copy < fate.copies(); copy++) {
        assertTrue(fate.arrivalNs(copy) >= lastNs);
        lastNs = fate.arrivalNs(copy);
      }
      assertFalse(fate.isHeld());
    }
  }

  @Test
  void shouldTakeTimeToSendAndDropBeyondTheQueue() {
    final LinkRules rules =
        new LinkRules(0, LinkRules.Burst.NONE, 0, 0, new Delay.Constant(0), 0, 1_000_000, 300, false);
    final LinkLayer links = new LinkLayer(Plans.with(5, rules, new Delay.Constant(MS)), NODES);
    links.transmit(0, 0, 1, 100, fate);
    assertEquals(MS + 100_000, fate.arrivalNs(0));
    links.transmit(0, 0, 1, 100, fate);
    assertEquals(MS + 200_000, fate.arrivalNs(0));
    links.transmit(0, 0, 1, 100, fate);
    assertEquals(MS + 300_000, fate.arrivalNs(0));
    links.transmit(0, 0, 1, 100, fate);
    assertEquals(FaultKind.CAPACITY, fate.lostTo());
    links.transmit(0, 1, 0, 100, fate);
    assertEquals(MS + 100_000, fate.arrivalNs(0));
    links.transmit(100_000, 0, 1, 100, fate);
    assertEquals(MS + 400_000, fate.arrivalNs(0));
  }

  @Test
  void shouldObeyListedFates() {
    final List<MessageFate> fates =
        List.of(
            new MessageFate(0, 1, 2, 0, FaultPlan.ANY),
            new MessageFate(0, 1, 0, 3, 7 * MS),
            new MessageFate(0, 2, 0, 1, FaultPlan.ANY));
    final LinkLayer links =
        new LinkLayer(Plans.with(5, Plans.loss(LinkRules.ALWAYS_PPB), Plans.LAN, List.of(), fates), NODES);
    links.cutOff(0, true, true);
    links.transmit(MS, 0, 1, 10, fate);
    assertEquals(3, fate.copies());
    assertEquals(8 * MS, fate.arrivalNs(2));
    links.transmit(MS, 0, 1, 10, fate);
    assertEquals(FaultKind.PARTITION, fate.lostTo());
    links.transmit(MS, 0, 1, 10, fate);
    assertEquals(FaultKind.LOSS, fate.lostTo());
    links.transmit(MS, 0, 2, 10, fate);
    assertEquals(1, fate.copies());
    assertTrue(fate.arrivalNs(0) >= 2 * MS && fate.arrivalNs(0) <= 3 * MS);
    links.joinBack(0, true, true);
    links.transmit(MS, 0, 2, 10, fate);
    assertEquals(FaultKind.LOSS, fate.lostTo());
  }

  @Test
  void shouldGiveALinkTheLastRulesThatMatch() {
    final List<FaultPlan.LinkOverride> overrides =
        List.of(
            new FaultPlan.LinkOverride(0, FaultPlan.ANY, Plans.loss(LinkRules.ALWAYS_PPB), null),
            new FaultPlan.LinkOverride(0, 2, LinkRules.CLEAN, new Delay.Constant(42)));
    final LinkLayer links =
        new LinkLayer(Plans.with(5, LinkRules.CLEAN, Plans.LAN, overrides, List.of()), NODES);
    links.transmit(0, 0, 1, 10, fate);
    assertEquals(FaultKind.LOSS, fate.lostTo());
    links.transmit(0, 0, 2, 10, fate);
    assertEquals(42, fate.arrivalNs(0));
    links.transmit(0, 1, 0, 10, fate);
    assertNull(fate.lostTo());
  }

  @Test
  void shouldNeverFaultWhatANodeSendsToItself() {
    final LinkLayer links = new LinkLayer(Plans.with(5, Plans.loss(LinkRules.ALWAYS_PPB), Plans.LAN), NODES);
    links.cutOff(1, true, true);
    links.transmit(10, 1, 1, 10, fate);
    assertEquals(11, fate.arrivalNs(0));
  }

  @Test
  void shouldAlwaysMoveTime() {
    final LinkLayer links = new LinkLayer(Plans.with(5, LinkRules.CLEAN, new Delay.Constant(0)), NODES);
    links.transmit(10, 1, 2, 10, fate);
    assertEquals(11, fate.arrivalNs(0));
  }

  @Test
  void shouldDoNoHarmOnceHealed() {
    final LinkRules rules = Plans.rules(HALF, new LinkRules.Burst(HALF, HALF, HALF), HALF, HALF, HALF);
    final FaultPlan plan = Plans.with(5, rules, new Delay.Pareto(MS, 500));
    final LinkLayer links = new LinkLayer(Plans.healing(plan, 1_000 * MS, 10 * MS), NODES);
    links.cut(new Partition(PartitionKind.RING, 0, FaultPlan.NEVER, List.of(), 0, 0));
    for (int i = 0; i < 1_000; i++) {
      links.transmit(i * MS, 0, 1, 10, fate);
      for (int copy = 0; copy < fate.copies(); copy++) {
        assertTrue(fate.arrivalNs(copy) <= 1_010 * MS);
      }
    }
    links.heal();
    links.cutOff(2, true, true);
    for (int i = 0; i < 1_000; i++) {
      links.transmit(2_000 * MS, 0, 2, 10, fate);
      assertEquals(1, fate.copies());
      assertTrue(fate.arrivalNs(0) <= 2_010 * MS && fate.arrivalNs(0) >= 2_001 * MS);
      assertFalse(fate.isCorrupted() || fate.isHeld() || fate.isDuplicated());
    }
  }

  @Test
  void shouldCutExactlyWhatAPartitionSays() {
    assertCut(partition(PartitionKind.HALVES, List.of(0, 1)), "02 03 04 12 13 14 20 21 30 31 40 41");
    assertCut(partition(PartitionKind.ISOLATE_ONE, List.of(3)), "03 13 23 30 31 32 34 43");
    assertCut(partition(PartitionKind.ONE_WAY, List.of(0, 1)), "20 21 30 31 40 41");
    assertCut(partition(PartitionKind.RING, List.of()), "02 03 13 14 20 24 30 31 41 42");
    assertCut(partition(PartitionKind.BRIDGE, List.of(0, 1)), "03 04 13 14 30 31 40 41");
    assertCut(partition(PartitionKind.FLAPPING, List.of(4)), "04 14 24 34 40 41 42 43");
  }

  private static Partition partition(final PartitionKind kind, final List<Integer> group) {
    return new Partition(kind, 0, 10, group, 2, 1);
  }

  private void assertCut(final Partition partition, final String expected) {
    final LinkLayer links = new LinkLayer(Plans.calm(1), NODES);
    links.cut(partition);
    assertEquals(expected, cutLinks(links), partition::toString);
    links.join(partition);
    assertEquals("", cutLinks(links), partition::toString);
  }

  private String cutLinks(final LinkLayer links) {
    final List<String> cut = new ArrayList<>();
    for (int fromId = 0; fromId < NODES; fromId++) {
      for (int toId = 0; toId < NODES; toId++) {
        links.transmit(0, fromId, toId, 10, fate);
        if (fate.lostTo() == FaultKind.PARTITION) {
          cut.add("" + fromId + toId);
        }
      }
    }
    return String.join(" ", cut);
  }

  @Test
  void shouldAddUpOverlappingCuts() {
    final LinkLayer links = new LinkLayer(Plans.calm(1), NODES);
    final Partition isolation = partition(PartitionKind.ISOLATE_ONE, List.of(3));
    links.cut(isolation);
    links.cut(isolation);
    links.cutOff(3, true, false);
    links.join(isolation);
    assertEquals("03 13 23 30 31 32 34 43", cutLinks(links));
    links.join(isolation);
    assertEquals("30 31 32 34", cutLinks(links));
    links.join(isolation);
    links.joinBack(3, true, false);
    links.joinBack(3, true, true);
    assertEquals("", cutLinks(links));
  }

  @Test
  void shouldRefuseRulesOutOfRange() {
    final IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new LinkLayer(Plans.with(1, Plans.loss(1_200_000_000L), Plans.LAN), NODES));
    assertEquals("loss out of range: loss=120%, min=0, max=100%", refused.getMessage());
  }

  @Test
  void shouldAllocateNothingPerMessage() {
    final LinkRules rules =
        new LinkRules(
            HALF / 5,
            new LinkRules.Burst(HALF / 5, HALF, HALF),
            HALF / 5,
            HALF / 5,
            new Delay.Constant(MS),
            HALF / 5,
            1_000_000_000,
            1_000_000,
            false);
    final List<FaultPlan.MessageFate> fates = List.of(new FaultPlan.MessageFate(0, 1, 5, 0, 0));
    final LinkLayer links =
        new LinkLayer(Plans.with(5, rules, new Delay.Exponential(MS, MS), List.of(), fates), 100);
    links.cut(partition(PartitionKind.RING, List.of()));
    final com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    final long threadId = Thread.currentThread().getId();
    drive(links, 200_000);
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 5; attempt++) {
      final long before = threads.getThreadAllocatedBytes(threadId);
      drive(links, 100_000);
      least = Math.min(least, threads.getThreadAllocatedBytes(threadId) - before);
    }
    // The query itself allocates a little; one byte a message would be 100,000.
    assertTrue(least < 1_000, "allocated=" + least);
  }

  private void drive(final LinkLayer links, final int messages) {
    for (int i = 0; i < messages; i++) {
      links.transmit(i, i % 100, (i + 1 + i / 100 % 2) % 100, 64, fate);
    }
  }
}
