package dev.ordeal.benchmarks.planted.faultlab.util;

/** A class in a package whose name says nothing. */
public final class Strings {
  private Strings() {}
}
