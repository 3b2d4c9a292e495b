package dev.ordeal.protocols.commit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.commit.codec.Outcome;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * What a coordinator remembers of each client: its last transaction and what became of it.
 *
 * <p>Threading: the node's owner. Allocation: for each client it had not heard of.
 */
final class Clients {
  /** One client. */
  static final class Client {
    final int id;
    long sequence;

    /** The transaction of that sequence while it is under way, else null. */
    Transaction transaction;

    /** What became of it once it is over. */
    Outcome outcome = Outcome.UNKNOWN;

    Client(final int id) {
      this.id = id;
    }
  }

  private final Int2ObjectHashMap<Client> byId = new Int2ObjectHashMap<>();
  private Client[] all = new Client[16];
  private int count;

  Client of(final int id) {
    Client client = byId.get(id);
    if (client == null) {
      client = new Client(id);
      byId.put(id, client);
      if (count == all.length) {
        all = Arrays.copyOf(all, count * 2);
      }
      all[count++] = client;
    }
    return client;
  }

  /** The outcome of a client's transaction is known, unless a later one is under way. */
  void decided(final int id, final long sequence, final Outcome outcome) {
    final Client client = of(id);
    if (sequence >= client.sequence) {
      client.sequence = sequence;
      client.outcome = outcome;
      client.transaction = null;
    }
  }

  int count() {
    return count;
  }

  Client at(final int index) {
    return all[index];
  }

  int encode(final MutableDirectBuffer buffer, final int offset) {
    int at = offset;
    for (int i = 0; i < count; i++) {
      buffer.putInt(at, all[i].id, LITTLE_ENDIAN);
      buffer.putLong(at + 4, all[i].sequence, LITTLE_ENDIAN);
      buffer.putByte(at + 12, (byte) all[i].outcome.value());
      at += 13;
    }
    return at - offset;
  }
}
