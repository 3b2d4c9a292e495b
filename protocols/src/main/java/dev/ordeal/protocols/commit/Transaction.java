package dev.ordeal.protocols.commit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.commit.codec.OperationKind;
import dev.ordeal.protocols.commit.codec.Outcome;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * One transaction at its coordinator, in a slot that is used again and again.
 *
 * <p>Threading: the node's owner. Allocation: none after construction.
 */
public final class Transaction {
  /** How far a transaction has come. */
  public enum Phase {
    /** The slot is free. */
    FREE,
    /** The participants carry out its operations. */
    WORKING,
    /** They have been asked to vote. */
    VOTING,
    /** Three-phase commit only: all voted yes, and are told so before anybody commits. */
    PRECOMMITTING,
    /** It is decided, and not everybody is known to know. */
    TELLING
  }

  /** What has been heard of one participant. */
  public enum Mark {
    /** Nothing in this phase. */
    SILENT,
    /** It carried out its operations. */
    WORKED,
    /** It voted yes. */
    YES,
    /** It voted no, or died. */
    NO,
    /** It voted that it has only read: out of the protocol. */
    READ,
    /** Three-phase commit only: it knows that all voted yes. */
    PRECOMMITTED,
    /** It acknowledged the outcome. */
    ACKED
  }

  static final long NO_REQUEST = -1;

  final int slot;

  /** Its name among nodes. */
  public long number;

  /** How far it has come. */
  public Phase phase = Phase.FREE;

  /** The participants. */
  public final int[] peers;

  /** How many participants there are. */
  public int peerCount;

  /** What has been heard of each. */
  public final Mark[] marks;

  /** Whether the coordinator has crashed since it asked for votes. */
  public boolean isRecovered;

  /** What was decided, or null. */
  public Outcome outcome;

  final Operations operations = new Operations();
  final int[] incarnations;
  final long[] reads = new long[Operations.COUNT_MAX];
  boolean isAckWanted;
  boolean isRollback;
  int client;
  long sequence;
  long requestId = NO_REQUEST;
  long resendNs;
  long giveUpNs;

  /** Where its oldest record that still counts is in the journal. */
  long recordPosition = Long.MAX_VALUE;

  Transaction(final int slot, final int clusterSize) {
    this.slot = slot;
    this.peers = new int[clusterSize];
    this.incarnations = new int[clusterSize];
    this.marks = new Mark[clusterSize];
    Arrays.fill(marks, Mark.SILENT);
  }

  /** The place of a participant in the list, or −1. */
  public int indexOf(final int nodeId) {
    for (int i = 0; i < peerCount; i++) {
      if (peers[i] == nodeId) {
        return i;
      }
    }
    return -1;
  }

  /** How many participants have a mark. */
  public int count(final Mark mark) {
    int count = 0;
    for (int i = 0; i < peerCount; i++) {
      count += marks[i] == mark ? 1 : 0;
    }
    return count;
  }

  /** Whether a participant must hear of the outcome: those who voted no, or to have only read, know enough. */
  boolean isListener(final int index) {
    return marks[index] != Mark.NO && marks[index] != Mark.READ && marks[index] != Mark.ACKED;
  }

  int listenerCount() {
    int count = 0;
    for (int i = 0; i < peerCount; i++) {
      count += isListener(i) ? 1 : 0;
    }
    return count;
  }

  /** Adds a participant unless it is there. */
  void addPeer(final int nodeId) {
    if (indexOf(nodeId) < 0) {
      peers[peerCount] = nodeId;
      marks[peerCount++] = Mark.SILENT;
    }
  }

  /** Takes over what the reads at one participant found, in the order asked. */
  void putReads(final int participant, final long[] found, final int count) {
    int next = 0;
    for (int i = 0; i < operations.count && next < count; i++) {
      if (operations.participants[i] == participant && operations.kinds[i] == OperationKind.READ.value()) {
        reads[i] = found[next++];
      }
    }
  }

  /** Writes all of it; returns how many bytes. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, number, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, sequence, LITTLE_ENDIAN);
    buffer.putLong(offset + 16, requestId, LITTLE_ENDIAN);
    buffer.putLong(offset + 24, resendNs, LITTLE_ENDIAN);
    buffer.putLong(offset + 32, giveUpNs, LITTLE_ENDIAN);
    buffer.putInt(offset + 40, client, LITTLE_ENDIAN);
    buffer.putByte(offset + 44, (byte) phase.ordinal());
    buffer.putByte(offset + 45, (byte) (outcome == null ? 0 : outcome.value()));
    buffer.putByte(offset + 46, (byte) ((isAckWanted ? 1 : 0) + (isRollback ? 2 : 0) + (isRecovered ? 4 : 0)));
    buffer.putByte(offset + 47, (byte) operations.count);
    int at = offset + 48;
    for (int i = 0; i < peerCount; i++) {
      buffer.putInt(at, peers[i] << 8 | marks[i].ordinal(), LITTLE_ENDIAN);
      buffer.putInt(at + 4, incarnations[i], LITTLE_ENDIAN);
      at += 2 * Integer.BYTES;
    }
    for (int i = 0; i < operations.count; i++) {
      buffer.putInt(at, operations.participants[i] << 8 | operations.kinds[i], LITTLE_ENDIAN);
      buffer.putLong(at + 4, operations.keys[i], LITTLE_ENDIAN);
      buffer.putLong(at + 12, operations.values[i], LITTLE_ENDIAN);
      buffer.putLong(at + 20, operations.expected[i], LITTLE_ENDIAN);
      buffer.putLong(at + 28, reads[i], LITTLE_ENDIAN);
      at += 36;
    }
    return at - offset;
  }
}
