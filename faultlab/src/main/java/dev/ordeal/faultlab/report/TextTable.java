package dev.ordeal.faultlab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A table for the terminal: aligned columns that fit a width by wrapping their widest text columns at words; nothing is
 * cut off.
 *
 * <p>Single owner.
 */
public final class TextTable {
  private static final int GAP = 2;
  private static final int COLUMN_MIN = 8;
  private static final String RESET = "\u001b[0m";

  /** What a cell's text means; shown by colour where colour is wanted, and never by colour alone. */
  public enum Tone {
    /** Nothing special. */
    PLAIN(""),
    /** As it should be. */
    GOOD("\u001b[32m"),
    /** Worth a look: stalled, beyond the model, undecided. */
    WARN("\u001b[33m"),
    /** A bug. */
    BAD("\u001b[31m"),
    /** Of less weight. */
    DIM("\u001b[2m"),
    /** Of more weight. */
    STRONG("\u001b[1m");

    private final String escape;

    Tone(final String escape) {
      this.escape = escape;
    }
  }

  private record Column(String header, boolean isRight) {}

  private record TonedText(String text, Tone tone) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<TonedText>> rows = new ArrayList<>();

  /** Adds a column of text, aligned left; it wraps if the table is too wide. */
  public TextTable left(final String header) {
    columns.add(new Column(header, false));
    return this;
  }

  /** Adds a column of figures, aligned right; if the table is too wide, its header wraps, its figures never. */
  public TextTable right(final String header) {
    columns.add(new Column(header, true));
    return this;
  }

  /** Starts a row; {@link #cell} fills it from the left, missing cells are blank. */
  public TextTable row() {
    rows.add(new ArrayList<>());
    return this;
  }

  /** Adds a row of plain texts. */
  public TextTable row(final Object... texts) {
    row();
    for (final Object text : texts) {
      cell(text, Tone.PLAIN);
    }
    return this;
  }

  /** Adds the next cell of the row that was started last. */
  public TextTable cell(final Object text, final Tone tone) {
    final List<TonedText> row = rows.get(rows.size() - 1);
    if (row.size() == columns.size()) {
      throw new IllegalArgumentException("too many cells in a row: columns=%d".formatted(columns.size()));
    }
    row.add(new TonedText(String.valueOf(text), tone));
    return this;
  }

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }

  /** Whether to colour: only on a terminal, and not if NO_COLOR is set to anything or TERM is "dumb". */
  public static boolean isColourWanted(final Map<String, String> environment, final boolean isTerminal) {
    return isTerminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }

  /** The width of the terminal as the environment gives it in COLUMNS, or 120. */
  public static int widthOf(final Map<String, String> environment) {
    try {
      return Math.max(40, Integer.parseInt(environment.getOrDefault("COLUMNS", "120").trim()));
    } catch (final NumberFormatException e) {
      return 120;
    }
  }

  /** The table as lines, each ended by a newline, without colour. */
  public String render(final int widthMax) {
    return render(widthMax, false);
  }

  /**
   * The table as lines, each ended by a newline.
   *
   * @param widthMax columns of the terminal; exceeded only if the columns of figures alone are wider
   */
  public String render(final int widthMax, final boolean isColoured) {
    final int[] widths = fit(widthMax);
    final StringBuilder out = new StringBuilder();
    final List<TonedText> header = columns.stream().map(c -> new TonedText(c.header, Tone.STRONG)).toList();
    appendRow(out, header, widths, isColoured);
    final List<TonedText> rule = new ArrayList<>();
    for (final int width : widths) {
      rule.add(new TonedText("─".repeat(width), Tone.DIM));
    }
    appendRow(out, rule, widths, isColoured);
    rows.forEach(row -> appendRow(out, row, widths, isColoured));
    return out.toString();
  }

  private int[] fit(final int widthMax) {
    final int[] widths = new int[columns.size()];
    int total = Math.max(0, columns.size() - 1) * GAP;
    for (int i = 0; i < widths.length; i++) {
      widths[i] = lengthOf(columns.get(i).header);
      for (final List<TonedText> row : rows) {
        if (i < row.size()) {
          widths[i] = Math.max(widths[i], row.get(i).text.lines().mapToInt(TextTable::lengthOf).max().orElse(0));
        }
      }
      total += widths[i];
    }
    while (total > widthMax) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        if (widths[i] > narrowest(i) && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        break;
      }
      widths[widest]--;
      total--;
    }
    return widths;
  }

  /** How narrow a column may become: figures stay whole, and so do the words of their header. */
  private int narrowest(final int column) {
    if (!columns.get(column).isRight) {
      return COLUMN_MIN;
    }
    int width = 1;
    for (final String word : columns.get(column).header.split("(?<=[- ])")) {
      width = Math.max(width, lengthOf(word.strip()));
    }
    for (final List<TonedText> row : rows) {
      width = Math.max(width, column < row.size() ? lengthOf(row.get(column).text) : 0);
    }
    return width;
  }

  private void appendRow(
      final StringBuilder out, final List<TonedText> row, final int[] widths, final boolean isColoured) {
    final List<List<String>> wrapped = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < row.size(); i++) {
      final List<String> lines = wrap(row.get(i).text, widths[i]);
      wrapped.add(lines);
      height = Math.max(height, lines.size());
    }
    for (int line = 0; line < height; line++) {
      int owed = 0;
      for (int i = 0; i < row.size(); i++) {
        final String text = line < wrapped.get(i).size() ? wrapped.get(i).get(line) : "";
        final int blank = widths[i] - lengthOf(text);
        final int before = columns.get(i).isRight ? blank : 0;
        if (!text.isEmpty()) {
          out.append(" ".repeat(owed + before));
          appendToned(out, text, isColoured ? row.get(i).tone : Tone.PLAIN);
          owed = blank - before + GAP;
        } else {
          owed += widths[i] + GAP;
        }
      }
      out.append('\n');
    }
  }

  private static void appendToned(final StringBuilder out, final String text, final Tone tone) {
    if (tone == Tone.PLAIN) {
      out.append(text);
    } else {
      out.append(tone.escape).append(text).append(RESET);
    }
  }

  /**
   * Breaks at spaces, and after a comma, slash or hyphen in words too long for the width; at the width itself as a last resort.
   */
  static List<String> wrap(final String text, final int width) {
    final List<String> lines = new ArrayList<>();
    for (final String paragraph : text.split("\n", -1)) {
      String rest = paragraph;
      while (lengthOf(rest) > width) {
        final int limit = rest.offsetByCodePoints(0, width);
        int cut = rest.lastIndexOf(' ', limit);
        if (cut <= 0) {
          cut =
              1
                  + Math.max(
                      rest.lastIndexOf('-', limit - 1),
                      Math.max(rest.lastIndexOf(',', limit - 1), rest.lastIndexOf('/', limit - 1)));
        }
        if (cut <= 0) {
          cut = limit;
        }
        lines.add(rest.substring(0, cut).stripTrailing());
        rest = rest.substring(cut).stripLeading();
      }
      lines.add(rest);
    }
    return lines;
  }

  private static int lengthOf(final String text) {
    return text.codePointCount(0, text.length());
  }
}
