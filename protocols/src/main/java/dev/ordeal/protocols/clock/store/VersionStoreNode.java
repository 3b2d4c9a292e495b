package dev.ordeal.protocols.clock.store;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.store.codec.Change;
import dev.ordeal.protocols.clock.store.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.clock.store.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.clock.store.codec.StoredDecoder;
import dev.ordeal.protocols.clock.store.codec.StoredEncoder;
import dev.ordeal.protocols.clock.store.codec.VersionsDecoder;
import dev.ordeal.protocols.clock.store.codec.VersionsEncoder;
import dev.ordeal.protocols.clock.store.codec.VersionsKeptDecoder;
import dev.ordeal.protocols.clock.store.codec.VersionsKeptEncoder;
import dev.ordeal.protocols.clock.version.VersionVector;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One replica of the object, with its clients. The package comment says what it does.
 *
 * <p>A change is forced before anybody sees it, and nothing else happens until it is durable: the replica knows by a
 * message to itself, which leaves after the record. So a crash leaves at most one change of which nothing was told; the
 * record says which, and it is told at the restart, again if it was told already.
 *
 * <p>Cost: a message for each sending; a forced record and a message to itself for each write and for each receipt that
 * changes anything. Threading: single owner. Allocation: that of the versions, which are immutable, and of contexts: at
 * every read, write and receipt.
 */
public class VersionStoreNode implements ProtocolNode {
  private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final int HELD_AT = HEADER + VersionsEncoder.BLOCK_LENGTH + VersionsEncoder.heldHeaderLength();
  private static final int PERCENT = 100;

  private final int nodeId;
  private final int clusterSize;
  private final VersionStoreConfig config;
  private final HeldVersions versions;
  private final CounterRandom random;

  /** For each client what it has read and not written on yet, or null: the context, and the ids. */
  private final VersionVector[] contexts;

  private final ExpandableArrayBuffer[] reads;
  private final int[] readLengths;

  private final ExpandableArrayBuffer message = new ExpandableArrayBuffer(256);
  private final ExpandableArrayBuffer record = new ExpandableArrayBuffer(256);
  private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(256);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final VersionsEncoder versionsEncoder = new VersionsEncoder();
  private final StoredEncoder storedEncoder = new StoredEncoder();
  private final VersionsKeptEncoder keptEncoder = new VersionsKeptEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final VersionsDecoder versionsDecoder = new VersionsDecoder();
  private final StoredDecoder storedDecoder = new StoredDecoder();
  private final VersionsKeptDecoder keptDecoder = new VersionsKeptDecoder();

  private VersionStoreState state = VersionStoreState.STARTING;
  private long nextActionNs = NO_DEADLINE;
  private long records;

  // the last change
  private long changes;
  private Change change = Change.NULL_VAL;
  private long changeId;
  private final ExpandableArrayBuffer changeRead = new ExpandableArrayBuffer(128);
  private int changeReadLength;

  // the newest message that came while a change was being stored
  private final ExpandableArrayBuffer waiting = new ExpandableArrayBuffer(256);
  private long waitingId;
  private int waitingLength;

  VersionStoreNode(final NodeContext context, final VersionStoreConfig config, final HeldVersions versions) {
    this.nodeId = context.nodeId();
    this.clusterSize = context.clusterSize();
    this.config = config;
    this.versions = versions;
    this.random = context.random();
    this.contexts = new VersionVector[config.clients()];
    this.reads = new ExpandableArrayBuffer[config.clients()];
    this.readLengths = new int[config.clients()];
  }

