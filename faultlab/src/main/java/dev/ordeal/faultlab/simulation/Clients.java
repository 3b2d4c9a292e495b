package dev.ordeal.faultlab.simulation;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The simulator's side of a {@link Workload}: wakes the clients when they ask for it, carries requests in and replies
 * out, each as an event of its own, so that no call comes back into a step under way.
 */
final class Clients implements Workload.Port {
  private final Simulation simulation;
  private final Workload workload;
  private final ExpandableArrayBuffer encoding = new ExpandableArrayBuffer(256);
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private long scheduledNs = Workload.NO_ACTION;

  Clients(final Simulation simulation, final Workload workload) {
    this.simulation = simulation;
    this.workload = workload;
  }

  void schedule() {
    final long atNs = Math.max(simulation.nowNs, workload.nextActionNs());
    if (atNs < scheduledNs) {
      scheduledNs = atNs;
      simulation.queue.schedule(atNs, Event.of(Event.CLIENTS, 0, 0));
    }
  }

  void handle(final int kind, final int nodeId, final int slot) {
    if (kind == Event.CLIENTS) {
      if (scheduledNs != simulation.nowNs) {
        return; // an earlier one has taken its place
      }
      scheduledNs = Workload.NO_ACTION;
      if (workload.nextActionNs() <= simulation.nowNs) {
        workload.onAction(simulation.nowNs, this);
      }
    } else {
      final MessagePool pool = simulation.pool;
      final int offset = pool.offset(slot);
      view.wrap(pool.buffer(slot), offset + Long.BYTES, pool.length(slot) - Long.BYTES);
      workload.onReply(
          simulation.nowNs, nodeId, pool.buffer(slot).getLong(offset), view, 0, view.capacity(), this);
      pool.release(slot);
    }
    schedule();
  }

  /** A node replied. */
  void reply(final int nodeId, final long requestId, final int slot) {
    final MessagePool pool = simulation.pool;
    enqueue(Event.REPLY, nodeId, requestId, pool.buffer(slot), pool.offset(slot), pool.length(slot));
  }

  @Override
  public void request(
      final int nodeId, final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    enqueue(Event.REQUEST, nodeId, requestId, buffer, offset, length);
  }

  private void enqueue(
      final int kind,
      final int nodeId,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    encoding.putLong(0, requestId);
    encoding.putBytes(Long.BYTES, buffer, offset, length);
    final int slot = simulation.pool.store(nodeId, simulation.nowNs, encoding, 0, Long.BYTES + length);
    simulation.queue.schedule(simulation.nowNs, Event.of(kind, nodeId, slot));
  }
}
