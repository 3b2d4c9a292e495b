package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.report.TextTable;
import java.io.Console;
import java.io.PrintWriter;

/** What is known of the terminal. */
final class Terminal {
  private static final int WIDTH_MAX = 100;

  private Terminal() {}

  /** Whether people are looking: standard input and output are both a terminal. */
  @SuppressWarnings("SystemConsoleNull") // asked below, where there is a way to ask
  static boolean isInteractive() {
    final Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // Since Java 22 there is always a console, and a method that tells.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (final NoSuchMethodException e) {
      return true;
    } catch (final ReflectiveOperationException e) {
      return false;
    }
  }

  static boolean isColoured() {
    return TextTable.isColourWanted(System.getenv(), isInteractive());
  }

  static int width() {
    return Math.min(WIDTH_MAX, TextTable.widthOf(System.getenv()));
  }

  static void print(final PrintWriter out, final TextTable table) {
    out.print(table.render(width(), isColoured()));
    out.flush();
  }
}
