package dev.ordeal.faultlab.live;

import dev.ordeal.faultlab.simulation.Effects;
import dev.ordeal.faultlab.simulation.HeldSteps;
import dev.ordeal.faultlab.simulation.Journal;
import dev.ordeal.faultlab.simulation.MessagePool;
import dev.ordeal.faultlab.simulation.Simulation;
import dev.ordeal.faultlab.simulation.StagedOutbox;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ProtocolNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * One node on a real thread: takes inputs from its inbox, steps, and lets effects out in the order persist → indicate →
 * send → reply, as the simulator's stepper does, with the same outbox and the same queue of steps that wait.
 *
 * <p>A duty cycle reads the time once, takes the inputs that are there, then the deadline if it is due. A step that
 * forces a record waits, and so does every later one; at the cycle's end one sync makes all of them durable, and they
 * leave in order. A message that finds the receiver's inbox full is lost and counted.
 *
 * <p>Hot. Threading: one agent thread; {@link #offerMessage} and {@link #offerRequest} any. Allocation: none once as
 * much has been staged as ever will be.
 */
final class LiveNode implements Agent {
  /** Room for what waits at a node. */
  static final int INBOX_BYTES = 1 << 22;

  private static final int INPUTS_MAX = 256;
  private static final int MESSAGE = 1;
  private static final int REQUEST = 2;
  private static final int HEADER = Long.BYTES;
  private static final long STREAM_CLUSTER = 0x636c7573746572L;
  private static final long STREAM_NODE = 0x6e6f6465L;

  private final int id;
  private final LiveSetup setup;
  private final LiveClock clock;
  private final Journals journals;
  private final Frames world;
  private final ManyToOneRingBuffer inbox =
      new ManyToOneRingBuffer(
          new UnsafeBuffer(ByteBuffer.allocateDirect(INBOX_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
  private final MessagePool pool = new MessagePool(Boolean.getBoolean(Simulation.POISON_PROPERTY));
  private final StagedOutbox outbox;
  private final HeldSteps held = new HeldSteps();
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private final MessageHandler inputs = this::onInput;
  private LiveNode[] nodes;
  private ProtocolNode node;
  private Journal journal;
  private long nowNs;
  private volatile boolean isUp;
  private long sends;
  private long lost;
  private long syncs;
  private long records;

  LiveNode(
      final int id, final LiveSetup setup, final LiveClock clock, final Journals journals, final World world) {
    this.id = id;
    this.setup = setup;
    this.clock = clock;
    this.journals = journals;
    this.world = new Frames(world);
    this.outbox = new StagedOutbox(pool, setup.clusterSize());
  }

  void useNodes(final LiveNode[] all) {
    nodes = all;
  }

  /** A message for this node, from any thread; false if there was no room for it. */
  boolean offerMessage(final int fromId, final DirectBuffer buffer, final int offset, final int length) {
    return offer(MESSAGE, fromId, buffer, offset, length);
  }

  /** A request for this node, from any thread; false if there was no room for it. */
  boolean offerRequest(final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    return offer(REQUEST, requestId, buffer, offset, length);
  }

  /** Whether anything waits in its inbox. */
  boolean hasInputs() {
    return inbox.size() > 0;
  }

  /** Whether it has started, and neither failed nor been closed. */
  boolean isUp() {
    return isUp;
  }

  /** Messages handed to other nodes' inboxes and to its own. Exact once the node is closed. */
  long sends() {
    return sends;
  }

  /** Messages of those that found an inbox full. Exact once the node is closed. */
  long lost() {
    return lost;
  }

  /** Syncs carried out. Exact once the node is closed. */
  long syncs() {
    return syncs;
  }

  /** Records written. Exact once the node is closed. */
  long records() {
    return records;
  }

  @Override
  public void onStart() {
    nowNs = clock.nodeNs();
    final NodeContext context =
        new NodeContext(
            id,
            setup.clusterSize(),
            CounterRandom.hash(setup.seed(), STREAM_CLUSTER),
            new CounterRandom(CounterRandom.hash(setup.seed(), STREAM_NODE, id, nowNs)),
            clock);
    try {
      journal = journals.open(id);
      node = setup.spec().newNode(context, setup.values());
      journal.replay(node);
      isUp = true;
      world.start(id, clock.runNs(nowNs));
      begin();
      node.onStart(nowNs, outbox);
      flush();
      sync();
    } catch (final RuntimeException | Error cause) {
      fail("onStart", cause);
    }
  }

  @Override
  public int doWork() {
    nowNs = clock.nodeNs();
    int work = inbox.read(inputs, INPUTS_MAX);
    if (isUp) {
      work += deadline();
    }
    if (isUp) {
      work += sync();
    }
    return work;
  }

  @Override
  public void onClose() {
    isUp = false;
    if (journal != null) {
      journal.close();
    }
  }

  @Override
  public String roleName() {
    return "node-" + id;
  }

  private void onInput(final int type, final MutableDirectBuffer buffer, final int at, final int length) {
    if (!isUp) {
      return; // nobody is there
    }
    final long word = buffer.getLong(at);
    view.wrap(buffer, at + HEADER, length - HEADER); // no more, so that reading beyond the message throws
    begin();
    try {
      if (type == MESSAGE) {
        node.onMessage(nowNs, (int) word, view, 0, length - HEADER, outbox);
      } else {
        node.onRequest(nowNs, word, view, 0, length - HEADER, outbox);
      }
      flush();
    } catch (final RuntimeException | Error cause) {
      fail(type == MESSAGE ? "onMessage" : "onRequest", cause);
    }
  }

  private int deadline() {
    try {
      if (node.nextDeadlineNs() > nowNs) {
        return 0;
      }
      begin();
      node.onDeadline(nowNs, outbox);
      flush();
    } catch (final RuntimeException | Error cause) {
      fail("onDeadline", cause);
    }
    return 1;
  }

  private void begin() {
    outbox.begin(id, nowNs, journal.nextPosition());
  }

  private void flush() {
    final Effects effects = outbox.effects;
    if (outbox.recordCount() > 0) {
      write(effects);
    }
    if (outbox.isForced() || !held.isEmpty()) {
      held.hold(effects, outbox.isForced() ? journal.written() : 0);
    } else {
      release(effects, 0, effects.size);
      effects.size = 0;
    }
  }

  private void write(final Effects effects) {
    for (int i = 0; i < effects.size; i++) {
      if (effects.kind[i] == Effects.RECORD) {
        final int slot = effects.slot[i];
        journal.write((int) effects.a[i], effects.b[i], pool.buffer(slot), pool.offset(slot), pool.length(slot));
        records++;
      }
    }
  }

  /** One sync for all steps that wait; then they leave. */
  private int sync() {
    if (held.isEmpty()) {
      return 0;
    }
    try {
      journal.sync();
    } catch (final RuntimeException | Error cause) {
      fail("sync", cause);
      return 1;
    }
    syncs++;
    while (held.next(journal.written())) {
      release(held.effects(), held.from(), held.to());
    }
    return 1;
  }

  private void release(final Effects effects, final int from, final int to) {
    for (int i = from; i < to; i++) {
      if (effects.kind[i] == Effects.INDICATE) {
        world.indication(id, effects.aux[i], clock.runNs(nowNs), effects.a[i], effects.b[i]);
      } else if (effects.kind[i] == Effects.INDICATE_BODY) {
        final int slot = effects.slot[i];
        world.indication(
            id,
            effects.aux[i],
            clock.runNs(nowNs),
            effects.a[i],
            pool.buffer(slot),
            pool.offset(slot),
            pool.length(slot));
      }
    }
    for (int i = from; i < to; i++) {
      if (effects.kind[i] == Effects.SEND) {
        send(effects.a[i], effects.slot[i]);
      }
    }
    for (int i = from; i < to; i++) {
      final int slot = effects.slot[i];
      if (effects.kind[i] == Effects.REPLY) {
        world.reply(id, effects.a[i], pool.buffer(slot), pool.offset(slot), pool.length(slot));
      }
      if (slot != MessagePool.NO_SLOT) {
        pool.release(slot);
        effects.slot[i] = MessagePool.NO_SLOT;
      }
    }
  }

  private void send(final long toId, final int slot) {
    if (toId != Effects.ALL_OTHERS) {
      send(nodes[(int) toId], slot);
      return;
    }
    for (final LiveNode to : nodes) {
      if (to != this) {
        send(to, slot);
      }
    }
  }

  private void send(final LiveNode to, final int slot) {
    sends++;
    lost += to.offerMessage(id, pool.buffer(slot), pool.offset(slot), pool.length(slot)) ? 0 : 1;
  }

  private boolean offer(
      final int type, final long word, final DirectBuffer buffer, final int offset, final int length) {
    final int at = inbox.tryClaim(type, HEADER + length);
    if (at < 0) {
      return false;
    }
    inbox.buffer().putLong(at, word);
    inbox.buffer().putBytes(at + HEADER, buffer, offset, length);
    inbox.commit(at);
    return true;
  }

  private void fail(final String step, final Throwable cause) {
    isUp = false;
    outbox.effects.clear(pool);
    held.clear(pool);
    final String text = "node %d threw in %s: %s".formatted(id, step, cause);
    world.failure(id, clock.runNs(nowNs), text.getBytes(StandardCharsets.UTF_8));
  }
}
