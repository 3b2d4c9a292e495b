package dev.ordeal.benchmarks;

import dev.ordeal.faultlab.simulation.Journal;
import dev.ordeal.protocols.core.ProtocolNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.DirectBuffer;

/** The baseline of a journal: records one after the other in a file, which is forced. It cannot be read back. */
final class PlainFileJournal implements Journal {
  private final FileChannel channel;
  private ByteBuffer record = ByteBuffer.allocateDirect(1024);
  private long nextPosition;
  private long written;

  PlainFileJournal(final Path file) {
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void replay(final ProtocolNode node) {}

  @Override
  public long nextPosition() {
    return nextPosition;
  }

  @Override
  public long written() {
    return written;
  }

  @Override
  public void write(
      final int kind, final long keepFrom, final DirectBuffer source, final int offset, final int length) {
    if (record.capacity() < length) {
      record = ByteBuffer.allocateDirect(2 * length);
    }
    record.clear();
    source.getBytes(offset, record, length);
    record.flip();
    try {
      while (record.hasRemaining()) {
        channel.write(record);
      }
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
    nextPosition += kind == CHECKPOINT ? 0 : 1;
    written++;
  }

  @Override
  public void sync() {
    try {
      channel.force(false);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
