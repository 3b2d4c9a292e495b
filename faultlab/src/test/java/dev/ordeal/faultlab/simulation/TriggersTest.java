package dev.ordeal.faultlab.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.FaultPlan.Action;
import dev.ordeal.faultlab.fault.FaultPlan.Condition;
import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.fault.FaultPlan.Trigger;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.link.codec.HelloEncoder;
import dev.ordeal.protocols.link.codec.HelloKind;
import dev.ordeal.protocols.link.codec.MessageHeaderEncoder;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Each condition fires, each action does what it says, and neither touches anything else. */
class TriggersTest {
  private static final long MS = RunFixture.MS;
  private static final long SECOND = RunFixture.SECOND;
  private static final Condition HELLO = new Condition.Sent(0, 1, "Hello");
  private static final Condition ELECTED = new Condition.Indicated(FaultPlan.ANY, Indication.ELECTION, 2, FaultPlan.ANY);

  private final RunFixture fixture = new RunFixture();

  /**
   * Once a second node 0 forces Hello k, says that it is in state k mod 2, indicates ELECTION k and sends Hello k to all
   * others, from k = 1 on; every node indicates what it hears.
   */
  private static class Beacon extends ScriptedNode {
    private final UnsafeBuffer hello = new UnsafeBuffer(new byte[64]);
    private long number;

    Beacon(final NodeContext context) {
      super(context);
    }

    int hello(final long word) {
      new HelloEncoder()
          .wrapAndApplyHeader(hello, 0, new MessageHeaderEncoder())
          .incarnation(word)
          .kind(HelloKind.QUESTION);
      return MessageHeaderEncoder.ENCODED_LENGTH + HelloEncoder.BLOCK_LENGTH;
    }

    @Override
    public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
      number = word(buffer, offset);
    }

    @Override
    public void onStart(final long nowNs, final Outbox outbox) {
      deadlineNs = context.nodeId() == 0 ? nowNs + SECOND : NO_DEADLINE;
    }

    @Override
    public void onDeadline(final long nowNs, final Outbox outbox) {
      number++;
      final int length = hello(number);
      outbox.persist(hello, 0, length);
      outbox.indicate(Indication.STATE, number % 2, 1 - number % 2);
      outbox.indicate(Indication.ELECTION, number, 0);
      outbox.broadcast(hello, 0, length);
      deadlineNs = nowNs + SECOND;
    }

    @Override
    public void onMessage(
        final long nowNs,
        final int fromId,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Outbox outbox) {
      outbox.indicate(Indication.DELIVER, fromId, word(buffer, offset));
    }

