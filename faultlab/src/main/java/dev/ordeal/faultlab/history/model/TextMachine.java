package dev.ordeal.faultlab.history.model;

import dev.ordeal.faultlab.history.Machine;
import dev.ordeal.faultlab.history.Values;
import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * Texts that grow by appending. A state is a piece and the state before it, so that n appends hold n pieces and not n
 * texts; equal texts are one state, however they were made of pieces: hashes find candidates, characters decide.
 */
final class TextMachine implements Machine {
  private static final long BASE = 0x5851f42d4c957f2dL;
  private static final int NONE = -1;
  private static final int EMPTY = 0;
  private static final long BYTES_A_STATE = 64;
  private static final int STATES_MIN = 64;

  private enum Kind {
    GET,
    PUT,
    APPEND
  }

  private final Kind[] kinds;
  private final String[] texts;
  private final long[] hashes;
  /** BASE to the power of the text's length. */
  private final long[] powers;

  private int states = 1;
  private int[] before = new int[STATES_MIN];
  private String[] pieces = new String[STATES_MIN];
  private int[] lengths = new int[STATES_MIN];
  private long[] stateHashes = new long[STATES_MIN];
  /** The next state of the same hash. */
  private int[] sameHash = new int[STATES_MIN];
  private final Long2LongHashMap firstOfHash = new Long2LongHashMap(NONE);

  TextMachine(final int operations) {
    kinds = new Kind[operations];
    texts = new String[operations];
    hashes = new long[operations];
    powers = new long[operations];
    before[EMPTY] = NONE;
    pieces[EMPTY] = "";
    sameHash[EMPTY] = NONE;
    firstOfHash.put(0, EMPTY);
  }

  /** A get; of null, nobody knows what it saw. */
  void get(final int operation, final String text) {
    set(operation, Kind.GET, text);
  }

  void put(final int operation, final String text) {
    set(operation, Kind.PUT, text);
  }

  void append(final int operation, final String text) {
    set(operation, Kind.APPEND, text);
  }

  private void set(final int operation, final Kind kind, final String text) {
    kinds[operation] = kind;
    texts[operation] = text;
    long hash = 0;
    long power = 1;
    for (int i = 0; text != null && i < text.length(); i++) {
      hash = hash * BASE + text.charAt(i) + 1;
      power *= BASE;
    }
    hashes[operation] = hash;
    powers[operation] = power;
  }

  @Override
  public long initial() {
    return EMPTY;
  }

  @Override
  public long step(final long state, final int operation) {
    final String text = texts[operation];
    return switch (kinds[operation]) {
      case GET -> text == null || isText((int) state, hashes[operation], text) ? state : IMPOSSIBLE;
      case PUT -> text.isEmpty() ? EMPTY : state(EMPTY, operation);
      case APPEND -> text.isEmpty() ? state : state((int) state, operation);
    };
  }

  private boolean isText(final int state, final long hash, final String text) {
    if (stateHashes[state] != hash || lengths[state] != text.length()) {
      return false;
    }
    int end = text.length();
    for (int at = state; at != NONE; at = before[at]) {
      final String piece = pieces[at];
      end -= piece.length();
      if (!text.startsWith(piece, end)) {
        return false;
      }
    }
    return true;
  }

  /** The state of a text followed by an operation's. */
  private int state(final int start, final int operation) {
    final String piece = texts[operation];
    final long hash = stateHashes[start] * powers[operation] + hashes[operation];
    final int length = Math.addExact(lengths[start], piece.length());
    final int first = (int) firstOfHash.get(hash);
    for (int at = first; at != NONE; at = sameHash[at]) {
      if (before[at] == start && pieces[at].equals(piece) || lengths[at] == length && isSame(at, start, piece)) {
        return at;
      }
    }
    if (states == before.length) {
      grow();
    }
    before[states] = start;
    pieces[states] = piece;
    lengths[states] = length;
    stateHashes[states] = hash;
    sameHash[states] = first;
    firstOfHash.put(hash, states);
    return states++;
  }

  private boolean isSame(final int state, final int start, final String piece) {
    return whole(state).equals(whole(start) + piece);
  }

  private String whole(final int state) {
    final char[] text = new char[lengths[state]];
    int end = text.length;
    for (int at = state; at != NONE; at = before[at]) {
      end -= pieces[at].length();
      pieces[at].getChars(0, pieces[at].length(), text, end);
    }
    return new String(text);
  }

  private void grow() {
    final int capacity = 2 * states;
    before = Arrays.copyOf(before, capacity);
    pieces = Arrays.copyOf(pieces, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    stateHashes = Arrays.copyOf(stateHashes, capacity);
    sameHash = Arrays.copyOf(sameHash, capacity);
  }

  @Override
  public boolean isObserver(final int operation) {
    return kinds[operation] == Kind.GET;
  }

  @Override
  public String inWords(final long state) {
    return Values.text(whole((int) state));
  }

  @Override
  public long bytes() {
    return BYTES_A_STATE * states;
  }
}