  /** What was held after the last change that anybody can have seen, or after the one change since then. */
  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || headerDecoder.templateId() != VersionsKeptDecoder.TEMPLATE_ID) {
      throw new IllegalStateException(
          "record of somebody else: nodeId=%d, length=%d, template=%d"
              .formatted(nodeId, length, headerDecoder.templateId()));
    }
    keptDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
    changes = keptDecoder.changes();
    change = keptDecoder.change();
    changeId = keptDecoder.id();
    changeReadLength = keptDecoder.readLength();
    keptDecoder.getRead(changeRead, 0, changeReadLength);
    final int heldLength = keptDecoder.heldLength();
    versions.sync(buffer, keptDecoder.limit() + VersionsKeptDecoder.heldHeaderLength(), heldLength);
    records++;
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    nextActionNs = nowNs + random.nextLong(1, config.pauseNsMax());
    if (changes > 0) {
      indicateChange(outbox);
    } else {
      indicateHeld(outbox);
    }
    transitionTo(VersionStoreState.SERVING, outbox);
  }

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (length < HEADER) {
      return;
    }
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      return;
    }
    if (headerDecoder.templateId() == StoredDecoder.TEMPLATE_ID && fromId == nodeId) {
      storedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
      onStored(storedDecoder.changes(), outbox);
    } else if (headerDecoder.templateId() == VersionsDecoder.TEMPLATE_ID && length >= HELD_AT) {
      versionsDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
      final int heldLength = versionsDecoder.heldLength();
      if (heldLength >= 0 && heldLength <= length - HELD_AT) {
        onVersions(versionsDecoder.messageId(), buffer, offset + HELD_AT, heldLength, outbox);
      }
    }
  }

  @Override
  public void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    // The clients are the replica's own.
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    if (nowNs < nextDeadlineNs()) {
      return;
    }
    nextActionNs = nowNs + random.nextLong(1, config.pauseNsMax());
    if (clusterSize > 1 && random.nextLong(PERCENT) < config.sendPercent()) {
      send(outbox);
      return;
    }
    final int client = (int) random.nextLong(config.clients());
    if (contexts[client] == null) {
      read(client);
    } else {
      write(client, outbox);
    }
  }

  /** {@inheritDoc} An action waits until the last change is durable. */
  @Override
  public long nextDeadlineNs() {
    return state == VersionStoreState.SERVING ? nextActionNs : NO_DEADLINE;
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, state.ordinal(), LITTLE_ENDIAN);
    buffer.putInt(offset + 4, change.ordinal(), LITTLE_ENDIAN);
    buffer.putLong(offset + 8, nextActionNs, LITTLE_ENDIAN);
    buffer.putLong(offset + 16, random.position(), LITTLE_ENDIAN);
    buffer.putLong(offset + 24, records, LITTLE_ENDIAN);
    buffer.putLong(offset + 32, changes, LITTLE_ENDIAN);
    buffer.putLong(offset + 40, changeId, LITTLE_ENDIAN);
    buffer.putLong(offset + 48, waitingId, LITTLE_ENDIAN);
    int end = put(buffer, offset + 56, changeRead, changeReadLength);
    end = put(buffer, end, waiting, waitingLength);
    for (int client = 0; client < contexts.length; client++) {
      if (contexts[client] != null) {
        buffer.putInt(end, client, LITTLE_ENDIAN);
        end = contexts[client].encode(buffer, end + Integer.BYTES);
        end = put(buffer, end, reads[client], readLengths[client]);
      }
    }
    return end + versions.encode(buffer, end) - offset;
  }

  @Override
  public long digest() {
    return StateDigest.of(scratch, 0, encodeState(scratch, 0));
  }

  /** Anti-entropy: all that is held, to a replica drawn anew. */
  private void send(final Outbox outbox) {
    final long messageId = random.nextLong();
    final int drawn = (int) random.nextLong(clusterSize - 1);
    final int heldLength = versions.encode(scratch, 0);
    versionsEncoder
        .wrapAndApplyHeader(message, 0, headerEncoder)
        .messageId(messageId)
        .putHeld(scratch, 0, heldLength);
    final int length = HEADER + versionsEncoder.encodedLength();
    outbox.indicate(Indication.VERSIONS_SENT, messageId, length);
    outbox.send(drawn < nodeId ? drawn : drawn + 1, message, 0, length);
  }

  private void read(final int client) {
    contexts[client] = versions.context();
    if (reads[client] == null) {
      reads[client] = new ExpandableArrayBuffer(128);
    }
    readLengths[client] = encodeIds(reads[client]);
  }

  private void write(final int client, final Outbox outbox) {
    changeId = random.nextLong();
    changeReadLength = readLengths[client];
    changeRead.putBytes(0, reads[client], 0, changeReadLength);
    versions.write(nodeId * config.clients() + client, contexts[client], changeId);
    contexts[client] = null;
    store(Change.WRITTEN, outbox);
  }

  private void onVersions(
      final long messageId, final DirectBuffer buffer, final int offset, final int length, final Outbox outbox) {
    if (state == VersionStoreState.STORING) {
      waitingId = messageId;
      waitingLength = length;
      waiting.putBytes(0, buffer, offset, length);
      return;
    }
    final boolean isChanged;
    try {
      isChanged = versions.sync(buffer, offset, length);
    } catch (final ClockException e) {
      return; // altered on its way: as if it had been lost
    }
    changeId = messageId;
    changeReadLength = 0;
    if (isChanged) {
      store(Change.RECEIVED, outbox);
    } else {
      change = Change.RECEIVED;
      indicateChange(outbox);
    }
  }

  /** A change becomes durable, and then visible. */
  private void store(final Change newChange, final Outbox outbox) {
    change = newChange;
    changes++;
    final int heldLength = versions.encode(scratch, 0);
    keptEncoder
        .wrapAndApplyHeader(record, 0, headerEncoder)
        .changes(changes)
        .change(change)
        .id(changeId)
        .putRead(changeRead, 0, changeReadLength)
        .putHeld(scratch, 0, heldLength);
    keep(record, HEADER + keptEncoder.encodedLength(), outbox);
    indicateChange(outbox);
    storedEncoder.wrapAndApplyHeader(message, 0, headerEncoder).changes(changes);
    outbox.send(nodeId, message, 0, HEADER + storedEncoder.encodedLength());
    transitionTo(VersionStoreState.STORING, outbox);
  }

  /** The newest record takes the place of all older ones. */
  void keep(final DirectBuffer buffer, final int length, final Outbox outbox) {
    if (records == 0) {
      records = 1 + outbox.persist(buffer, 0, length);
    } else {
      outbox.checkpoint(buffer, 0, length, records);
    }
  }

  private void onStored(final long storedChanges, final Outbox outbox) {
    if (state != VersionStoreState.STORING || storedChanges != changes) {
      return;
    }
    transitionTo(VersionStoreState.SERVING, outbox);
    if (waitingLength > 0) {
      final int length = waitingLength;
      waitingLength = 0;
      onVersions(waitingId, waiting, 0, length, outbox);
    }
  }

  private void indicateChange(final Outbox outbox) {
    if (change == Change.WRITTEN) {
      outbox.indicate(Indication.VERSION_WRITTEN, changeId, changeRead, 0, changeReadLength);
    } else {
      outbox.indicate(Indication.VERSIONS_RECEIVED, changeId, nodeId);
    }
    indicateHeld(outbox);
  }

  private void indicateHeld(final Outbox outbox) {
    outbox.indicate(Indication.VERSIONS_HELD, versions.clockBytes(), scratch, 0, encodeIds(scratch));
  }

  private int encodeIds(final MutableDirectBuffer buffer) {
    for (int i = 0; i < versions.size(); i++) {
      buffer.putLong(i * Long.BYTES, versions.id(i), LITTLE_ENDIAN);
    }
    return versions.size() * Long.BYTES;
  }

  private static int put(
      final MutableDirectBuffer target, final int offset, final DirectBuffer source, final int length) {
    target.putInt(offset, length, LITTLE_ENDIAN);
    target.putBytes(offset + Integer.BYTES, source, 0, length);
    return offset + Integer.BYTES + length;
  }

  /** The only writer of the state. */
  private void transitionTo(final VersionStoreState newState, final Outbox outbox) {
    final VersionStoreState oldState = state;
    state = newState;
    outbox.indicate(Indication.STATE, newState.ordinal(), oldState.ordinal());
  }
}
