package dev.ordeal.faultlab.live;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The nodes of a live cluster without its threads: the caller's thread does the duty cycle of each in turn. For
 * measuring what a request costs from end to end, inboxes, outboxes and journals included, with no thread to wait for.
 *
 * <p>Hot. Threading: one owner. Allocation: as {@link LiveNode}.
 */
public final class InlineCluster implements AutoCloseable {
  private final LiveNode[] nodes;
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private final Listener listener = new Listener();

  /** Hears replies and failures; indications are dropped. */
  private static final class Listener implements WorldListener {
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[256]);
    private final List<String> failures = new ArrayList<>();
    private long replies;

    @Override
    public void onReply(
        final int nodeId, final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      if (reply.capacity() < length) {
        reply.wrap(new byte[length]);
      }
      reply.putBytes(0, buffer, offset, length);
      replies++;
    }

    @Override
    public void onFailure(final long timeNs, final int nodeId, final String text) {
      failures.add(text);
    }

    @Override
    public void onIndication(
        final long timeNs, final int nodeId, final Indication indication, final long key, final long value) {}
  }

  /** Starts every node. */
  public InlineCluster(
      final AlgorithmSpec spec, final ParameterValues values, final int clusterSize, final Journals journals) {
    final LiveSetup setup = new LiveSetup(spec, values, clusterSize, 1);
    final LiveClock clock = LiveClock.startingNow();
    final World world =
        (type, frame, length) -> Frames.read(type, frame, 0, length, view, listener);
    nodes = new LiveNode[clusterSize];
    for (int id = 0; id < clusterSize; id++) {
      nodes[id] = new LiveNode(id, setup, clock, journals, world);
    }
    for (final LiveNode node : nodes) {
      node.useNodes(nodes);
    }
    for (final LiveNode node : nodes) {
      node.onStart();
    }
    run();
  }

  /** Hands a request to a node and lets every node work until nobody has anything left to do. */
  public void request(
      final int nodeId, final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    if (!nodes[nodeId].offerRequest(requestId, buffer, offset, length)) {
      throw new IllegalStateException("inbox is full: node=%d".formatted(nodeId));
    }
    run();
  }

  /** How many replies there have been. */
  public long replies() {
    return listener.replies;
  }

  /** The last reply. */
  public DirectBuffer reply() {
    return listener.reply;
  }

  /** Messages sent between nodes so far. */
  public long sends() {
    long sends = 0;
    for (final LiveNode node : nodes) {
      sends += node.sends();
    }
    return sends;
  }

  /** Syncs of all nodes so far. */
  public long syncs() {
    long syncs = 0;
    for (final LiveNode node : nodes) {
      syncs += node.syncs();
    }
    return syncs;
  }

  @Override
  public void close() {
    for (final LiveNode node : nodes) {
      node.onClose();
    }
  }

  private void run() {
    boolean isQuiet;
    do {
      isQuiet = true;
      for (final LiveNode node : nodes) {
        final int work = node.doWork();
        isQuiet &= work == 0 && !node.hasInputs(); // reading the end of a ring gives nothing, and there may be more
      }
    } while (!isQuiet);
    if (!listener.failures.isEmpty()) {
      throw new IllegalStateException(listener.failures.get(0));
    }
  }
}
