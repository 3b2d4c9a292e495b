package dev.ordeal.protocols.commit;

import dev.ordeal.protocols.commit.codec.AbortedDecoder;
import dev.ordeal.protocols.commit.codec.AbortedEncoder;
import dev.ordeal.protocols.commit.codec.CommittedDecoder;
import dev.ordeal.protocols.commit.codec.CommittedEncoder;
import dev.ordeal.protocols.commit.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.commit.codec.PreparedDecoder;
import dev.ordeal.protocols.commit.codec.PreparedEncoder;
import dev.ordeal.protocols.commit.codec.StartedDecoder;
import dev.ordeal.protocols.commit.codec.StoreSnapshotDecoder;
import dev.ordeal.protocols.commit.codec.StoreSnapshotEncoder;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;

/**
 * What a participant writes down: redo records of what it is prepared to write, outcomes, and now and then all it holds
 * in the place of all before.
 *
 * <p>Threading: the node's owner. Allocation: see {@link Journal}.
 */
final class ParticipantLog {
  /** So many records beyond four for each key may pile up before a snapshot replaces them. */
  static final long RECORDS_MAX = 1024;

  /** How many values stand in one list of a snapshot. */
  private static final int PAGE = 1 << 15;

  private final PreparedEncoder prepared = new PreparedEncoder();
  private final CommittedEncoder committed = new CommittedEncoder();
  private final AbortedEncoder aborted = new AbortedEncoder();
  private final StoreSnapshotEncoder snapshot = new StoreSnapshotEncoder();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final PreparedDecoder preparedDecoder = new PreparedDecoder();
  private final CommittedDecoder committedDecoder = new CommittedDecoder();
  private final AbortedDecoder abortedDecoder = new AbortedDecoder();
  private final StoreSnapshotDecoder snapshotDecoder = new StoreSnapshotDecoder();
  private final Journal journal;

  ParticipantLog(final Journal journal) {
    this.journal = journal;
  }

  /** The participant is about to vote yes. */
  void prepared(final Work work, final Outbox outbox) {
    prepared.wrap(Header.put(journal.record, prepared), Header.BYTES).transaction(work.number);
    final PreparedEncoder.PeersEncoder peers = prepared.peersCount(work.peerCount);
    for (int i = 0; i < work.peerCount; i++) {
      peers.next().node(work.peers[i]);
    }
    final PreparedEncoder.WritesEncoder writes = prepared.writesCount(work.writeCount);
    for (int i = 0; i < work.writeCount; i++) {
      writes.next().key(work.writeKeys[i]).value(work.writeValues[i]);
    }
    work.recordPosition = journal.write(LogRule.FORCED, prepared.encodedLength(), outbox);
  }

  void committed(final long number, final LogRule rule, final Outbox outbox) {
    committed.wrap(Header.put(journal.record, committed), Header.BYTES).transaction(number);
    journal.write(rule, committed.encodedLength(), outbox);
  }

  void aborted(final long number, final LogRule rule, final Outbox outbox) {
    aborted.wrap(Header.put(journal.record, aborted), Header.BYTES).transaction(number);
    journal.write(rule, aborted.encodedLength(), outbox);
  }

  /** Whether there are so many records that a snapshot is due. */
  boolean isSnapshotDue(final Store store) {
    return journal.isSnapshotDue(4L * store.size());
  }

  /** Puts all that is held in the place of the records before {@code oldest}. */
  void snapshot(final Store store, final long oldest, final Outbox outbox) {
    snapshot.wrap(Header.put(journal.snapshot, snapshot), Header.BYTES).incarnation(journal.incarnation());
    final StoreSnapshotEncoder.PagesEncoder pages = snapshot.pagesCount((store.size() + PAGE - 1) / PAGE);
    for (int from = 0; from < store.size(); from += PAGE) {
      final int to = Math.min(from + PAGE, store.size());
      final StoreSnapshotEncoder.PagesEncoder.ValuesEncoder values = pages.next().valuesCount(to - from);
      for (int i = from; i < to; i++) {
        values.next().key(store.keyAt(i)).value(store.valueAt(i)).writer(store.writerAt(i));
      }
    }
    journal.replace(oldest, snapshot.encodedLength(), outbox);
  }

  /** A record comes back. */
  void replay(final DirectBuffer buffer, final int offset, final Participant participant) {
    final int template = journal.templateOf(buffer, offset);
    switch (template) {
      case StartedDecoder.TEMPLATE_ID -> {
        // The journal's own.
      }
      case PreparedDecoder.TEMPLATE_ID -> {
        preparedDecoder.wrapAndApplyHeader(buffer, offset, header);
        final Work work = participant.replayPrepared(preparedDecoder.transaction(), journal.nextPosition());
        for (final PreparedDecoder.PeersDecoder peer : preparedDecoder.peers()) {
          work.addPeer(peer.node());
        }
        for (final PreparedDecoder.WritesDecoder write : preparedDecoder.writes()) {
          participant.replayWrite(work, write.key(), write.value());
        }
      }
      case CommittedDecoder.TEMPLATE_ID ->
          participant.replayOutcome(
              committedDecoder.wrapAndApplyHeader(buffer, offset, header).transaction(), Work.Phase.COMMITTED);
      case AbortedDecoder.TEMPLATE_ID ->
          participant.replayOutcome(
              abortedDecoder.wrapAndApplyHeader(buffer, offset, header).transaction(), Work.Phase.ABORTED);
      case StoreSnapshotDecoder.TEMPLATE_ID -> {
        snapshotDecoder.wrapAndApplyHeader(buffer, offset, header);
        journal.replayIncarnation(snapshotDecoder.incarnation());
        for (final StoreSnapshotDecoder.PagesDecoder page : snapshotDecoder.pages()) {
          for (final StoreSnapshotDecoder.PagesDecoder.ValuesDecoder value : page.values()) {
            participant.store().put(value.key(), value.value(), value.writer());
          }
        }
      }
      default -> participant.replayOther(template, buffer, offset);
    }
    journal.replayed();
  }
}
