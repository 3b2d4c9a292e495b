package dev.ordeal.protocols.broadcast.atomic;

import dev.ordeal.protocols.consensus.chandratoueg.ChandraTouegConfig;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.link.ReliableLinkNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * The consensus below, and what is kept and sent.
 *
 * @param consensus the settings of the consensus, its detector and its links
 * @param batchSize how many messages one instance decides on, at most
 * @param ownWaitingMax how far a node's last message may be ahead of its first that it has not delivered
 * @param historyLength how many decided batches are kept for nodes that do not know them yet
 */
public record AtomicBroadcastConfig(
    ChandraTouegConfig consensus, int batchSize, int ownWaitingMax, int historyLength) {
  /** How many messages of all nodes may wait at once: what a link keeps, less what one instance says on it. */
  static final int WAITING_MAX = ReliableLinkNode.WINDOW - 16;

  /** What every user of the broadcast sets. */
  public static final List<Parameter> SHARED_PARAMETERS =
      Stream.concat(
              ChandraTouegConfig.PARAMETERS.stream(),
              Stream.of(Parameter.count("batch", 16, 1, 64, "messages that one instance decides on, at most")))
          .toList();

  /** The settings as an experiment file names them. */
  public static final List<Parameter> PARAMETERS =
      Stream.concat(
              SHARED_PARAMETERS.stream(),
              Stream.of(
                  Parameter.count(
                      "own-waiting",
                      4,
                      1,
                      WAITING_MAX,
                      "by how much a node's last message may be ahead of its first undelivered one"),
                  Parameter.count(
                      "history", 1_024, 1, 1 << 16, "decided batches kept for nodes that do not know them")))
          .toList();

  /** Reads the settings. */
  public static AtomicBroadcastConfig of(final ParameterValues values) {
    return new AtomicBroadcastConfig(
        ChandraTouegConfig.of(values),
        (int) values.value("batch"),
        (int) values.value("own-waiting"),
        (int) values.value("history"));
  }

  /** Of nodes that broadcast one message each. */
  public static AtomicBroadcastConfig ofOneMessage(final ParameterValues values, final int clusterSize) {
    return new AtomicBroadcastConfig(
        ChandraTouegConfig.of(values), (int) values.value("batch"), 1, clusterSize);
  }

  /** What is wrong with the settings taken together, empty if nothing is. */
  public List<String> conflicts(final int clusterSize) {
    return clusterSize * ownWaitingMax <= WAITING_MAX
        ? List.of()
        : List.of(
            "more messages may wait than a link keeps: nodes=%d, own-waiting=%d, product must not exceed %d"
                .formatted(clusterSize, ownWaitingMax, WAITING_MAX));
  }

  /**
   * How long after healing a message that was broadcast may take to be delivered everywhere, given the bound δ on
   * one-way delay; {@link Long#MAX_VALUE} without a bound.
   *
   * <p>Derivation. Let n be the number of nodes; clocks run at half the true rate at worst.
   *
   * <ol>
   *   <li>All settles: {@link ChandraTouegConfig#settlingBoundNs}.
   *   <li>A node asks once a message has waited at it for a repair time by its clock, within two. If it is behind, it
   *       gets {@value AtomicBroadcastNode#ANSWER_LENGTH} decisions a question and answer, 2 δ, of the history at most.
   *       Then no more waits at it than n times own-waiting messages, which one question holds.
   *   <li>Within two repair times more it asks again, and δ later what waited at it waits at all, and all have heard of
   *       the latest round of the instance that any is in. Within another two they have gone there, and been told again
   *       what counts there. Whom a node has asked in this instance and not heard of since it does not ask again: that
   *       one has the question, since links give up what many messages follow, and few follow it in one instance; and
   *       it has said nothing since, for what is said last is not given up.
   *   <li>From then on an instance takes (8 n + 1) δ, as {@code ChandraTouegSpec} derives. What came before the message
   *       at some node is n times own-waiting messages at most, of which each instance without it decides a batch; one
   *       instance is under way when it comes, one more may have begun before it arrived.
   * </ol>
   */
  public long recoveryBoundNs(final int clusterSize, final long delayBoundNs) {
    final long settlingNs = consensus.settlingBoundNs(delayBoundNs);
    if (settlingNs == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    final long questions = historyLength / AtomicBroadcastNode.ANSWER_LENGTH + 1L;
    final long instances = 3L + (long) clusterSize * ownWaitingMax / batchSize;
    return settlingNs
        + 6 * consensus.repairNs()
        + (2 * questions + instances * (8L * clusterSize + 1) + 2) * delayBoundNs;
  }
}
