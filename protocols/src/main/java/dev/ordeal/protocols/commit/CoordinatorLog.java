package dev.ordeal.protocols.commit;

import dev.ordeal.protocols.commit.codec.ClientSnapshotDecoder;
import dev.ordeal.protocols.commit.codec.ClientSnapshotEncoder;
import dev.ordeal.protocols.commit.codec.CollectingDecoder;
import dev.ordeal.protocols.commit.codec.CollectingEncoder;
import dev.ordeal.protocols.commit.codec.DecidedDecoder;
import dev.ordeal.protocols.commit.codec.DecidedEncoder;
import dev.ordeal.protocols.commit.codec.EndDecoder;
import dev.ordeal.protocols.commit.codec.EndEncoder;
import dev.ordeal.protocols.commit.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.StartedDecoder;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;

/**
 * What a coordinator writes down: whom it asks, what it decides, when all have heard; and now and then each client's
 * last outcome in the place of all before.
 *
 * <p>Threading: the node's owner. Allocation: see {@link Journal}.
 */
final class CoordinatorLog {
  /** So many records may pile up before a snapshot replaces them. */
  static final long RECORDS_MAX = 4096;

  /** How many clients stand in one list of a snapshot. */
  private static final int PAGE = 1 << 15;

  private final CollectingEncoder collecting = new CollectingEncoder();
  private final DecidedEncoder decided = new DecidedEncoder();
  private final EndEncoder end = new EndEncoder();
  private final ClientSnapshotEncoder snapshot = new ClientSnapshotEncoder();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final CollectingDecoder collectingDecoder = new CollectingDecoder();
  private final DecidedDecoder decidedDecoder = new DecidedDecoder();
  private final EndDecoder endDecoder = new EndDecoder();
  private final ClientSnapshotDecoder snapshotDecoder = new ClientSnapshotDecoder();
  private final Journal journal;

  CoordinatorLog(final Journal journal) {
    this.journal = journal;
  }

  void collecting(final Transaction transaction, final LogRule rule, final Outbox outbox) {
    if (rule == LogRule.NONE) {
      return;
    }
    collecting.wrap(Header.put(journal.record, collecting), Header.BYTES).transaction(transaction.number);
    collecting.sequence(transaction.sequence).client(transaction.client);
    final CollectingEncoder.PeersEncoder peers = collecting.peersCount(transaction.peerCount);
    for (int i = 0; i < transaction.peerCount; i++) {
      peers.next().node(transaction.peers[i]);
    }
    write(transaction, rule, collecting.encodedLength(), outbox);
  }

  /** The outcome, with those who must hear of it. */
  void decided(final Transaction transaction, final LogRule rule, final Outbox outbox) {
    if (rule == LogRule.NONE) {
      return;
    }
    decided.wrap(Header.put(journal.record, decided), Header.BYTES).transaction(transaction.number);
    decided.sequence(transaction.sequence).client(transaction.client).outcome(transaction.outcome);
    final DecidedEncoder.PeersEncoder peers = decided.peersCount(transaction.listenerCount());
    for (int i = 0; i < transaction.peerCount; i++) {
      if (transaction.isListener(i)) {
        peers.next().node(transaction.peers[i]);
      }
    }
    write(transaction, rule, decided.encodedLength(), outbox);
  }

  void end(final long number, final Outbox outbox) {
    end.wrap(Header.put(journal.record, end), Header.BYTES).transaction(number);
    journal.write(LogRule.LAZY, end.encodedLength(), outbox);
  }

  private void write(final Transaction transaction, final LogRule rule, final int length, final Outbox outbox) {
    transaction.recordPosition = Math.min(transaction.recordPosition, journal.write(rule, length, outbox));
  }

  /** Puts what is known of clients in the place of the records before {@code oldest}. */
  void snapshot(final Clients clients, final Outcome undecided, final long oldest, final Outbox outbox) {
    snapshot.wrap(Header.put(journal.snapshot, snapshot), Header.BYTES).incarnation(journal.incarnation());
    final ClientSnapshotEncoder.PagesEncoder pages = snapshot.pagesCount((clients.count() + PAGE - 1) / PAGE);
    for (int from = 0; from < clients.count(); from += PAGE) {
      final int to = Math.min(from + PAGE, clients.count());
      final ClientSnapshotEncoder.PagesEncoder.ClientsEncoder list = pages.next().clientsCount(to - from);
      for (int i = from; i < to; i++) {
        final Clients.Client client = clients.at(i);
        list.next().sequence(client.sequence).client(client.id);
        list.outcome(client.transaction == null ? client.outcome : undecided);
      }
    }
    journal.replace(oldest, snapshot.encodedLength(), outbox);
  }

  /** A record comes back. */
  void replay(final DirectBuffer buffer, final int offset, final Coordinator coordinator) {
    final int template = journal.templateOf(buffer, offset);
    switch (template) {
      case StartedDecoder.TEMPLATE_ID -> {
        // The journal's own.
      }
      case CollectingDecoder.TEMPLATE_ID -> {
        collectingDecoder.wrapAndApplyHeader(buffer, offset, header);
        final Transaction transaction = coordinator.replay(collectingDecoder.transaction(), journal.nextPosition());
        transaction.client = collectingDecoder.client();
        transaction.sequence = collectingDecoder.sequence();
        for (final CollectingDecoder.PeersDecoder peer : collectingDecoder.peers()) {
          transaction.addPeer(peer.node());
        }
        coordinator.replayCollecting(transaction);
      }
      case DecidedDecoder.TEMPLATE_ID -> {
        decidedDecoder.wrapAndApplyHeader(buffer, offset, header);
        final Transaction transaction = coordinator.replay(decidedDecoder.transaction(), journal.nextPosition());
        transaction.client = decidedDecoder.client();
        transaction.sequence = decidedDecoder.sequence();
        transaction.peerCount = 0;
        for (final DecidedDecoder.PeersDecoder peer : decidedDecoder.peers()) {
          transaction.addPeer(peer.node());
        }
        coordinator.replayDecided(transaction, decidedDecoder.outcome());
      }
      case EndDecoder.TEMPLATE_ID ->
          coordinator.replayEnd(endDecoder.wrapAndApplyHeader(buffer, offset, header).transaction());
      case ClientSnapshotDecoder.TEMPLATE_ID -> {
        snapshotDecoder.wrapAndApplyHeader(buffer, offset, header);
        journal.replayIncarnation(snapshotDecoder.incarnation());
        for (final ClientSnapshotDecoder.PagesDecoder page : snapshotDecoder.pages()) {
          for (final ClientSnapshotDecoder.PagesDecoder.ClientsDecoder client : page.clients()) {
            coordinator.replayClient(client.client(), client.sequence(), client.outcome());
          }
        }
      }
      default -> coordinator.replayOther(template, buffer, offset);
    }
    journal.replayed();
  }
}
