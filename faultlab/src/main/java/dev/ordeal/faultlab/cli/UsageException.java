package dev.ordeal.faultlab.cli;

/** The command line asks for something that is not there. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageException(final String message) {
    super(message);
  }
}
