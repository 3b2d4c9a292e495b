package dev.ordeal.protocols.consensus.chandratoueg;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.SenderSets;
import dev.ordeal.protocols.core.Outbox;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * One instance of Chandra and Toueg's consensus at one node, figure 6 of the paper: rounds with a coordinator each.
 * What its messages look like, whom the node suspects, and how a decision spreads is left to whoever embeds it; a value
 * is a word, or stands for something longer. May be used again for another instance.
 *
 * <p>Its links deliver each message once, so replies are counted and their senders not told apart; an estimate may be
 * said again. Links keep a bounded number of messages and so do nodes: those of more than {@value #WINDOW} − 1 rounds
 * ahead are dropped. Whoever embeds this and has such links sees to it that a node that {@link #isStuck} asks, that it
 * is told again what counts ({@link #sayAgain}), and that it {@link #jump}s to a later round. To jump is to have
 * suspected the coordinators before, with refusals that are lost, so that safety does not rest on it.
 *
 * <p>Cost: 3 (n − 1) messages a round. State: six words for each of {@value #WINDOW} rounds.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public abstract class CoordinatedRounds {
  /** How many rounds ahead of its own a node keeps messages of. */
  static final int WINDOW = 64;

  /** Nobody is waited for. */
  public static final int NOBODY = -1;

  private static final long NO_VALUE = ConsensusNode.NO_VALUE;

  private final int nodeId;
  private final int clusterSize;
  private ChandraTouegState state = ChandraTouegState.WAITING;

  /** The round, 0 before the first; what this node holds true, and the round in which it took that on. */
  private long round;

  private long estimate = NO_VALUE;
  private long adoptedIn;

  /** The latest round that was heard of, and the round in which it was last asked whether this node is stuck. */
  private long heardOf;

  private long checkedIn;

  /** For each round modulo the window: which it is, estimates that came, the newest of them, the value, replies. */
  private final long[] roundOf = new long[WINDOW];

  private final int[] estimates = new int[WINDOW];
  private final SenderSets estimatesFrom;
  private final long[] newestAdoptedIn = new long[WINDOW];
  private final long[] newest = new long[WINDOW];
  private final long[] coordinated = new long[WINDOW];
  private final int[] adopted = new int[WINDOW];
  private final int[] refused = new int[WINDOW];

  /** An instance in which nothing has been proposed. */
  protected CoordinatedRounds(final int nodeId, final int clusterSize) {
    this.nodeId = nodeId;
    this.clusterSize = clusterSize;
    this.estimatesFrom = new SenderSets(WINDOW, clusterSize);
  }

  /** Phase 1: sends an estimate to the round's coordinator. */
  protected abstract void sendEstimate(int toId, long itsRound, long value, long itsAdoptedIn, Outbox outbox);

  /** Phase 2: tells all others the round's value. */
  protected abstract void broadcastValue(long itsRound, long value, Outbox outbox);

  /** Phase 2: tells one node the round's value again. */
  protected abstract void sendValue(int toId, long itsRound, long value, Outbox outbox);

  /** Phase 3: tells the coordinator that its value was taken on, or that it is suspected. */
  protected abstract void sendReply(int toId, long itsRound, boolean isAdopted, Outbox outbox);

  /** A round begins. */
  protected abstract void onRound(long itsRound, Outbox outbox);

  /** The state changes, or is entered again. */
  protected abstract void onState(ChandraTouegState newState, Outbox outbox);

  /** Phase 4: a majority has taken the value on, so it is the decision; calls {@link #stop}. */
  protected abstract void onLocked(long nowNs, long value, Outbox outbox);

  /** How many estimates, and how many replies, a coordinator waits for. */
  protected int quorum() {
    return clusterSize / 2 + 1;
  }

  /** Begins. Messages that came before have been counted. */
  public final void propose(final long nowNs, final long value, final Outbox outbox) {
    estimate = value;
    enterRound(1, outbox);
    advance(nowNs, outbox);
  }

  /** Phase 1, at the coordinator. */
  public final void onEstimate(
      final long nowNs,
      final int fromId,
      final long itsRound,
      final long value,
      final long itsAdoptedIn,
      final Outbox outbox) {
    hearOf(itsRound);
    countEstimate(fromId, itsRound, value, itsAdoptedIn);
    advance(nowNs, outbox);
  }

  /** Phase 3: the coordinator's value. */
  public final void onValue(final long nowNs, final long itsRound, final long value, final Outbox outbox) {
    hearOf(itsRound);
    if (isKept(itsRound)) {
      coordinated[slotOf(itsRound)] = value;
    }
    advance(nowNs, outbox);
  }

  /** Phase 4, at the coordinator. */
  public final void onReply(final long nowNs, final long itsRound, final boolean isAdopted, final Outbox outbox) {
    hearOf(itsRound);
    if (isKept(itsRound)) {
      final int slot = slotOf(itsRound);
      if (isAdopted) {
        adopted[slot]++;
      } else {
        refused[slot]++;
      }
    }
    advance(nowNs, outbox);
  }

  /** Phase 3: the coordinator that is waited for is suspected. */
  public final void onSuspicion(final long nowNs, final Outbox outbox) {
    sendReply(awaitedId(), round, false, outbox);
    enterRound(round + 1, outbox);
    advance(nowNs, outbox);
  }

  /** Somebody is in a round. */
  public final void hearOf(final long itsRound) {
    heardOf = Math.max(heardOf, itsRound);
  }

  /** Whether this node has proposed, not decided, and been in its round when this was asked for the last time. */
  public final boolean isStuck() {
    final boolean isStuck = isUnderWay() && round == checkedIn;
    checkedIn = round;
    return isStuck;
  }

  /** Goes to the latest round that was heard of, if that is later than this node's; returns whether it did. */
  public final boolean jump(final long nowNs, final Outbox outbox) {
    if (!isUnderWay() || heardOf <= round) {
      return false;
    }
    enterRound(heardOf, outbox);
    advance(nowNs, outbox);
    return true;
  }

  /** Says again to a node in the same round what that may wait for. */
  public final void sayAgain(final int toId, final Outbox outbox) {
    if (state == ChandraTouegState.POLLING) {
      sendValue(toId, round, estimate, outbox);
    } else if (state == ChandraTouegState.ESTIMATING && coordinatorOf(round) == toId) {
      sendEstimate(toId, round, estimate, adoptedIn, outbox);
    }
  }

  /** The round, 0 before the first. */
  public final long round() {
    return round;
  }

  /** The coordinator whose value is waited for, or {@link #NOBODY}: suspecting that one changes something. */
  public final int awaitedId() {
    return state == ChandraTouegState.ESTIMATING ? coordinatorOf(round) : NOBODY;
  }

  /** What this node is about. */
  public final ChandraTouegState state() {
    return state;
  }

  /** The decision is known: nothing more is said. */
  public final void stop(final Outbox outbox) {
    transitionTo(ChandraTouegState.DECIDED, outbox);
    Arrays.fill(roundOf, 0);
  }

  /** Makes this a new instance. */
  public final void reset() {
    state = ChandraTouegState.WAITING;
    round = 0;
    estimate = NO_VALUE;
    adoptedIn = 0;
    heardOf = 0;
    checkedIn = 0;
    Arrays.fill(roundOf, 0);
  }

  /** Writes all but the state's name; returns the end. */
  public final int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, round, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, adoptedIn, LITTLE_ENDIAN);
    buffer.putLong(offset + 16, Math.max(heardOf, round), LITTLE_ENDIAN);
    buffer.putLong(offset + 24, checkedIn, LITTLE_ENDIAN);
    int end = offset + 32;
    buffer.putByte(end++, (byte) estimate);
    if (state == ChandraTouegState.DECIDED) {
      return end;
    }
    for (long ahead = 0; ahead < WINDOW; ahead++) {
      final int slot = (int) ((round + ahead) % WINDOW);
      if (roundOf[slot] == round + ahead && round + ahead > 0) {
        buffer.putByte(end++, (byte) ahead);
        end = estimatesFrom.encode(slot, buffer, end);
        buffer.putLong(end, newestAdoptedIn[slot], LITTLE_ENDIAN);
        end += Long.BYTES;
        buffer.putByte(end++, (byte) newest[slot]);
        buffer.putByte(end++, (byte) coordinated[slot]);
        buffer.putShort(end, (short) adopted[slot]);
        buffer.putShort(end + 2, (short) refused[slot]);
        end += 4;
      }
    }
    return end;
  }

  /** Phase 1. */
  private void enterRound(final long newRound, final Outbox outbox) {
    round = newRound;
    onRound(round, outbox);
    slotOf(round);
    final int coordinatorId = coordinatorOf(round);
    if (coordinatorId == nodeId) {
      transitionTo(ChandraTouegState.GATHERING, outbox);
      countEstimate(nodeId, round, estimate, adoptedIn);
      return;
    }
    transitionTo(ChandraTouegState.ESTIMATING, outbox);
    sendEstimate(coordinatorId, round, estimate, adoptedIn, outbox);
  }

  /** Goes on as far as what has arrived allows. */
  private void advance(final long nowNs, final Outbox outbox) {
    while (true) {
      final int slot = (int) (round % WINDOW);
      if (state == ChandraTouegState.GATHERING && estimates[slot] >= quorum()) {
        coordinate(slot, outbox);
      } else if (state == ChandraTouegState.ESTIMATING && coordinated[slot] != NO_VALUE) {
        adopt(coordinated[slot]);
        sendReply(coordinatorOf(round), round, true, outbox);
        enterRound(round + 1, outbox);
      } else if (state == ChandraTouegState.POLLING && adopted[slot] + refused[slot] >= quorum()) {
        if (refused[slot] == 0) {
          onLocked(nowNs, estimate, outbox); // phase 4: a majority has taken the value on
          return;
        }
        enterRound(round + 1, outbox);
      } else {
        return;
      }
    }
  }

  /** Phase 2: of a majority's estimates the one that was taken on last; the coordinator itself takes it on. */
  private void coordinate(final int slot, final Outbox outbox) {
    transitionTo(ChandraTouegState.POLLING, outbox);
    adopt(newest[slot]);
    adopted[slot]++;
    broadcastValue(round, estimate, outbox);
  }

  private void adopt(final long value) {
    estimate = value;
    adoptedIn = round;
  }

  private void countEstimate(
      final int fromId, final long itsRound, final long value, final long itsAdoptedIn) {
    if (!isKept(itsRound)) {
      return;
    }
    final int slot = slotOf(itsRound);
    if (!estimatesFrom.add(slot, fromId)) {
      return; // said again
    }
    if (estimates[slot] == 0 || itsAdoptedIn > newestAdoptedIn[slot]) {
      newest[slot] = value;
      newestAdoptedIn[slot] = itsAdoptedIn;
    }
    estimates[slot]++;
  }

  private boolean isUnderWay() {
    return state != ChandraTouegState.WAITING && state != ChandraTouegState.DECIDED;
  }

  private boolean isKept(final long itsRound) {
    return itsRound >= Math.max(1, round) && itsRound < round + WINDOW;
  }

  /** The slot of a round that is kept, emptied if it held another. */
  private int slotOf(final long itsRound) {
    final int slot = (int) (itsRound % WINDOW);
    if (roundOf[slot] != itsRound) {
      roundOf[slot] = itsRound;
      estimates[slot] = 0;
      estimatesFrom.clear(slot);
      newestAdoptedIn[slot] = 0;
      newest[slot] = NO_VALUE;
      coordinated[slot] = NO_VALUE;
      adopted[slot] = 0;
      refused[slot] = 0;
    }
    return slot;
  }

  private int coordinatorOf(final long itsRound) {
    return (int) ((itsRound - 1) % clusterSize);
  }

  /** The only writer of the state. */
  private void transitionTo(final ChandraTouegState newState, final Outbox outbox) {
    state = newState;
    onState(newState, outbox);
  }
}
