package dev.ordeal.protocols.core;

/**
 * What a node can tell the world. Each constant says what its key and value mean. Checkers judge indications; triggers
 * fire on them; they are the only view of a node that a judge may use.
 */
public enum Indication {
  /** The node changed state: key is the new state's ordinal in the algorithm's state enum, value the old one's. */
  STATE,
  /**
   * The node starts an election or stands in one: key is the epoch, or 0 where the algorithm has none, or has none
   * yet; value its own id.
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
  WRITTEN_BACK,
  /** The node starts on an event that will bear a stamp and is not visible before it does. */
  EVENT_BEGUN,
  /** An event of the node alone. The body: the node's wall clock as it read it (8 bytes), then the event's stamp. */
  LOCAL_EVENT,
  /** The node sends the application's message {@code key}. The body is that of {@link #LOCAL_EVENT}. */
  SEND_EVENT,
  /** The node takes the application's message {@code key}. The body is that of {@link #LOCAL_EVENT}. */
  RECEIVE_EVENT,
  /** The node refuses a message for its stamp, so that no event comes of it: key is the message. */
  STAMP_REFUSED,
  /** The node asks for a resource of which there is one: key is the logical time of the request, value its own id. */
  REQUEST,
  /** The node takes the resource it asked for: key and value are those of {@link #REQUEST}. */
  ENTER,
  /** The node gives the resource back: key and value are those of {@link #REQUEST}. */
  LEAVE,
  /** The node broadcasts its {@code key}-th message, from 1; {@code value} names the message as DELIVER will. */
  BROADCAST,
  /**
   * A client writes a version of the object through the node: key is the version's id. The body: the ids of the
   * versions that the client had read, 8 bytes each. Said again after a crash.
   */
  VERSION_WRITTEN,
  /** The node sends all the versions it holds: key is the message's id, value its length in bytes. */
  VERSIONS_SENT,
  /** The node takes over the versions of the message {@code key}. Said again after a crash. */
  VERSIONS_RECEIVED,
  /**
   * The versions that the node holds now, after what it said before: key is the length of all their clocks, in bytes.
   * The body: their ids, 8 bytes each.
   */
  VERSIONS_HELD,
  /** The node comes to hold node {@code key} to have failed; value its own id. */
  SUSPECT,
  /** The node no longer holds node {@code key} to have failed; value its own id. */
  TRUST,
  /** The node proposes {@code value} to instance {@code key} of consensus. */
  PROPOSE,
  /** The node decides {@code value} in instance {@code key} of consensus. */
  DECIDE,
  /** The node enters round {@code key} (phase, attempt) of instance {@code value} of consensus. */
  ROUND,
  /** A message of round {@code key} reached the node in round {@code value} and was not delivered. */
  ROUND_MISSED,
  /**
   * A coordinator begins transaction {@code key}. The body: the client that asked for it and the client's number of it,
   * a word each.
   */
  TRANSACTION,
  /** A participant votes on transaction {@code key}: 1 no, 2 yes, 3 that it has only read. */
  VOTE,
  /** The node holds transaction {@code key} to be aborted (1) or committed (2). */
  OUTCOME,
  /** What transaction {@code key} read at the node. The body: key, value and who wrote it, a word each, for each. */
  READS,
  /** What transaction {@code key} wrote at the node, from now on to be read. The body: key and value, for each. */
  WRITES,
  /** Transaction {@code key} has {@code value} keys locked at the node from now on; 0 if it gave all back. */
  LOCKS,
  /** The node delivers the batch of instance {@code key}; {@code value} of its messages it had not delivered before. */
  BATCH;

  /** The value of {@link #LEADER} for a node that follows nobody. */
  public static final long NO_LEADER = -1;
}
