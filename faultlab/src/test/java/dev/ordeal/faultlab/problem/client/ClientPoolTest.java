package dev.ordeal.faultlab.problem.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.history.Outcome;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.faultlab.problem.WorkloadPlan.ScriptedOperation;
import dev.ordeal.faultlab.scenario.Scenario;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.faultlab.simulation.Workload;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.replication.abd.AbdSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Clients in virtual time, against a service played by hand. */
class ClientPoolTest {
  private static final long MS = 1_000_000;
  private static final int NODES = 3;

  private final List<String> seen = new ArrayList<>();
  private final UnsafeBuffer answer = new UnsafeBuffer(new byte[1]);
  private long lastRequestId;

  /** Says what clients do; an answer is one of {@link ServiceCalls.Answer} by its ordinal. */
  private final ServiceCalls service =
      new ServiceCalls() {
        @Override
        public void begin(final ClientPool.Call call, final long random) {
          seen.add("begin %d.%d late %dms"
              .formatted(call.client(), call.sequence(), (call.invokedNs() - call.intendedNs()) / MS));
        }

        @Override
        public void begin(final ClientPool.Call call, final String operation) {
          seen.add("begin %d.%d %s".formatted(call.client(), call.sequence(), operation));
        }

        @Override
        public int encode(final ClientPool.Call call, final MutableDirectBuffer buffer) {
          return 0;
        }

        @Override
        public Answer onReply(
            final ClientPool.Call call, final DirectBuffer buffer, final int offset, final int length) {
          return Answer.values()[buffer.getByte(offset)];
        }

        @Override
        public void end(final ClientPool.Call call, final Outcome outcome, final long nowNs) {
          seen.add("end %d.%d %s".formatted(call.client(), call.sequence(), outcome));
        }
      };

  private final Workload.Port port =
      (nodeId, requestId, buffer, offset, length) -> {
        seen.add("to " + nodeId);
        lastRequestId = requestId;
      };

  private ClientPool pool(final Map<String, Long> chosen, final ScriptedOperation... script) {
    final AbdSpec spec = new AbdSpec();
    final WorkloadPlan workload =
        new WorkloadPlan(ParameterValues.of(ClientSettings.PARAMETERS, chosen), List.of(script));
    return new ClientPool(
        new RunSetup(
            spec,
            ParameterValues.defaultsOf(spec.parameters()),
            workload,
            NODES,
            1_000_000 * MS,
            11,
            Scenario.of(spec).plan(),
            MS,
            Long.MAX_VALUE,
            new Counters()),
        service);
  }

  private ClientPool one(final long atMs) {
    return pool(Map.of("timeout", 100 * MS, "retries", 2L), new ScriptedOperation(atMs * MS, 0, 1, "x"));
  }

  private List<String> act(final ClientPool pool) {
    seen.clear();
    pool.onAction(pool.nextActionNs(), port);
    return List.copyOf(seen);
  }

  private List<String> reply(final ClientPool pool, final long atMs, final int nodeId, final ServiceCalls.Answer what) {
    seen.clear();
    answer.putByte(0, (byte) what.ordinal());
    pool.onReply(atMs * MS, nodeId, lastRequestId, answer, 0, 1, port);
    return List.copyOf(seen);
  }

  @Test
  void shouldTryTheNextNodeAndGiveUpNotKnowing() {
    final ClientPool pool = one(5);
    assertEquals(5 * MS, pool.nextActionNs());
    assertEquals(List.of("begin 0.1 x", "to 1"), act(pool));
    assertEquals(105 * MS, pool.nextActionNs());
    assertEquals(List.of("to 2"), act(pool));
    assertEquals(List.of("to 0"), act(pool));
    assertEquals(List.of("end 0.1 UNKNOWN"), act(pool));
    assertEquals(List.of(), reply(pool, 400, 1, ServiceCalls.Answer.DONE), "too late");
    assertEquals(Workload.NO_ACTION, pool.nextActionNs());
    assertEquals(3, pool.attempts());
    assertEquals(1, pool.operations());
  }

  @Test
  void shouldTakeALateAnswerOfAnEarlierAttempt() {
    final ClientPool pool = one(5);
    act(pool);
    act(pool);
    assertEquals(List.of("end 0.1 OK"), reply(pool, 120, 1, ServiceCalls.Answer.DONE));
  }

  @Test
  void shouldKnowThatAnOperationFailedOnlyIfEveryAttemptWasRefused() {
    final ClientPool refused = one(5);
    act(refused);
    assertEquals(List.of("to 2"), reply(refused, 6, 1, ServiceCalls.Answer.REFUSED));
    assertEquals(List.of("to 0"), reply(refused, 7, 2, ServiceCalls.Answer.REFUSED));
    assertEquals(List.of("end 0.1 FAILED"), reply(refused, 8, 0, ServiceCalls.Answer.REFUSED));
    final ClientPool timedOut = one(5);
    act(timedOut);
    act(timedOut); // the first attempt may have had its effect
    reply(timedOut, 106, 2, ServiceCalls.Answer.REFUSED);
    assertEquals(List.of("end 0.1 UNKNOWN"), reply(timedOut, 107, 0, ServiceCalls.Answer.REFUSED));
  }

  @Test
  void shouldGoOnAtTheNodeThatAnsweredWithoutCountingARetry() {
    final ClientPool pool = one(5);
    act(pool);
    assertEquals(List.of("to 1"), reply(pool, 50, 1, ServiceCalls.Answer.CONTINUE));
    assertEquals(150 * MS, pool.nextActionNs(), "the time-out begins anew");
    assertEquals(List.of(), reply(pool, 60, 1, ServiceCalls.Answer.NONE));
    assertEquals(List.of("end 0.1 OK"), reply(pool, 70, 1, ServiceCalls.Answer.DONE));
    assertEquals(1, pool.attempts());
  }

  /** An open loop: what one operation makes wait is late, and is said to be, not left out. */
  @Test
  void shouldNotMoveIntendedStartsWhenAnOperationTakesLong() {
    final Map<String, Long> rate = Map.of("clients", 1L, "rate", 1_000L, "timeout", 1_000 * MS);
    final ClientPool pool = pool(rate);
    act(pool);
    assertEquals(List.of("end 0.1 OK"), reply(pool, 900, 0, ServiceCalls.Answer.DONE));
    int late = 0;
    int begun = 0;
    while (pool.nextActionNs() <= 900 * MS) {
      late += act(pool).get(0).matches("begin 0.* late [1-9].*") ? 1 : 0;
      begun++;
      reply(pool, 900, 0, ServiceCalls.Answer.DONE);
    }
    assertTrue(begun > 800 && begun < 1_000, "some 900 starts in 900 ms: " + begun);
    assertTrue(late > begun - 20, "late=" + late);
  }

  @Test
  void shouldThinkBetweenOperationsInAClosedLoop() {
    final ClientPool pool = pool(Map.of("clients", 1L, "think-time", 10 * MS));
    long totalNs = 0;
    for (int i = 0; i < 2_000; i++) {
      final long atNs = pool.nextActionNs();
      assertTrue(act(pool).get(0).endsWith("late 0ms"));
      reply(pool, atNs / MS + 7, 0, ServiceCalls.Answer.DONE);
      totalNs += pool.nextActionNs() - (atNs / MS + 7) * MS;
    }
    assertEquals(10.0 * MS, totalNs / 2_000.0, 0.8 * MS);
  }

  @Test
  void shouldRefuseAScriptForANodeThatIsNot() {
    assertThrows(
        IllegalArgumentException.class, () -> pool(Map.of(), new ScriptedOperation(0, 0, NODES, "x")));
  }
}
