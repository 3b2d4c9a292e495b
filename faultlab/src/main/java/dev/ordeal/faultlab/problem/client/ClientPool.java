package dev.ordeal.faultlab.problem.client;

import dev.ordeal.faultlab.history.Outcome;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.faultlab.problem.WorkloadPlan.ScriptedOperation;
import dev.ordeal.faultlab.simulation.Workload;
import dev.ordeal.protocols.core.CounterRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * The clients of one run; the package says how they behave. What they draw depends on the run's seed, the client and
 * the number of its operation alone.
 *
 * <p>Cost: O(clients) an answer or action. Threading: the simulation's thread. Allocation: none after
 * construction, beyond the service's.
 */
public final class ClientPool implements Workload {
  private static final int CLIENT_BITS = 20;
  private static final long STREAM_START = 0x636c69656e7473L;
  private static final long STREAM_OPERATION = 0x6f7065726174696fL;
  private static final double UNIT = 0x1p-53;

  private final ClientSettings settings;
  private final ServiceCalls service;
  private final Call[] calls;
  private final long seed;
  private final int servers;
  private final double meanGapNs;
  private final boolean isScripted;
  private final ExpandableArrayBuffer attempt = new ExpandableArrayBuffer(64);
  private long nextActionNs;
  private long attempts;
  private long operations;

  /** One client and the operation it has under way. */
  public static final class Call {
    private final int client;
    private final List<ScriptedOperation> script = new ArrayList<>();
    private long sequence;
    private long intendedNs;
    private long invokedNs;
    private long actionNs;
    private int nodeId;
    private int attempts;
    private boolean isUnderWay;
    private boolean mayHaveTakenEffect;

    Call(final int client) {
      this.client = client;
    }

    /** The client's number, from 0. */
    public int client() {
      return client;
    }

    /** Numbers the client's operations from 1. */
    public long sequence() {
      return sequence;
    }

    /** When the operation was meant to start. */
    public long intendedNs() {
      return intendedNs;
    }

    /** When it was invoked. */
    public long invokedNs() {
      return invokedNs;
    }

    /** The node it is being tried at. */
    public int nodeId() {
      return nodeId;
    }

    /** How many nodes it was tried at so far, one and the same counted each time. */
    public int attempts() {
      return attempts;
    }

    /** Whether there is one. */
    public boolean isUnderWay() {
      return isUnderWay;
    }
  }

  /** The clients of a run, for a service. */
  public ClientPool(final RunSetup setup, final ServiceCalls service) {
    this.settings = ClientSettings.of(setup.workload().values());
    this.service = service;
    this.seed = setup.seed();
    this.servers = service.servers(setup.clusterSize());
    this.isScripted = !setup.workload().script().isEmpty();
    this.calls = new Call[count(setup.workload())];
    this.meanGapNs =
        settings.isOpenLoop() ? calls.length * 1e9 / settings.ratePerSecond() : settings.thinkTimeNs();
    for (int client = 0; client < calls.length; client++) {
      calls[client] = new Call(client);
      calls[client].nodeId = client % servers;
    }
    for (final ScriptedOperation operation : setup.workload().script()) {
      if (operation.nodeId() < 0 || operation.nodeId() >= setup.clusterSize()) {
        throw new IllegalArgumentException(
            "no such node: operation=%s, node=%d, nodes=%d"
                .formatted(operation.operation(), operation.nodeId(), setup.clusterSize()));
      }
      calls[operation.client()].script.add(operation);
    }
    for (final Call call : calls) {
      call.script.sort(Comparator.comparingLong(ScriptedOperation::atNs));
      planNext(call, 0);
    }
    findNextAction();
  }

  /** How many clients a workload has. */
  public static int count(final WorkloadPlan workload) {
    return workload.script().isEmpty()
        ? ClientSettings.of(workload.values()).clients()
        : 1 + workload.script().stream().mapToInt(ScriptedOperation::client).max().orElseThrow();
  }

  /** The clients, by number. */
  public List<Call> calls() {
    return List.of(calls);
  }

  /** How many operations have been invoked. */
  public long operations() {
    return operations;
  }

