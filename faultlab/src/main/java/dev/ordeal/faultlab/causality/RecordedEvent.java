package dev.ordeal.faultlab.causality;

import java.util.Locale;

/**
 * One event of a computation.
 *
 * @param line its line in the file
 * @param time the Lamport time it bears, or {@link #UNSTAMPED}
 * @param host where it happened
 * @param kind what happened
 * @param peer the other end of the message; empty for a local event
 * @param message which message; empty for a local event
 */
public record RecordedEvent(int line, long time, String host, Kind kind, String peer, String message) {
  /** The time of an event that bears none. */
  public static final long UNSTAMPED = -1;

  /** What can happen. */
  public enum Kind {
    /** Nothing that others hear of. */
    LOCAL,
    /** A message leaves. */
    SEND,
    /** A message arrives. */
    RECEIVE
  }

  /** The event in words, without its time: {@code node0 send node1 Hello}. */
  public String words() {
    final String what = host + " " + kind.name().toLowerCase(Locale.ROOT);
    return kind == Kind.LOCAL ? what : what + " " + peer + " " + message;
  }
}
