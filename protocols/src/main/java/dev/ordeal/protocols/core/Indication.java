package dev.ordeal.protocols.core;

/**
 * What a node can tell the world. Each constant says what its key and value mean. Checkers judge indications; triggers
 * fire on them; they are the only view of a node that a judge may use.
 */
public enum Indication {
  /** The node changed state: key is the new state's ordinal in the algorithm's state enum, value the old one's. */
  STATE,
  /**
   * The node starts an election or stands in one: key is the epoch, or 0 where the algorithm has none; value its own
   * id.
   */
  ELECTION,
  /**
   * The node now holds {@code value} to be the leader in epoch {@code key}; {@link #NO_LEADER} if it holds nobody so.
   */
  LEADER,
  /** The end of the node's log as it starts: key is the last entry's term, value its index. */
  LOG_END,
  /**
   * The node hands a message to whoever is above it: key is its place in the order that is promised, value the message.
   */
  DELIVER,
  /** A node's replica of register {@code key} took on {@code value} because of a read, not a write. */
  WRITTEN_BACK;

  /** The value of {@link #LEADER} for a node that follows nobody. */
  public static final long NO_LEADER = -1;
}
