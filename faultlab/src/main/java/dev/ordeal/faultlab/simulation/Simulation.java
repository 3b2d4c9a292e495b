package dev.ordeal.faultlab.simulation;

import dev.ordeal.faultlab.fault.Fate;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkLayer;
import dev.ordeal.faultlab.schema.SchemaRegistry;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ProtocolNode;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One run in virtual time: takes the earliest event, gives it to the node it is for, and flushes what the node staged.
 *
 * <p>Order within a step is persist → indicate → send → reply. With a disk that takes time a step's effects wait until
 * every record forced so far is reported durable, and leave in step order; the node steps on meanwhile.
 *
 * <p>Guarantees: the same build, setup and plan give the same trace hash, whatever listens. Virtual time always moves:
 * links take at least a nanosecond, and more than {@link #EVENTS_PER_INSTANT_MAX} events at one time, or more than
 * {@link #PENDING_EVENTS_MAX} pending, count as a failure of the node whose turn it is.
 *
 * <p>Threading: one thread. Allocation: none once as much has been in flight as ever will be; crashes, restarts and
 * other timed faults allocate a little each.
 */
public final class Simulation {
  /** How many events one instant of virtual time may hold, for each node. */
  public static final long EVENTS_PER_INSTANT_MAX = 100_000;

  /** How many events may be pending at once: an algorithm whose messages breed messages fails, not the machine. */
  public static final int PENDING_EVENTS_MAX = 1 << 22;

  /** The system property that has every buffer overwritten as soon as the call it was valid for is over. */
  public static final String POISON_PROPERTY = "ordeal.poison.buffers";

  private static final long STREAM_CLUSTER = 0x636c7573746572L;
  private static final long STREAM_NODE = 0x6e6f6465L;

  final FaultPlan plan;
  final Counters counters;
  final RunObserver observer;
  final NodeHost[] hosts;
  final LinkLayer links;
  final SchemaRegistry schemas;
  final RadixEventQueue queue = new RadixEventQueue(this::fetch);
  final MessagePool pool;
  final Tracer tracer;
  long nowNs;

  private final SimulationSetup setup;
  final Stepper stepper;
  private final Controls controls;
  private final Clients clients;
  private final List<SimulationResult.NodeFailure> failures = new ArrayList<>();
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private final boolean isPoisoned = Boolean.getBoolean(POISON_PROPERTY);
  private byte[] scratch = new byte[0];
  private long instantEvents;
  private boolean isStarted;
  private boolean isOver;

  /**
   * Prepares a run.
   *
   * @param observer the judge
   * @param trace hears every event, or null
   * @param counters written while it runs
   */
  public Simulation(
      final SimulationSetup setup,
      final Workload workload,
      final RunObserver observer,
      final TraceListener trace,
      final Counters counters) {
    final int clusterSize = setup.clusterSize();
    if (clusterSize < 1 || clusterSize > Event.NODES_MAX) {
      throw new IllegalArgumentException(
          "cluster size out of range: nodes=%d, min=1, max=%d".formatted(clusterSize, Event.NODES_MAX));
    }
    this.setup = setup;
    this.plan = setup.plan();
    this.counters = counters;
    this.observer = plan.byzantine().isEmpty() ? observer : new HonestObserver(observer, plan);
    this.pool = new MessagePool(isPoisoned);
    this.tracer = new Tracer(CounterRandom.hash(setup.seed(), plan.seed()), pool, trace);
    this.links = new LinkLayer(plan, clusterSize);
    this.schemas = SchemaRegistry.of(setup.spec());
    this.hosts = newHosts(plan, clusterSize);
    this.stepper = new Stepper(this, setup);
    this.controls = new Controls(this, setup);
    this.clients = new Clients(this, workload);
    stepper.useControls(controls, clients);
  }

  /** Runs to the end. Called once, at any point of the run. */
  public SimulationResult run() {
    advance(Long.MAX_VALUE);
    nowNs = setup.durationNs();
    return new SimulationResult(tracer.hash(), nowNs, controls.unfired(), failures);
  }

  /**
   * Runs on by a number of events, from the start the first time: for measuring a run while it runs.
   *
   * @return false if the run is over
   */
  public boolean advance(final long eventsMax) {
    if (!isStarted) {
      isStarted = true;
      controls.scheduleAll();
      for (final NodeHost host : hosts) {
        start(host);
      }
      clients.schedule();
    }
    for (long taken = 0; taken < eventsMax; taken++) {
      if (isOver || !queue.poll() || queue.polledTimeNs() > setup.durationNs()) {
        isOver = true;
        return false;
      }
      final long timeNs = queue.polledTimeNs();
      instantEvents = timeNs == nowNs ? instantEvents + 1 : 0;
      nowNs = timeNs;
      counters.events++;
      dispatch(queue.polledEvent());
    }
    return true;
  }

  /** The node of a host as it is now, for tests and adversaries; null while it is down. */
  public ProtocolNode node(final int nodeId) {
    return hosts[nodeId].node;
  }

  /** Builds and starts a node: the first time, or after a crash. */
  void start(final NodeHost host) {
    host.incarnation++;
    host.isUp = true;
    final CounterRandom random =
        new CounterRandom(CounterRandom.hash(setup.seed(), STREAM_NODE, host.id, host.incarnation));
    host.clock.advance(nowNs);
    final NodeContext context =
        new NodeContext(
            host.id, hosts.length, CounterRandom.hash(setup.seed(), STREAM_CLUSTER), random, host.clock);
    tracer.event(TraceKind.START, nowNs, host.id, -1, host.incarnation, 0);
    observer.onStart(nowNs, host.id);
    try {
      host.node = controls.newNode(setup, context, host.incarnation);
      host.journal.replay(host.node);
      stepper.begin(host);
      host.node.onStart(host.clock.monotonicNs(nowNs), stepper.outbox);
    } catch (final RuntimeException | Error e) {
      fail(host, "onStart", e);
      return;
    }
    finish(host);
  }

  /** A node threw: it is down from here on. */
  void fail(final NodeHost host, final String step, final Throwable cause) {
    failures.add(new SimulationResult.NodeFailure(host.id, nowNs, step, cause));
    tracer.event(TraceKind.EXCEPTION, nowNs, host.id, -1, 0, 0);
    stepper.outbox.effects.clear(pool);
    controls.takeDown(host);
  }

  /** Handles one event that is for a node, now. */
  void handle(final NodeHost host, final long event) {
    switch (Event.kind(event)) {
      case Event.DELIVER -> deliver(host, Event.payload(event), event);
      case Event.DEADLINE -> deadline(host);
      case Event.SYNC -> stepper.endSync(host, Event.payload(event));
      case Event.REQUEST -> request(host, Event.payload(event));
      default -> throw new IllegalStateException("not for a node: kind=%d".formatted(Event.kind(event)));
    }
  }

  /** Puts the node's next deadline into the queue, unless an event that wakes it earlier is there already. */
  private void armDeadline(final NodeHost host) {
    final long deadlineNs;
    try {
      deadlineNs = host.node.nextDeadlineNs();
    } catch (final RuntimeException | Error e) {
      fail(host, "nextDeadlineNs", e);
      return;
    }
    if (deadlineNs == ProtocolNode.NO_DEADLINE) {
      return;
    }
    final long atNs = Math.max(nowNs, host.clock.trueNs(deadlineNs));
    if (!host.wakesBy(atNs)) {
      host.deadlineEventsNs.addLong(atNs);
      queue.schedule(atNs, Event.of(Event.DEADLINE, host.id, 0));
    }
  }

  private void dispatch(final long event) {
    final int kind = Event.kind(event);
    if (kind == Event.CONTROL) {
      controls.run(Event.payload(event));
      return;
    }
    if (kind == Event.CLIENTS || kind == Event.REPLY) {
      clients.handle(kind, Event.nodeId(event), Event.payload(event));
      return;
    }
    final NodeHost host = hosts[Event.nodeId(event)];
    if (instantEvents > EVENTS_PER_INSTANT_MAX * hosts.length && host.isUp) {
      fail(host, "step", new IllegalStateException(
          "virtual time stands still: events=%d at one instant".formatted(instantEvents)));
    }
    if (kind == Event.SERVED) {
      controls.served(host, Event.payload(event));
    } else if (host.isUp && (host.serviceNs > 0 || host.isPaused(nowNs) || host.hasBacklog())) {
      controls.delay(host, event);
    } else {
      handle(host, event);
    }
  }

  /** A message is about to arrive: with a million in flight it lies far from the cache. */
  private void fetch(final long event) {
    if (Event.kind(event) == Event.DELIVER) {
      pool.fetch(Event.payload(event));
    }
  }

  private void deliver(final NodeHost host, final int slot, final long event) {
    if (!host.isUp) {
      tracer.arrival(TraceKind.MISS, nowNs, host.id, slot, event);
      pool.release(slot);
      return;
    }
    tracer.arrival(TraceKind.DELIVER, nowNs, host.id, slot, event);
    counters.deliveries++;
    stepper.begin(host);
    final int length = pool.length(slot);
    if (isPoisoned) {
      copyOf(slot, 0);
    } else {
      view.wrap(pool.buffer(slot), pool.offset(slot), length); // no more, so that reading beyond the message throws
    }
    try {
      host.node.onMessage(host.clock.monotonicNs(nowNs), pool.fromId(slot), view, 0, length, stepper.outbox);
      poison(length);
    } catch (final RuntimeException | Error e) {
      fail(host, "onMessage from " + pool.fromId(slot), e);
      pool.release(slot);
      return;
    }
    finish(host);
    controls.triggers.onDelivered(host, slot);
    pool.release(slot);
  }

  private void deadline(final NodeHost host) {
    host.deadlineEventsNs.removeAt(host.deadlineEventsNs.size() - 1);
    if (!host.isUp) {
      return;
    }
    final long localNs = host.clock.monotonicNs(nowNs);
    try {
      if (host.node.nextDeadlineNs() > localNs) {
        armDeadline(host);
        return;
      }
      tracer.event(TraceKind.DEADLINE, nowNs, host.id, -1, localNs, 0);
      stepper.begin(host);
      host.node.onDeadline(localNs, stepper.outbox);
    } catch (final RuntimeException | Error e) {
      fail(host, "onDeadline", e);
      return;
    }
    finish(host);
  }

  private void request(final NodeHost host, final int slot) {
    if (!host.isUp) {
      pool.release(slot);
      return;
    }
    final long requestId = pool.buffer(slot).getLong(pool.offset(slot));
    final int length = pool.length(slot) - Long.BYTES;
    tracer.request(nowNs, host.id, requestId, slot);
    stepper.begin(host);
    try {
      host.node.onRequest(
          host.clock.monotonicNs(nowNs), requestId, copyOf(slot, Long.BYTES), 0, length, stepper.outbox);
      poison(length);
    } catch (final RuntimeException | Error e) {
      fail(host, "onRequest", e);
      pool.release(slot);
      return;
    }
    pool.release(slot);
    finish(host);
  }

  private void finish(final NodeHost host) {
    stepper.flush(host);
    if (queue.size() > PENDING_EVENTS_MAX && host.isUp) {
      fail(host, "step", new IllegalStateException(
          "too many events pending: pending=%d, max=%d".formatted(queue.size(), PENDING_EVENTS_MAX)));
    }
    if (host.isUp) {
      armDeadline(host);
    }
  }

  private UnsafeBuffer copyOf(final int slot, final int skip) {
    final int length = pool.length(slot) - skip;
    if (scratch.length < length) {
      scratch = new byte[Math.max(length, 2 * scratch.length)];
    }
    pool.buffer(slot).getBytes(pool.offset(slot) + skip, scratch, 0, length);
    view.wrap(scratch, 0, length);
    return view;
  }

  private void poison(final int length) {
    if (isPoisoned) {
      view.setMemory(0, length, MessagePool.POISON);
    }
  }

  /** Hands one message to its link. */
  void transmit(final NodeHost host, final int toId, final int slot, final long extraNs, final Fate fate) {
    final int length = pool.length(slot);
    counters.sends++;
    counters.sentBytes += length;
    links.transmit(nowNs, host.id, toId, length, fate);
    final int copies = fate.copies();
    final long firstNs = copies == 0 ? -1 : links.bounded(nowNs, fate.arrivalNs(0) + extraNs);
    tracer.body(TraceKind.SEND, nowNs, host.id, toId, fate.sequence(), firstNs, slot);
    if (copies == 0) {
      lose(host, toId, fate);
      return;
    }
    if (fate.isHeld()) {
      counters.receipts.add(FaultKind.REORDERING);
    }
    int sent = slot;
    if (fate.isCorrupted()) {
      sent = altered(host, toId, slot, fate);
    }
    for (int copy = 0; copy < copies; copy++) {
      final long arrivalNs = links.bounded(nowNs, fate.arrivalNs(copy) + extraNs);
      if (copy > 0) {
        counters.receipts.add(FaultKind.DUPLICATION);
        tracer.event(TraceKind.DUPLICATE, nowNs, host.id, toId, fate.sequence(), arrivalNs);
      }
      scheduleArrival(toId, sent, arrivalNs, fate.sequence());
    }
    if (sent != slot) {
      pool.release(sent);
    }
  }

  /** Counts and numbers a message that does not leave now, if its link does not lose it. */
  void withhold(final NodeHost host, final int toId, final int slot, final Fate fate) {
    final int length = pool.length(slot);
    counters.sends++;
    counters.sentBytes += length;
    links.transmit(nowNs, host.id, toId, length, fate);
    tracer.body(TraceKind.SEND, nowNs, host.id, toId, fate.sequence(), -1, slot);
    if (fate.copies() == 0) {
      lose(host, toId, fate);
    }
  }

  private void lose(final NodeHost host, final int toId, final Fate fate) {
    final FaultKind lostTo = fate.lostTo();
    count(lostTo, lostTo != null);
    tracer.event(TraceKind.LOSE, nowNs, host.id, toId, fate.sequence(), lostTo == null ? -1 : lostTo.ordinal());
  }

  /** Counts a fault if it fired. */
  void count(final FaultKind kind, final boolean hasFired) {
    if (hasFired) {
      counters.receipts.add(kind);
    }
  }

  /** Schedules one arrival of a stored message. */
  void scheduleArrival(final int toId, final int slot, final long arrivalNs, final long sequence) {
    final long event = Event.of(Event.DELIVER, toId, slot);
    pool.retain(slot);
    queue.schedule(arrivalNs, event);
    tracer.inFlight(event, sequence);
  }

  private int altered(final NodeHost host, final int toId, final int slot, final Fate fate) {
    final long bits = fate.alterationBits();
    final int copy = pool.store(host.id, nowNs, pool.buffer(slot), pool.offset(slot), pool.length(slot));
    if (schemas.alter(pool.buffer(copy), pool.offset(copy), pool.length(copy), bits)) {
      counters.receipts.add(FaultKind.CORRUPTION);
      pool.rehash(copy);
      tracer.event(TraceKind.ALTER, nowNs, host.id, toId, fate.sequence(), bits);
    }
    return copy;
  }

  private static NodeHost[] newHosts(final FaultPlan plan, final int clusterSize) {
    final NodeHost[] hosts = new NodeHost[clusterSize];
    for (int id = 0; id < clusterSize; id++) {
      LocalClock clock = new LocalClock(0, 0);
      for (final FaultPlan.Clock off : plan.clocks()) {
        clock = off.nodeId() == id ? LocalClock.of(off) : clock;
      }
      FaultPlan.Disk disk = new FaultPlan.Disk(id, 0, false, false, 0, FaultPlan.NEVER);
      for (final FaultPlan.Disk bad : plan.disks()) {
        disk = bad.nodeId() == id ? bad : disk;
      }
      hosts[id] = new NodeHost(id, clock, disk);
      for (final FaultPlan.SlowNode slow : plan.slowNodes()) {
        hosts[id].serviceNs = slow.nodeId() == id ? slow.serviceNs() : hosts[id].serviceNs;
      }
    }
    return hosts;
  }
}
