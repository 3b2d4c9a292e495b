package dev.ordeal.faultlab.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final long MS = RunFixture.MS;
  private static final long SECOND = RunFixture.SECOND;

  private final RunFixture fixture = new RunFixture();

  /** Node 0 writes, indicates and sends at 1 s; every node indicates what it replays and receives. */
  private static class Writer extends ScriptedNode {
    private final boolean isForced;

    Writer(final NodeContext context, final boolean isForced) {
      super(context);
      this.isForced = isForced;
    }

    @Override
    public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
      replayed = buffer.getLong(offset);
    }

    private long replayed = -1;

    @Override
    public void onStart(final long nowNs, final Outbox outbox) {
      outbox.indicate(Indication.DELIVER, -7, replayed);
      deadlineNs = context.nodeId() == 0 && replayed < 0 ? SECOND : NO_DEADLINE;
    }

    @Override
    public void onDeadline(final long nowNs, final Outbox outbox) {
      outbox.broadcast(word(42), 0, Long.BYTES);
      outbox.indicate(Indication.ELECTION, 1, 0);
      if (isForced) {
        outbox.persist(word(42), 0, Long.BYTES);
      } else {
        outbox.append(word(42), 0, Long.BYTES);
      }
      deadlineNs = NO_DEADLINE;
    }

    @Override
    public void onMessage(
        final long nowNs,
        final int fromId,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Outbox outbox) {
      outbox.indicate(Indication.DELIVER, fromId, buffer.getLong(offset));
    }
  }

  @Test
  void shouldDeliverABroadcastToAllOthersOnce() {
    fixture.nodes = 3;
    fixture.run(context -> new Writer(context, true));
    assertEquals(
        List.of("1010 node 1 DELIVER 0 42", "1010 node 2 DELIVER 0 42"),
        fixture.seen.stream().filter(line -> line.contains("DELIVER 0")).toList());
  }

  @Test
  void shouldHoldEverythingBackUntilTheSyncEnds() {
    fixture.disks = List.of(new FaultPlan.Disk(0, 300 * MS, false, false, 0, FaultPlan.NEVER));
    fixture.run(context -> new Writer(context, true));
    assertTrue(fixture.seen.contains("1300 node 0 ELECTION 1 0"), fixture.seen::toString);
    assertTrue(fixture.seen.contains("1310 node 1 DELIVER 0 42"), fixture.seen::toString);
    assertEquals(1, fixture.counters.receipts.count(FaultKind.SLOW_SYNC));
  }

  @Test
  void shouldNotWaitForALazyRecord() {
    fixture.disks = List.of(new FaultPlan.Disk(0, 300 * MS, false, false, 0, FaultPlan.NEVER));
    fixture.run(context -> new Writer(context, false));
    assertTrue(fixture.seen.contains("1000 node 0 ELECTION 1 0"), fixture.seen::toString);
  }

  @Test
  void shouldLetEffectsLeaveInStepOrderWhileASyncIsUnderWay() {
    fixture.disks = List.of(new FaultPlan.Disk(0, 300 * MS, false, false, 0, FaultPlan.NEVER));
    fixture.run(
        context ->
            new ScriptedNode(context) {
              private int step;

              @Override
              public void onStart(final long nowNs, final Outbox outbox) {
                deadlineNs = context.nodeId() == 0 ? SECOND : NO_DEADLINE;
              }

              @Override
              public void onDeadline(final long nowNs, final Outbox outbox) {
                step++;
                outbox.indicate(Indication.DELIVER, step, nowNs / MS);
                if (step != 2) {
                  outbox.persist(word(step), 0, Long.BYTES);
                }
                deadlineNs = step < 4 ? nowNs + 90 * MS : NO_DEADLINE;
              }
            });
    assertEquals(
        List.of(
            "1300 node 0 DELIVER 1 1000",
            "1300 node 0 DELIVER 2 1090",
            "1600 node 0 DELIVER 3 1180",
            "1600 node 0 DELIVER 4 1270"),
        fixture.seen.stream().filter(line -> line.contains("DELIVER")).toList());
    assertEquals(2, fixture.counters.syncs, "steps share a sync");
  }

  @Test
  void shouldLoseTheStepWhenTheCrashFallsBeforeItIsDurable() {
    crashWriter(CrashPoint.BEFORE_DURABLE, 0, true);
    assertEquals(List.of("2000 node 0 DELIVER -7 -1", "2000 node 0 ELECTION 1 0"), restartsOfNode0());
    assertTrue(fixture.seen.stream().noneMatch(line -> line.contains("1000 node 0 ELECTION")));
    assertEquals(1, fixture.counters.receipts.count(FaultKind.UNSYNCED_LOSS));
  }

  @Test
  void shouldKeepTheRecordAndSendNothingWhenTheCrashFallsAfterItIsDurable() {
    crashWriter(CrashPoint.AFTER_DURABLE, 0, true);
    assertEquals(List.of("2000 node 0 DELIVER -7 42"), restartsOfNode0());
    assertTrue(fixture.seen.contains("1000 node 0 ELECTION 1 0"));
    assertEquals(0, fixture.counters.sends);
    assertEquals(1, fixture.counters.crashesBeforeSend);
  }

  @Test
  void shouldSendAPartWhenTheCrashFallsBetweenSends() {
    fixture.nodes = 5;
    crashWriter(CrashPoint.MID_SEND, 2, true);
    assertEquals(2, fixture.counters.sends);
    assertTrue(fixture.seen.contains("1010 node 2 DELIVER 0 42"));
    assertTrue(fixture.seen.stream().noneMatch(line -> line.contains("node 3 DELIVER 0")));
  }

  @Test
  void shouldDrawEverySubsetOfAStepsMessagesForSomeSeed() {
    final List<String> subsets = new ArrayList<>();
    for (int seed = 0; seed < 200; seed++) {
      final RunFixture run = new RunFixture();
      run.seed = seed;
      run.nodes = 4;
      run.crashes = List.of(new FaultPlan.Crash(0, SECOND, CrashPoint.MID_SEND, FaultPlan.ANY, FaultPlan.NEVER, false));
      run.run(context -> new Writer(context, true));
      subsets.add(run.seen.stream().filter(line -> line.contains("DELIVER 0")).toList().toString());
    }
    assertEquals(8, subsets.stream().distinct().count());
  }

  @Test
  void shouldCrashBetweenStepsAtTheVeryTime() {
    fixture.crashes = List.of(new FaultPlan.Crash(0, 3 * SECOND, CrashPoint.BETWEEN_STEPS, 0, SECOND, false));
    fixture.run(context -> new Writer(context, true));
    assertTrue(fixture.seen.contains("3000 crash 0"));
    assertTrue(fixture.seen.contains("4000 node 0 DELIVER -7 42"));
  }

  @Test
  void shouldComeBackWithAnEmptyDiskAfterAmnesia() {
    fixture.crashes = List.of(new FaultPlan.Crash(0, 3 * SECOND, CrashPoint.BETWEEN_STEPS, 0, SECOND, true));
    fixture.run(context -> new Writer(context, true));
    assertTrue(fixture.seen.contains("4000 node 0 DELIVER -7 -1"));
    assertEquals(1, fixture.counters.receipts.count(FaultKind.AMNESIA));
  }

  @Test
  void shouldCrashAtTheNextWriteWhenTheDiskIsFull() {
    fixture.disks = List.of(new FaultPlan.Disk(0, 0, false, false, 0, 0));
    fixture.run(context -> new Writer(context, true));
    assertTrue(fixture.seen.contains("1000 crash 0"));
    assertEquals(1, fixture.counters.receipts.count(FaultKind.DISK_FULL));
  }

  @Test
  void shouldReportACrashThatNeverFired() {
    fixture.crashes =
        List.of(new FaultPlan.Crash(FaultPlan.LEADER, 0, CrashPoint.BETWEEN_STEPS, 0, FaultPlan.NEVER, false));
    assertEquals(1, fixture.run(context -> new Writer(context, true)).unfired().size());
  }

  @Test
  void shouldCrashTheLeaderOnceThereIsOne() {
    fixture.crashes =
        List.of(new FaultPlan.Crash(FaultPlan.LEADER, 0, CrashPoint.BETWEEN_STEPS, 0, FaultPlan.NEVER, false));
    final SimulationResult result = fixture.run(context -> new ScriptedNode(context) {
      @Override
      public void onStart(final long nowNs, final Outbox outbox) {
        deadlineNs = (1 + context.nodeId()) * SECOND;
      }

      @Override
      public void onDeadline(final long nowNs, final Outbox outbox) {
        outbox.indicate(Indication.LEADER, 1, 1);
        deadlineNs = NO_DEADLINE;
      }
    });
    assertEquals(List.of(), result.unfired());
    assertTrue(fixture.seen.contains("2000 crash 1"), fixture.seen::toString);
  }

  @Test
  void shouldBringACrashedNodeBackByHealingAtTheLatest() {
    fixture.healNs = 4 * SECOND;
    fixture.crashes =
        List.of(new FaultPlan.Crash(0, 3 * SECOND, CrashPoint.BETWEEN_STEPS, 0, 60 * SECOND, false));
    fixture.run(context -> new Writer(context, true));
    assertTrue(fixture.seen.contains("4000 start 0"), fixture.seen::toString);
  }

  @Test
  void shouldLetACrashThatWaitsForAStepFallAtHealing() {
    fixture.healNs = 4 * SECOND;
    fixture.crashes =
        List.of(new FaultPlan.Crash(0, 3_500 * MS, CrashPoint.BEFORE_DURABLE, 0, FaultPlan.NEVER, false));
    assertEquals(List.of(), fixture.run(context -> new Writer(context, true)).unfired());
    assertTrue(fixture.seen.contains("4000 crash 0"), fixture.seen::toString);
  }

  @Test
  void shouldKeepInputsOfAPausedNodeAndLetItsClockGoOn() {
    fixture.pauses = List.of(new FaultPlan.Pause(1, 500 * MS, 2 * SECOND));
    fixture.run(context -> new Writer(context, true));
    assertTrue(fixture.seen.contains("2000 node 1 DELIVER 0 42"), fixture.seen::toString);
  }

  @Test
  void shouldServeASlowNodesInputsOneAfterTheOther() {
    fixture.nodes = 3;
    fixture.slowNodes = List.of(new FaultPlan.SlowNode(2, 100 * MS));
    fixture.run(context -> new ScriptedNode(context) {
      @Override
      public void onStart(final long nowNs, final Outbox outbox) {
        if (context.nodeId() < 2) {
          outbox.send(2, word(context.nodeId()), 0, Long.BYTES);
        }
      }

      @Override
      public void onMessage(
          final long nowNs, final int fromId, final DirectBuffer buffer, final int offset, final int length,
          final Outbox outbox) {
        outbox.indicate(Indication.DELIVER, fromId, 0);
      }
    });
    assertEquals(
        List.of("110 node 2 DELIVER 0 0", "210 node 2 DELIVER 1 0"),
        fixture.seen.stream().filter(line -> line.contains("DELIVER")).toList());
    assertEquals(2, fixture.counters.receipts.count(FaultKind.SLOW));
  }

  @Test
  void shouldReachADeadlineByTheNodesOwnClock() {
    fixture.clocks = List.of(new FaultPlan.Clock(0, 0, -100_000_000, List.of()));
    fixture.run(context -> new Writer(context, true));
    assertTrue(fixture.seen.contains("1111 node 0 ELECTION 1 0"), fixture.seen::toString);
    assertEquals(1, fixture.counters.receipts.count(FaultKind.CLOCK_DRIFT));
  }

  @Test
  void shouldCutAPartitionOffAndJoinItAgain() {
    fixture.partitions =
        List.of(new FaultPlan.Partition(
            FaultPlan.PartitionKind.ISOLATE_ONE, 900 * MS, 1_100 * MS, List.of(1), 0, 0));
    fixture.nodes = 3;
    fixture.run(context -> new Writer(context, true));
    assertTrue(fixture.seen.stream().noneMatch(line -> line.contains("node 1 DELIVER 0")));
    assertTrue(fixture.seen.contains("1010 node 2 DELIVER 0 42"));
    assertEquals(1, fixture.counters.receipts.count(FaultKind.PARTITION));
  }

  @Test
  void shouldCallAnExceptionAFailureOfTheNodeAndGoOn() {
    final SimulationResult result = fixture.run(context -> new ScriptedNode(context) {
      @Override
      public void onStart(final long nowNs, final Outbox outbox) {
        deadlineNs = context.nodeId() == 0 ? SECOND : 2 * SECOND;
      }

      @Override
      public void onDeadline(final long nowNs, final Outbox outbox) {
        deadlineNs = NO_DEADLINE;
        outbox.indicate(Indication.DELIVER, 0, 0);
        if (context.nodeId() == 0) {
          throw new IllegalStateException("planted");
        }
      }
    });
    assertEquals(1, result.failures().size());
    assertEquals("planted", result.failures().get(0).cause().getMessage());
    assertEquals(
        List.of("1000 crash 0", "2000 node 1 DELIVER 0 0"),
        fixture.seen.stream().filter(line -> !line.contains("start")).toList());
  }

  /** A lying sync alone loses a record that it reported durable. */
  @Test
  void shouldLoseWhatASyncLiedAbout() {
    int lost = 0;
    for (fixture.seed = 0; fixture.seed < 40; fixture.seed++) {
      fixture.seen.clear();
      fixture.disks = List.of(new FaultPlan.Disk(0, 0, false, false, 1_000_000_000L, FaultPlan.NEVER));
      fixture.crashes = List.of(new FaultPlan.Crash(0, 1500 * MS, CrashPoint.BETWEEN_STEPS, 0, 500 * MS, false));
      fixture.run(context -> new Writer(context, true));
      assertTrue(fixture.seen.contains("1000 node 0 ELECTION 1 0"), "it was told that the record is durable");
      lost += fixture.seen.contains("2000 node 0 DELIVER -7 -1") ? 1 : 0;
    }
    assertTrue(lost > 5 && lost < 35, "lost=" + lost);
  }

  /** What one node's disk does moves no lie of another's. */
  @Test
  void shouldDrawLiesForEachDiskAlone() {
    final List<List<Long>> lies = new ArrayList<>();
    for (final boolean isBusy : new boolean[] {false, true}) {
      final List<Long> ofNode0 = new ArrayList<>();
      fixture.disks =
          List.of(
              new FaultPlan.Disk(0, 0, false, false, 500_000_000L, FaultPlan.NEVER),
              new FaultPlan.Disk(1, 0, false, false, 500_000_000L, FaultPlan.NEVER));
      fixture.trace = (kind, timeNs, nodeId, peerId, key, value, body, offset, length) -> {
        if (kind == TraceKind.SYNC && nodeId == 0) {
          ofNode0.add(value);
        }
      };
      fixture.run(context -> new ScriptedNode(context) {
        @Override
        public void onStart(final long nowNs, final Outbox outbox) {
          deadlineNs = context.nodeId() == 0 || isBusy ? SECOND : NO_DEADLINE;
        }

        @Override
        public void onDeadline(final long nowNs, final Outbox outbox) {
          outbox.persist(word(1), 0, Long.BYTES);
          deadlineNs = nowNs + SECOND / 4;
        }
      });
      lies.add(ofNode0);
    }
    assertEquals(lies.get(0), lies.get(1));
    assertTrue(lies.get(0).contains(0L) && lies.get(0).contains(1L), lies.get(0)::toString);
  }

  @Test
  void shouldReportEveryPartOfAPlanThatNeverCame() {
    fixture.healNs = 5 * SECOND;
    fixture.partitions =
        List.of(
            new FaultPlan.Partition(FaultPlan.PartitionKind.ISOLATE_ONE, 6 * SECOND, 7 * SECOND, List.of(0), -1, 0),
            new FaultPlan.Partition(FaultPlan.PartitionKind.ISOLATE_ONE, SECOND, 2 * SECOND, List.of(0), -1, 0));
    fixture.pauses = List.of(new FaultPlan.Pause(1, 11 * SECOND, 12 * SECOND));
    fixture.clocks = List.of(new FaultPlan.Clock(0, 0, 0, List.of(new FaultPlan.Clock.Jump(11 * SECOND, 5))));
    fixture.fates = List.of(new FaultPlan.MessageFate(0, 1, 99, 0, FaultPlan.ANY));
    fixture.crashes = List.of(new FaultPlan.Crash(0, 6 * SECOND, CrashPoint.BETWEEN_STEPS, 0, 500 * MS, false));
    final List<String> unfired = fixture.run(ScriptedNode::new).unfired();
    assertEquals(5, unfired.size(), unfired::toString);
  }

  @Test
  void shouldNotLetADeadlineStopVirtualTime() {
    final SimulationResult result = fixture.run(context -> new ScriptedNode(context) {
      @Override
      public void onStart(final long nowNs, final Outbox outbox) {
        deadlineNs = context.nodeId() == 0 ? SECOND : NO_DEADLINE;
      }
    });
    assertEquals(1, result.failures().size());
    assertTrue(result.failures().get(0).cause().getMessage().startsWith("virtual time stands still"));
  }

  @Test
  void shouldCarryRequestsInAndRepliesOut() {
    final List<String> replies = new ArrayList<>();
    fixture.workload = new Workload() {
      private long nextNs = SECOND;

      @Override
      public long nextActionNs() {
        return nextNs;
      }

      @Override
      public void onAction(final long nowNs, final Port port) {
        nextNs = NO_ACTION;
        port.request(1, 77, new org.agrona.concurrent.UnsafeBuffer(new byte[] {5, 6}), 0, 2);
      }

      @Override
      public void onReply(
          final long nowNs, final int nodeId, final long requestId, final DirectBuffer buffer, final int offset,
          final int length, final Port port) {
        replies.add("%d node %d request %d says %d".formatted(nowNs / MS, nodeId, requestId, buffer.getByte(offset)));
      }
    };
    fixture.run(context -> new ScriptedNode(context) {
      @Override
      public void onRequest(
          final long nowNs, final long requestId, final DirectBuffer buffer, final int offset, final int length,
          final Outbox outbox) {
        outbox.reply(requestId, buffer, offset + 1, 1);
      }
    });
    assertEquals(List.of("1000 node 1 request 77 says 6"), replies);
  }

  @Test
  void shouldGiveTheSameHashForTheSameSeedAndAnotherForAnother() {
    final long first = gossipHash(1, null);
    assertEquals(first, gossipHash(1, null));
    assertNotEquals(first, gossipHash(2, null));
  }

  @Test
  void shouldGiveTheSameHashWhoeverListens() {
    final List<TraceKind> heard = new ArrayList<>();
    final long hash =
        gossipHash(1, (kind, timeNs, nodeId, peerId, key, value, body, offset, length) -> heard.add(kind));
    assertEquals(gossipHash(1, null), hash);
    assertTrue(heard.contains(TraceKind.LOSE) && heard.contains(TraceKind.DUPLICATE), heard::toString);
  }

  private static long gossipHash(final long seed, final TraceListener trace) {
    final RunFixture run = new RunFixture();
    run.seed = seed;
    run.nodes = 4;
    run.trace = trace;
    run.delay = new Delay.Uniform(MS, 50 * MS);
    run.links = new LinkRules(
        100_000_000, LinkRules.Burst.NONE, 100_000_000, 0, new Delay.Constant(0), 0, 0, 0, false);
    return run.run(context -> new Gossip(context)).traceHash();
  }

  /** Passes whatever it gets on to a node drawn at random, and starts anew when all is lost. */
  private static final class Gossip extends ScriptedNode {
    Gossip(final NodeContext context) {
      super(context);
    }

    @Override
    public void onStart(final long nowNs, final Outbox outbox) {
      deadlineNs = nowNs + SECOND;
    }

    @Override
    public void onDeadline(final long nowNs, final Outbox outbox) {
      outbox.broadcast(word(nowNs), 0, Long.BYTES);
      deadlineNs = nowNs + SECOND;
    }

    @Override
    public void onMessage(
        final long nowNs, final int fromId, final DirectBuffer buffer, final int offset, final int length,
        final Outbox outbox) {
      outbox.send((int) context.random().nextLong(context.clusterSize()), buffer, offset, length);
    }
  }

  private void crashWriter(final CrashPoint point, final int sentCount, final boolean isForced) {
    fixture.disks = List.of(new FaultPlan.Disk(0, 0, true, false, 0, FaultPlan.NEVER));
    fixture.seed = 3;
    fixture.crashes = List.of(new FaultPlan.Crash(0, 900 * MS, point, sentCount, SECOND, false));
    fixture.run(context -> new Writer(context, isForced));
    assertTrue(fixture.seen.contains("1000 crash 0"), fixture.seen::toString);
  }

  private List<String> restartsOfNode0() {
    return fixture.seen.stream().filter(line -> line.startsWith("2000 node 0")).toList();
  }
}
