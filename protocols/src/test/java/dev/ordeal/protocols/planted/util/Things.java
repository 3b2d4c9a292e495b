package dev.ordeal.protocols.planted.util;

/** Lives in a package whose name says nothing. */
final class Things {
  private Things() {}
}
