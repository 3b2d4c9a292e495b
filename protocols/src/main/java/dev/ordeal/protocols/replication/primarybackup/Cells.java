package dev.ordeal.protocols.replication.primarybackup;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.replication.RegisterRequest;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * What a node holds: a value for each register and, for each client, the sequence of its last write that took effect.
 * Arrays that grow with the highest key and client.
 *
 * <p>Threading: the node's owner. Allocation: when a key or client is higher than any before.
 */
final class Cells {
  private long[] values = new long[16];
  private long[] sequences = new long[16];
  private int keys;
  private int clients;

  /** A write takes effect; one that cannot be is passed over. */
  void write(final int key, final long value, final int client, final long sequence) {
    setValue(key, value);
    setSequence(client, sequence);
  }

  /** Sets a register; passed over if there is no such key. */
  void setValue(final int key, final long value) {
    if (RegisterRequest.isKey(key)) {
      if (key >= values.length) {
        values = Arrays.copyOf(values, Math.max(key + 1, 2 * values.length));
      }
      values[key] = value;
      keys = Math.max(keys, key + 1);
    }
  }

  /** Sets a client's last write; passed over if there is no such client. */
  void setSequence(final int client, final long sequence) {
    if (client >= 0 && client < RegisterRequest.CLIENTS_MAX) {
      if (client >= sequences.length) {
        sequences = Arrays.copyOf(sequences, Math.max(client + 1, 2 * sequences.length));
      }
      sequences[client] = sequence;
      clients = Math.max(clients, client + 1);
    }
  }

  /** Forgets everything. */
  void clear() {
    Arrays.fill(values, 0, keys, 0);
    Arrays.fill(sequences, 0, clients, 0);
    keys = 0;
    clients = 0;
  }

  /** A register's value; 0 if nobody wrote it. */
  long value(final int key) {
    return key < keys ? values[key] : 0;
  }

  /** The sequence of a client's last write that took effect; 0 if none did. */
  long sequence(final int client) {
    return client < clients ? sequences[client] : 0;
  }

  /** Above every key that was written. */
  int keys() {
    return keys;
  }

  /** Above every client that wrote. */
  int clients() {
    return clients;
  }

  /** Writes all that is held; returns how many bytes. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, keys, LITTLE_ENDIAN);
    buffer.putInt(offset + 4, clients, LITTLE_ENDIAN);
    int at = offset + 8;
    for (int key = 0; key < keys; key++, at += Long.BYTES) {
      buffer.putLong(at, values[key], LITTLE_ENDIAN);
    }
    for (int client = 0; client < clients; client++, at += Long.BYTES) {
      buffer.putLong(at, sequences[client], LITTLE_ENDIAN);
    }
    return at - offset;
  }
}
