package dev.ordeal.faultlab.fault;

import dev.ordeal.protocols.core.FaultKind;

/**
 * What a link does with one message: a mutable flyweight that {@link LinkLayer#transmit} fills. Hot; allocates nothing
 * after construction. Single owner.
 */
public final class Fate {
  /** The most copies of one message that can arrive. */
  public static final int COPIES_MAX = 8;

  private final long[] arrivalNs = new long[COPIES_MAX];
  private long sequence;
  private int copies;
  private FaultKind lostTo;
  private boolean isHeld;
  private boolean isCorrupted;
  private boolean isDuplicated;
  private long alterationBits;

  /** The message's number on its directed link, from 0. */
  public long sequence() {
    return sequence;
  }

  /** How many copies arrive: 0 if the message is lost. */
  public int copies() {
    return copies;
  }

  /** True time at which a copy arrives; the message itself is copy 0. A later copy may arrive first. */
  public long arrivalNs(final int copy) {
    if (copy < 0 || copy >= copies) {
      throw new IndexOutOfBoundsException("no such copy: copy=%d, copies=%d".formatted(copy, copies));
    }
    return arrivalNs[copy];
  }

  /** The fault that took the message: LOSS, BURST_LOSS, PARTITION or CAPACITY; null if it arrives. */
  public FaultKind lostTo() {
    return lostTo;
  }

  /** Whether the message is held back so that later ones may overtake it. */
  public boolean isHeld() {
    return isHeld;
  }

  /**
   * Whether one field of the message is to be altered, with {@link #alterationBits()}. All copies are altered alike.
   */
  public boolean isCorrupted() {
    return isCorrupted;
  }

  /** Whether the link made a second copy of the message. */
  public boolean isDuplicated() {
    return isDuplicated;
  }

  /** The random bits of the alteration; 0 unless {@link #isCorrupted()}. */
  public long alterationBits() {
    return alterationBits;
  }

  void reset(final long sequence) {
    this.sequence = sequence;
    copies = 0;
    lostTo = null;
    isHeld = false;
    isCorrupted = false;
    isDuplicated = false;
    alterationBits = 0;
  }

  void addCopy(final long atNs) {
    arrivalNs[copies++] = atNs;
  }

  void loseTo(final FaultKind kind) {
    copies = 0;
    lostTo = kind;
  }

  void hold() {
    isHeld = true;
  }

  void duplicate() {
    isDuplicated = true;
  }

  void corrupt(final long bits) {
    isCorrupted = true;
    alterationBits = bits;
  }
}
