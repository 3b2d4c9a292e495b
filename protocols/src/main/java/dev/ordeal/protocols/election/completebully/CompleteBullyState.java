package dev.ordeal.protocols.election.completebully;

/** Where a node of the complete bully election stands; the paper's state of each in brackets. */
public enum CompleteBullyState {
  /** Built and not started [down]. */
  STARTING,
  /** Asks every higher node whether it is there [as before]. */
  ASKING,
  /** Was halted, or knows of a higher node that is up, and waits for a coordinator [election]. */
  WAITING,
  /** No higher node is there: halts every lower one [election]. */
  HALTING,
  /** Holds itself coordinator and tells those it halted, then starts them [reorganization]. */
  REORGANIZING,
  /** Coordinates, and asks all now and then whether they are normal [normal]. */
  LEADING,
  /** Has been told who coordinates and waits to be started [reorganization]. */
  JOINING,
  /** Works under its coordinator [normal]. */
  FOLLOWING,
  /** Has not heard from its coordinator for long and asks whether it is there [normal]. */
  DOUBTING
}