    private static long word(final DirectBuffer buffer, final int offset) {
      return buffer.getLong(offset + MessageHeaderEncoder.ENCODED_LENGTH, ByteOrder.LITTLE_ENDIAN);
    }
  }

  @Test
  void shouldLoseTheSecondMatchAndNothingElse() {
    run(new Trigger(HELLO, 2, new Action.Lose()));
    assertEquals("1010:1 3010:3 4010:4", heardBy(1));
    assertEquals("1010:1 2010:2 3010:3 4010:4", heardBy(2));
    assertEquals(1, fixture.counters.receipts.count(FaultKind.LOSS));
  }

  @Test
  void shouldHoldAMessageBeyondItsDelay() {
    run(new Trigger(HELLO, 1, new Action.Hold(1500 * MS)));
    assertEquals("2010:2 2510:1 3010:3 4010:4", heardBy(1));
    assertEquals(1, fixture.counters.receipts.count(FaultKind.REORDERING));
  }

  @Test
  void shouldHoldAMessageUntilSomethingHappens() {
    run(new Trigger(HELLO, 1, new Action.HoldUntil(ELECTED)));
    assertEquals("2000:1 2010:2 3010:3 4010:4", heardBy(1));
  }

  @Test
  void shouldLetHeldMessagesGoInTheOrderTheyWereSent() {
    final Condition third = new Condition.Indicated(0, Indication.ELECTION, 3, 0);
    run(new Trigger(HELLO, 1, new Action.HoldUntil(third)), new Trigger(HELLO, 2, new Action.HoldUntil(third)));
    assertEquals("3000:1 3000:2 3010:3 4010:4", heardBy(1));
  }

  @Test
  void shouldLeaveALossToTheLinkWhenAMessageWouldBeHeld() {
    fixture.links =
        new LinkRules(1_000_000_000L, LinkRules.Burst.NONE, 0, 0, new Delay.Constant(0), 0, 0, 0, true);
    run(new Trigger(HELLO, 1, new Action.HoldUntil(ELECTED)), new Trigger(HELLO, 2, new Action.Hold(SECOND)));
    assertEquals("", heardBy(1));
    assertEquals(0, fixture.counters.receipts.count(FaultKind.REORDERING));
  }

  @Test
  void shouldCutOffMuteAndDeafen() {
    run(new Trigger(ELECTED, 1, new Action.CutOff(0, true, false, 1500 * MS)));
    assertEquals("1010:1 4010:4", heardBy(1));
    fixture.seen.clear();
    run(new Trigger(ELECTED, 1, new Action.CutOff(1, false, true, 500 * MS)));
    assertEquals("1010:1 3010:3 4010:4", heardBy(1));
    fixture.seen.clear();
    run(new Trigger(ELECTED, 1, new Action.CutOff(1, true, false, 500 * MS)));
    assertEquals("1010:1 2010:2 3010:3 4010:4", heardBy(1));
    assertEquals(5, fixture.counters.receipts.count(FaultKind.PARTITION), "four from node 0, one to node 1");
  }

  @Test
  void shouldPauseTheNodeThatFired() {
    run(new Trigger(new Condition.Delivered(0, 1, "Hello"), 1, new Action.PauseNode(FaultPlan.SELF, 1500 * MS)));
    assertEquals("1010:1 2510:2 3010:3 4010:4", heardBy(1));
    assertEquals("1010:1 2010:2 3010:3 4010:4", heardBy(2));
  }

  @Test
  void shouldCrashInTheVeryStepAtEachPoint() {
    final Condition second = new Condition.Persisted(0, "Hello");
    run(new Trigger(second, 2, crash(CrashPoint.BEFORE_DURABLE)));
    assertEquals("1010:1 3510:3 4510:4", heardBy(1), "the record was written, and this disk loses nothing");
    assertFalse(fixture.seen.contains("2000 node 0 ELECTION 2 0"), fixture.seen::toString);
    fixture.seen.clear();
    run(new Trigger(second, 2, crash(CrashPoint.AFTER_DURABLE)));
    assertEquals("1010:1 3510:3 4510:4", heardBy(1), "the record is durable, nothing was sent");
    assertTrue(fixture.seen.contains("2000 node 0 ELECTION 2 0"), fixture.seen::toString);
    fixture.seen.clear();
    run(new Trigger(second, 2, new Action.CrashNode(FaultPlan.SELF, CrashPoint.MID_SEND, 1, 500 * MS, false)));
    assertEquals("1010:1 2010:2 3510:3 4510:4", heardBy(1), "the first message had left");
    assertEquals("1010:1 3510:3 4510:4", heardBy(2));
  }

  @Test
  void shouldCrashAnotherNodeOnAState() {
    final Condition busy = new Condition.Entered(0, "BUSY");
    run(new Trigger(busy, 2, new Action.CrashNode(2, CrashPoint.BETWEEN_STEPS, 0, FaultPlan.NEVER, false)));
    assertEquals("1010:1 2010:2", heardBy(2), "node 0 is BUSY at 1 s and 3 s");
  }

  @Test
  void shouldFireOnAStepThatWaitsForItsSync() {
    fixture.disks = List.of(new FaultPlan.Disk(0, 300 * MS, false, false, 0, FaultPlan.NEVER));
    run(new Trigger(HELLO, 2, new Action.Lose()));
    assertEquals("1310:1 3310:3 4310:4", heardBy(1));
  }

  /** A broadcast and a message after it leave in this order, whether or not a trigger looks at what is sent. */
  @Test
  void shouldNotMoveMessagesItDoesNotMatch() {
    fixture.links = new LinkRules(0, LinkRules.Burst.NONE, 0, 0, new Delay.Constant(0), 0, 0, 0, true);
    fixture.nodes = 3;
    fixture.triggers = List.of(new Trigger(new Condition.Sent(2, 0, "Hello"), 1, new Action.Lose()));
    fixture.run(
        context ->
            new Beacon(context) {
              @Override
              public void onDeadline(final long nowNs, final Outbox outbox) {
                super.onDeadline(nowNs, outbox);
                final UnsafeBuffer more = new UnsafeBuffer(new byte[64]);
                new HelloEncoder().wrapAndApplyHeader(more, 0, new MessageHeaderEncoder()).incarnation(99);
                outbox.send(2, more, 0, MessageHeaderEncoder.ENCODED_LENGTH + HelloEncoder.BLOCK_LENGTH);
                outbox.broadcast(more, 0, MessageHeaderEncoder.ENCODED_LENGTH + HelloEncoder.BLOCK_LENGTH);
                deadlineNs = NO_DEADLINE;
              }
            });
    assertEquals("1010:1 1010:99 1010:99", heardBy(2));
    assertEquals("1010:1 1010:99", heardBy(1));
  }

  @Test
  void shouldDoNothingAfterHealing() {
    fixture.healNs = 1500 * MS;
    for (final Action action :
        List.of(
            new Action.Lose(),
            new Action.Hold(SECOND),
            new Action.HoldUntil(new Condition.Indicated(0, Indication.ELECTION, 9, 0)),
            new Action.PauseNode(1, SECOND),
            new Action.CutOff(0, true, true, SECOND),
            crash(CrashPoint.MID_SEND))) {
      fixture.seen.clear();
      final SimulationResult result = run(new Trigger(HELLO, 2, action));
      assertEquals("1010:1 2010:2 3010:3 4010:4", heardBy(1), action.toString());
      assertEquals(1, result.unfired().size(), "it never fired: " + action);
    }
  }

  @Test
  void shouldEndHoldsAndPausesAtHealing() {
    fixture.healNs = 1500 * MS;
    run(new Trigger(HELLO, 1, new Action.Hold(3 * SECOND)));
    assertEquals("1520:1 2010:2 3010:3 4010:4", heardBy(1), "healing and the bound on delays that then holds");
    fixture.seen.clear();
    run(new Trigger(new Condition.Delivered(0, 1, "Hello"), 1, new Action.PauseNode(1, 3 * SECOND)));
    assertEquals("1010:1 2010:2 3010:3 4010:4", heardBy(1));
  }

  @Test
  void shouldForgetACrashThatFindsItsNodeDownUntilHealing() {
    fixture.healNs = 3 * SECOND;
    fixture.crashes = List.of(new FaultPlan.Crash(1, SECOND / 2, CrashPoint.BETWEEN_STEPS, 0, 9 * SECOND, false));
    run(new Trigger(ELECTED, 1, new Action.CrashNode(1, CrashPoint.BETWEEN_STEPS, 0, SECOND, false)));
    assertEquals("3010:3 4010:4", heardBy(1), "back at healing, and never down again");
  }

  @Test
  void shouldForgetAnArmedCrashAtHealing() {
    fixture.healNs = 3 * SECOND;
    fixture.disks = List.of(new FaultPlan.Disk(0, 0, false, false, 0, 950 * MS));
    fixture.crashes = List.of(new FaultPlan.Crash(0, 900 * MS, CrashPoint.AFTER_DURABLE, 0, 2 * SECOND, false));
    run();
    assertEquals("4010:1", heardBy(1), "the full disk stopped node 0 at 1 s, healing brought it back");
  }

  @Test
  void shouldRefuseNamesThatTheAlgorithmDoesNotHave() {
    for (final Condition condition :
        List.of(
            new Condition.Sent(0, 1, "NoSuchMessage"),
            new Condition.Persisted(0, "NoSuchRecord"),
            new Condition.Entered(0, "NO_SUCH_STATE"))) {
      final Trigger trigger = new Trigger(condition, 1, new Action.PauseNode(0, SECOND));
      final var refused = assertThrows(IllegalArgumentException.class, () -> run(trigger), condition.toString());
      assertTrue(refused.getMessage().contains("NoSuch") || refused.getMessage().contains("NO_SUCH"));
    }
    assertFalse(fixture.seen.stream().anyMatch(line -> line.contains("start")), "before anything runs");
  }

  private static Action.CrashNode crash(final CrashPoint point) {
    return new Action.CrashNode(FaultPlan.SELF, point, FaultPlan.ANY, 500 * MS, false);
  }

  private SimulationResult run(final Trigger... triggers) {
    fixture.nodes = 3;
    fixture.durationNs = 4900 * MS;
    fixture.triggers = List.of(triggers);
    return fixture.run(Beacon::new);
  }

  /** What a node heard, as time in milliseconds and number. */
  private String heardBy(final int nodeId) {
    final List<String> lines =
        fixture.seen.stream().filter(line -> line.contains(" node " + nodeId + " DELIVER 0 ")).toList();
    return String.join(
        " ",
        lines.stream()
            .map(line -> Arrays.asList(line.split(" ")))
            .map(words -> words.get(0) + ":" + words.get(words.size() - 1))
            .toList());
  }
}
