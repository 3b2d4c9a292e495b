package dev.ordeal.faultlab.causality;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads a log in the format of ShiViz. A log may say how it is to be read in its first line, a regular expression with
 * the named groups {@code host}, {@code clock} and {@code event}, as ShiViz's own examples do; the second line,
 * ShiViz's delimiter of several executions, must then be empty, since one log is one execution here. A log that says
 * nothing is read as ShiViz's default, host and clock in one line and the event in the next, or with the event first.
 *
 * <p>Everything between two matches must be blank: a line that fits nowhere is named, not skipped as ShiViz does. At
 * most {@link #MISTAKES_MAX} mistakes are named.
 */
final class ShivizReader {
  /** How many mistakes are named. */
  static final int MISTAKES_MAX = 20;

  /** Host and clock, then the event: ShiViz's default. */
  static final String HOST_FIRST = "(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)";

  /** The event, then host and clock. */
  static final String EVENT_FIRST = "(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})";

  private static final Pattern LITERAL_BRACE = Pattern.compile("(?<!\\\\[pPx]?)\\{(?!\\d+(,\\d*)?\\})");
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final int COUNT_MAX = 1_000_000_000;

  private final String text;
  private final List<String> mistakes = new ArrayList<>();
  private final StampedLog log = new StampedLog();
  private int line = 1;
  private int lineFrom;
  private int more;

  /** What was read. */
  record Result(StampedLog log, List<String> mistakes) {}

  private ShivizReader(final String text) {
    this.text = text;
  }

  /**
   * Reads a log.
   *
   * @param expression how to read it, or null for what the log says of itself or one of the two defaults
   */
  static Result read(final String text, final String expression) {
    final ShivizReader reader = new ShivizReader(text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n"));
    reader.read(expression);
    if (reader.more > 0) {
      reader.mistakes.add("%d more mistakes".formatted(reader.more));
    }
    return new Result(reader.log, List.copyOf(reader.mistakes));
  }

  private void read(final String given) {
    int from = 0;
    String expression = given;
    if (isExpression(firstLine())) {
      expression = given == null ? firstLine() : given;
      final int second = endOfLine(0) + 1;
      from = Math.min(text.length(), second);
      final int third = endOfLine(from);
      if (!text.substring(from, third).isBlank()) {
        mistake(2, "several executions in one log, each needs a file of its own: delimiter=" + shortened(from, third));
        return;
      }
      from = Math.min(text.length(), third + 1);
    }
    if (expression == null) {
      expression = looksEventFirst(from) ? EVENT_FIRST : HOST_FIRST;
    }
    final Pattern pattern;
    try {
      pattern = Pattern.compile(translated(expression), Pattern.MULTILINE);
    } catch (final PatternSyntaxException e) {
      mistake(1, "not a regular expression: " + e.getDescription());
      return;
    }
    readEvents(pattern, from);
  }

  private void readEvents(final Pattern pattern, final int from) {
    final Matcher matcher = pattern.matcher(text);
    int at = from;
    try {
      while (at < text.length() && matcher.find(at) && matcher.end() > at) {
        unmatched(at, matcher.start());
        readEvent(matcher);
        at = matcher.end();
      }
    } catch (final StackOverflowError e) {
      mistake(1, "regular expression too deep for a line of this log");
      return;
    }
    unmatched(at, text.length());
    if (log.size() == 0 && mistakes.isEmpty()) {
      mistake(1, "no event in the log");
    }
  }

  private void readEvent(final Matcher matcher) {
    final String host = matcher.group("host");
    final int at = lineOf(Math.max(matcher.start(), matcher.start("clock")));
    if (matcher.start("clock") < 0) {
      mistake(at, "clock missing");
      return;
    }
    if (host == null || host.isEmpty()) {
      mistake(at, "host missing");
      return;
    }
    final String wrong = readClock(host, matcher.group("clock"));
    if (wrong != null) {
      mistake(at, wrong);
      log.dropEntries();
    } else {
      log.addEvent(log.hostOf(host), at);
    }
  }

  /** Names the lines between two events that are not blank and of which no part belongs to an event. */
  private void unmatched(final int from, final int to) {
    int at = from == 0 || text.charAt(from - 1) == '\n' ? from : endOfLine(from) + 1;
    while (at < to) {
      final int end = endOfLine(at);
      final boolean isWhole = end < to || end == text.length();
      if (isWhole && !text.substring(at, end).isBlank()) {
        mistake(lineOf(at), "line fits nowhere: " + shortened(at, end));
      }
      at = end + 1;
    }
  }

  private void mistake(final int atLine, final String words) {
    if (mistakes.size() < MISTAKES_MAX) {
      mistakes.add("%d: %s".formatted(atLine, words));
    } else {
      more++;
    }
  }

  /** The line of a position; positions do not go back. */
  private int lineOf(final int position) {
    if (position < lineFrom) {
      line = 1;
      lineFrom = 0;
    }
    for (int i = text.indexOf('\n', lineFrom); i >= 0 && i < position; i = text.indexOf('\n', i + 1)) {
      line++;
      lineFrom = i + 1;
    }
    return line;
  }

  private String firstLine() {
    return text.substring(0, endOfLine(0));
  }

  private int endOfLine(final int from) {
    final int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private String shortened(final int from, final int to) {
    final String words = text.substring(from, to).strip();
    return words.length() <= 60 ? words : words.substring(0, 60) + "…";
  }

  private static boolean isExpression(final String line) {
    return line.contains("(?<host>") && line.contains("(?<clock>") && line.contains("(?<event>");
  }

  /** Whether the second line that is not blank, and not the first, is a host and a clock. */
  private boolean looksEventFirst(final int from) {
    final Pattern head = Pattern.compile("\\S+ \\{.*\\}");
    final List<String> firstTwo = text.substring(from).lines().filter(words -> !words.isBlank()).limit(2).toList();
    return firstTwo.size() == 2
        && !head.matcher(firstTwo.get(0)).matches()
        && head.matcher(firstTwo.get(1)).matches();
  }

  /** JavaScript takes a brace that counts nothing for itself; Java wants it escaped. */
  private static String translated(final String expression) {
    return LITERAL_BRACE.matcher(expression).replaceAll("\\\\{");
  }

  /**
   * Reads a clock, a JSON object from hosts to counts, into the entries of the next event.
   *
   * @return what is wrong with it, or null
   */
  private String readClock(final String host, final String json) {
    boolean isOwnNamed = false;
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return "clock is no JSON object: clock=" + json;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        final String of = parser.currentName();
        if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
          return "entry of a clock is no whole number: host=%s, entry=%s".formatted(of, parser.getText());
        }
        final BigInteger count = parser.getBigIntegerValue();
        if (count.signum() < 0 || count.compareTo(BigInteger.valueOf(COUNT_MAX)) > 0) {
          return "entry of a clock out of range: host=%s, entry=%s, min=0, max=%d".formatted(of, count, COUNT_MAX);
        }
        final boolean isOwn = of.equals(host);
        if (isOwn && count.signum() == 0) {
          return "host's own entry out of range: host=%s, entry=0, min=1".formatted(of);
        }
        isOwnNamed |= isOwn;
        if (count.signum() > 0) {
          log.addEntry(log.hostOf(of), count.intValue());
        }
      }
      if (parser.nextToken() != null) {
        return "text after a clock: clock=" + json;
      }
    } catch (final IOException e) {
      return "clock is no JSON: clock=%s".formatted(json);
    }
    return isOwnNamed ? null : "clock without an entry of its own host: host=%s".formatted(host);
  }
}
