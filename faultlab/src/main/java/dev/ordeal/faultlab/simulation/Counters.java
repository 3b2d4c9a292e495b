package dev.ordeal.faultlab.simulation;

import dev.ordeal.faultlab.fault.Receipts;

/** What one run has done so far. Written by the simulation, read by judges. */
public final class Counters {
  /** Events taken from the queue. */
  public long events;

  /** Messages handed to links, copies made by faults excluded. */
  public long sends;

  /** Bytes of those messages. */
  public long sentBytes;

  /** Messages that reached a live node. */
  public long deliveries;

  /** Records written, lazily or forced. */
  public long records;

  /** Records that were forced; the others were written lazily. */
  public long forcedRecords;

  /** Syncs that were carried out. */
  public long syncs;

  /** Crashes that fell after a step's records were durable and before all its messages had left. */
  public long crashesBeforeSend;

  /** The faults that fired. */
  public final Receipts receipts = new Receipts();
}
