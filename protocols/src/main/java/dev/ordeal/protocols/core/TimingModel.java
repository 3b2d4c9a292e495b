package dev.ordeal.protocols.core;

/** What an algorithm assumes of time. */
public enum TimingModel {
  /** Delays and steps have a known bound that always holds. */
  SYNCHRONOUS("synchronous"),
  /** A bound holds from some unknown time on (Dwork, Lynch, Stockmeyer 1988); safety never needs it. */
  PARTIALLY_SYNCHRONOUS("partially synchronous"),
  /** No bound ever holds. */
  ASYNCHRONOUS("asynchronous");

  private final String label;

  TimingModel(final String label) {
    this.label = label;
  }

  /** The name used in files, tables and plots. */
  public String label() {
    return label;
  }
}
