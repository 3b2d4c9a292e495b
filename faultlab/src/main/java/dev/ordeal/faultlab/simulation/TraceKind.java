package dev.ordeal.faultlab.simulation;

/**
 * What a trace records. Each constant says what its peer, key and value mean; {@code node} is where it happens, and
 * where
 * there is a body it is the message or record. Every one of these goes into the trace hash.
 */
public enum TraceKind {
  /** A node begins a step of {@code onStart}. Key: its incarnation, from 0. */
  START,
  /**
   * A message is handed to a link. Peer: receiver. Key: sequence on the link. Value: arrival time, -1 if it is
   * lost, or Long.MAX_VALUE if the run ends before an adversary delivers it. Body: the message.
   */
  SEND,
  /** A second copy. Peer: receiver. Key: sequence on the link. Value: its arrival time. */
  DUPLICATE,
  /** A message is lost. Peer: receiver. Key: sequence. Value: ordinal of the fault kind that took it. */
  LOSE,
  /** A message arrives. Peer: sender. Key: sequence on the link. Value: when it was sent. Body: the message. */
  DELIVER,
  /** A message finds its receiver down. Peer: sender. Key: sequence on the link. Value: when it was sent. */
  MISS,
  /** A node's deadline. Key: its own time. */
  DEADLINE,
  /** A record is written. Key: position. Value: 0 append, 1 persist, 2 checkpoint. Body: the record. */
  WRITE,
  /** A sync ends. Key: number of records now durable. Value: 1 if it lied. */
  SYNC,
  /** A node indicates. Peer: ordinal of the indication. Key, value: as the indication says. */
  INDICATE,
  /** A client's request arrives. Key: request id. Body: the request. */
  REQUEST,
  /** A node replies. Key: request id. Body: the reply. */
  REPLY,
  /** A node crashes. Key: ordinal of the crash point. Value: number of records it loses. */
  CRASH,
  /** A crashed node comes back. Key: records replayed. */
  RESTART,
  /** A node stands still. Value: until when. */
  PAUSE,
  /** A node goes on. */
  RESUME,
  /** Links are cut. Node: -1, or the node cut off by a trigger. Key: index of the partition in the plan, or -1. */
  CUT,
  /** Links are joined. Node and key: as for CUT. */
  JOIN,
  /** A wall clock is set. Value: by how much. */
  CLOCK_JUMP,
  /** A trigger fires. Key: its index in the plan. */
  TRIGGER,
  /** A Byzantine node changes what leaves it. Peer: receiver. Key: ordinal of the behaviour. */
  LIE,
  /** All that the plan promised to mend is mended. */
  HEAL,
  /** A node threw; it counts as crashed from here. */
  EXCEPTION,
  /** A field of a message is altered on its way. Peer: receiver. Key: sequence on the link. Value: the bits that say how. */
  ALTER
}
