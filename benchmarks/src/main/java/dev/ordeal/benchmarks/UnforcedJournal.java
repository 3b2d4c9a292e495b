package dev.ordeal.benchmarks;

import dev.ordeal.faultlab.simulation.Journal;
import dev.ordeal.protocols.core.ProtocolNode;
import org.agrona.DirectBuffer;

/** A journal whose syncs do nothing: what writing costs without its disk. */
final class UnforcedJournal implements Journal {
  private final Journal journal;

  UnforcedJournal(final Journal journal) {
    this.journal = journal;
  }

  @Override
  public void replay(final ProtocolNode node) {
    journal.replay(node);
  }

  @Override
  public long nextPosition() {
    return journal.nextPosition();
  }

  @Override
  public long written() {
    return journal.written();
  }

  @Override
  public void write(
      final int kind, final long keepFrom, final DirectBuffer source, final int offset, final int length) {
    journal.write(kind, keepFrom, source, offset, length);
  }

  @Override
  public void sync() {}

  @Override
  public void close() {
    journal.close();
  }
}
