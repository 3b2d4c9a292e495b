package dev.ordeal.protocols.broadcast.atomic;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.consensus.chandratoueg.ChandraTouegState;
import dev.ordeal.protocols.consensus.chandratoueg.CoordinatedRounds;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.MutableDirectBuffer;

/**
 * The instances of consensus that are under way: the last {@value #AHEAD} that anybody was heard of in. Those before
 * are decided, and known to a majority, since whoever takes part in an instance has delivered all before it, and an
 * instance takes a majority. So their messages are not needed, but their decisions are.
 *
 * <p>Values are proposers: an instance has one proposal of each node, and keeps the batch behind each it has heard of.
 *
 * <p>Single owner; allocates nothing after construction.
 */
final class Instances {
  /** How many instances are kept; at least two, so that a majority has delivered those that are not. */
  static final int AHEAD = 4;

  private final Instance[] slots = new Instance[AHEAD];
  private long highest;

  /** Learns what an instance has decided. */
  @FunctionalInterface
  interface Listener {
    void onDecided(long instance, Batch batch, Outbox outbox);
  }

  Instances(
      final int nodeId,
      final int clusterSize,
      final int batchSize,
      final AtomicBroadcastMessages messages,
      final Listener listener) {
    for (int i = 0; i < AHEAD; i++) {
      slots[i] = new Instance(nodeId, clusterSize, batchSize, messages, listener);
    }
  }

  /** An instance that a message speaks of, from 1, or that is to be proposed in; null if it is no longer kept. */
  Instance open(final long number) {
    hearOf(number);
    if (!isKept(number)) {
      return null;
    }
    final Instance instance = at(number);
    if (instance.number != number) {
      instance.begin(number);
    }
    return instance;
  }

  /** Whether messages of an instance are of use. */
  boolean isKept(final long number) {
    return number > highest - AHEAD;
  }

  /** The highest instance that anybody was heard of in, 0 for none. */
  long highest() {
    return highest;
  }

  /** An instance that has been opened and is kept. */
  Instance at(final long number) {
    return slots[(int) (number % AHEAD)];
  }

  /** This node's round in an instance, 0 if it has not proposed in it or no longer keeps it. */
  long roundIn(final long number) {
    return at(number).number == number ? at(number).round() : 0;
  }

  /** Somebody has been in an instance. */
  void hearOf(final long number) {
    highest = Math.max(highest, number);
  }

  /** Writes all; returns the end. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, highest, LITTLE_ENDIAN);
    int end = offset + Long.BYTES;
    for (final Instance instance : slots) {
      end = instance.encodeAll(buffer, end);
    }
    return end;
  }

  /** One instance. */
  static final class Instance extends CoordinatedRounds {
    private final AtomicBroadcastMessages messages;
    private final Listener listener;
    private final Batch[] proposals;
    private long number;

    Instance(
        final int nodeId,
        final int clusterSize,
        final int batchSize,
        final AtomicBroadcastMessages messages,
        final Listener listener) {
      super(nodeId, clusterSize);
      this.messages = messages;
      this.listener = listener;
      proposals = new Batch[clusterSize];
      for (int id = 0; id < clusterSize; id++) {
        proposals[id] = new Batch(batchSize);
      }
    }

    /** Keeps what a node has proposed. */
    void keep(final int proposer, final Batch batch) {
      proposals[proposer].set(batch);
    }

    private void begin(final long itsNumber) {
      reset();
      number = itsNumber;
      for (final Batch proposal : proposals) {
        proposal.count = 0;
      }
    }

    private int encodeAll(final MutableDirectBuffer buffer, final int offset) {
      buffer.putLong(offset, number, LITTLE_ENDIAN);
      buffer.putByte(offset + Long.BYTES, (byte) state().ordinal());
      int end = encode(buffer, offset + Long.BYTES + 1);
      if (state() != ChandraTouegState.DECIDED) {
        for (final Batch proposal : proposals) {
          end = proposal.encode(buffer, end);
        }
      }
      return end;
    }

    @Override
    protected void sendEstimate(
        final int toId, final long itsRound, final long value, final long itsAdoptedIn, final Outbox outbox) {
      final int length =
          messages.writeEstimate(number, itsRound, itsAdoptedIn, (int) value, proposals[(int) value]);
      outbox.send(toId, messages.frame, 0, length);
    }

    @Override
    protected void broadcastValue(final long itsRound, final long value, final Outbox outbox) {
      outbox.broadcast(messages.frame, 0, writeValue(itsRound, (int) value));
    }

    @Override
    protected void sendValue(final int toId, final long itsRound, final long value, final Outbox outbox) {
      outbox.send(toId, messages.frame, 0, writeValue(itsRound, (int) value));
    }

    private int writeValue(final long itsRound, final int proposer) {
      return messages.writeCoordinate(number, itsRound, proposer, proposals[proposer]);
    }

    @Override
    protected void sendReply(final int toId, final long itsRound, final boolean isAdopted, final Outbox outbox) {
      outbox.send(toId, messages.frame, 0, messages.writeReply(number, itsRound, isAdopted));
    }

    @Override
    protected void onRound(final long itsRound, final Outbox outbox) {
      outbox.indicate(Indication.ROUND, itsRound, number);
    }

    @Override
    protected void onState(final ChandraTouegState newState, final Outbox outbox) {
      // The node says what it is about itself.
    }

    @Override
    protected void onLocked(final long nowNs, final long value, final Outbox outbox) {
      listener.onDecided(number, proposals[(int) value], outbox);
    }
  }
}