  /** How many attempts have been made, the first of each operation included. */
  public long attempts() {
    return attempts;
  }

  @Override
  public long nextActionNs() {
    return nextActionNs;
  }

  @Override
  public void onAction(final long nowNs, final Port port) {
    for (final Call call : calls) {
      if (call.actionNs <= nowNs) {
        if (call.isUnderWay) {
          call.mayHaveTakenEffect = true;
          tryNext(call, nowNs, port);
        } else {
          invoke(call, nowNs, port);
        }
      }
    }
    findNextAction();
  }

  @Override
  public void onReply(
      final long nowNs,
      final int nodeId,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Port port) {
    final int client = clientOf(requestId);
    if (client >= calls.length || !calls[client].isUnderWay || requestIdOf(calls[client]) != requestId) {
      return; // The client has long since given up on it.
    }
    final Call call = calls[client];
    switch (service.onReply(call, buffer, offset, length)) {
      case DONE -> {
        call.nodeId = nodeId;
        end(call, Outcome.OK, nowNs);
      }
      case CONTINUE -> {
        call.nodeId = nodeId;
        send(call, nowNs, port);
      }
      case REFUSED -> tryNext(call, nowNs, port);
      case NONE -> { }
    }
    findNextAction();
  }

  private void invoke(final Call call, final long nowNs, final Port port) {
    call.sequence++;
    call.invokedNs = nowNs;
    call.attempts = 1;
    call.isUnderWay = true;
    call.mayHaveTakenEffect = false;
    operations++;
    attempts++;
    if (isScripted) {
      final ScriptedOperation operation = call.script.get((int) call.sequence - 1);
      call.nodeId = operation.nodeId();
      service.begin(call, operation.operation());
    } else {
      service.begin(call, CounterRandom.hash(seed, STREAM_OPERATION, call.client, call.sequence));
    }
    send(call, nowNs, port);
  }

  /** The next node, or the end: the outcome is known only if no attempt can have had an effect. */
  private void tryNext(final Call call, final long nowNs, final Port port) {
    call.nodeId = (call.nodeId + 1) % servers;
    if (call.attempts > settings.retries()) {
      end(call, call.mayHaveTakenEffect ? Outcome.UNKNOWN : Outcome.FAILED, nowNs);
      return;
    }
    call.attempts++;
    attempts++;
    send(call, nowNs, port);
  }

  private void send(final Call call, final long nowNs, final Port port) {
    call.actionNs = nowNs + settings.timeoutNs();
    port.request(call.nodeId, requestIdOf(call), attempt, 0, service.encode(call, attempt));
  }

  private void end(final Call call, final Outcome outcome, final long nowNs) {
    call.isUnderWay = false;
    service.end(call, outcome, nowNs);
    planNext(call, nowNs);
  }

  /** Sets the next intended start: by the script, by the rate, or a think time from now. */
  private void planNext(final Call call, final long nowNs) {
    if (isScripted) {
      final boolean isOver = call.sequence >= call.script.size();
      call.intendedNs = isOver ? NO_ACTION : call.script.get((int) call.sequence).atNs();
    } else {
      final long bits = CounterRandom.hash(seed, STREAM_START, call.client, call.sequence);
      final double uniform = ((bits >>> 11) + 1) * UNIT; // above 0, at most 1
      final long gapNs = 1 + (long) (-StrictMath.log(uniform) * meanGapNs);
      call.intendedNs = (settings.isOpenLoop() ? call.intendedNs : nowNs) + gapNs;
    }
    call.actionNs = call.intendedNs == NO_ACTION ? NO_ACTION : Math.max(nowNs, call.intendedNs);
  }

  private void findNextAction() {
    nextActionNs = NO_ACTION;
    for (final Call call : calls) {
      nextActionNs = Math.min(nextActionNs, call.actionNs);
    }
  }

  /** The client that made a request. */
  public static int clientOf(final long requestId) {
    return (int) (requestId & ((1L << CLIENT_BITS) - 1));
  }

  private static long requestIdOf(final Call call) {
    return call.sequence << CLIENT_BITS | call.client;
  }
}
