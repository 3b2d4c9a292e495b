package dev.ordeal.faultlab.live;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;

/**
 * The nodes of one cluster in this process, an agent each, on as many threads as there are cores to spare: one is left
 * for clients and judge.
 *
 * <p>Threading: {@link #request} any thread; the rest its owner.
 */
final class LiveCluster implements AutoCloseable {
  private final LiveNode[] nodes;
  private final List<AgentRunner> runners = new ArrayList<>();

  /**
   * Starts every node.
   *
   * @param world takes what nodes tell, until this is closed
   */
  LiveCluster(final LiveSetup setup, final LiveClock clock, final Journals journals, final World world) {
    nodes = new LiveNode[setup.clusterSize()];
    for (int id = 0; id < nodes.length; id++) {
      nodes[id] = new LiveNode(id, setup, clock, journals, world);
    }
    final int threads = Math.min(nodes.length, Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    for (int thread = 0; thread < threads; thread++) {
      final List<Agent> share = new ArrayList<>();
      for (int id = thread; id < nodes.length; id += threads) {
        nodes[id].useNodes(nodes);
        share.add(nodes[id]);
      }
      runners.add(
          new AgentRunner(
              LiveRun.newIdle(),
              cause -> { }, // a node fails by itself and says so
              null,
              share.size() == 1 ? share.get(0) : new CompositeAgent(share)));
    }
    runners.forEach(AgentRunner::startOnThread);
  }

  /** Hands a client's request to a node; it is lost if the node is down or has no room. */
  void request(
      final int nodeId, final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    if (nodes[nodeId].isUp()) {
      nodes[nodeId].offerRequest(requestId, buffer, offset, length);
    }
  }

  /** The nodes: their counts are exact once this is closed. */
  List<LiveNode> nodes() {
    return Arrays.asList(nodes);
  }

  /** Stops every node where it is: what it has not synced is not made durable. */
  @Override
  public void close() {
    CloseHelper.closeAll(runners);
  }
}
