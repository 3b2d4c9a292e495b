package dev.ordeal.faultlab.fault;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How people write durations, ratios and sizes, and how they are written back. What is formatted parses to the same
 * value. Cold; stateless; any thread.
 */
public final class Quantities {
  /** How a time that does not come is written. */
  public static final String NEVER = "never";

  private static final Pattern QUANTITY = Pattern.compile("([+-]?)(\\d[\\d_]*(?:\\.\\d+)?|\\.\\d+)\\s*(\\D*)");
  private static final Pattern FRACTION = Pattern.compile("(\\d+)\\s*/\\s*(\\d+)");
  private static final BigDecimal BILLION = BigDecimal.valueOf(LinkRules.ALWAYS_PPB);
  private static final int FORMAT_DECIMALS = 3;

  /** Nanoseconds of each unit, the greatest first. */
  private static final Map<String, Long> NS_BY_UNIT = new LinkedHashMap<>();

  private static final Map<String, Long> BYTES_BY_UNIT = new LinkedHashMap<>();
  private static final Map<String, Long> PPB_BY_UNIT = new LinkedHashMap<>();

  static {
    NS_BY_UNIT.put("h", 3_600_000_000_000L);
    NS_BY_UNIT.put("min", 60_000_000_000L);
    NS_BY_UNIT.put("s", 1_000_000_000L);
    NS_BY_UNIT.put("ms", 1_000_000L);
    NS_BY_UNIT.put("us", 1_000L);
    NS_BY_UNIT.put("µs", 1_000L);
    NS_BY_UNIT.put("ns", 1L);
    BYTES_BY_UNIT.put("GB", 1_000_000_000L);
    BYTES_BY_UNIT.put("GiB", 1L << 30);
    BYTES_BY_UNIT.put("MB", 1_000_000L);
    BYTES_BY_UNIT.put("MiB", 1L << 20);
    BYTES_BY_UNIT.put("kB", 1_000L);
    BYTES_BY_UNIT.put("KiB", 1L << 10);
    BYTES_BY_UNIT.put("B", 1L);
    PPB_BY_UNIT.put("%", 10_000_000L);
    PPB_BY_UNIT.put("ppm", 1_000L);
    PPB_BY_UNIT.put("ppb", 1L);
  }

  private Quantities() {}

  /**
   * A length of time: {@code 10ms}, {@code 1.5s}, {@code 250us}, {@code 0}.
   *
   * @return nanoseconds, 0 or more
   * @throws IllegalArgumentException naming the text and what is expected
   */
  public static long parseDurationNs(final String text) {
    return notNegative("duration", text, parseSignedDurationNs(text));
  }

  /** A length of time that may have a sign: {@code -10ms}. Returns nanoseconds. */
  public static long parseSignedDurationNs(final String text) {
    return parse("duration", text, NS_BY_UNIT, "10ms, with ns, us, ms, s, min or h");
  }

  /** A point of time, or {@code never}. Returns nanoseconds, or {@link FaultPlan#NEVER}. */
  public static long parseTimeNs(final String text) {
    return text.strip().equals(NEVER) ? FaultPlan.NEVER : parseDurationNs(text);
  }

  /** Writes a length of time of 0 or more: {@code 10ms}, {@code 1.5s}. */
  public static String formatDuration(final long ns) {
    return formatSignedDuration(ns);
  }

  /** Writes a length of time, with its sign if it is negative. */
  public static String formatSignedDuration(final long ns) {
    final boolean isRound = ns % NS_BY_UNIT.get("min") == 0 && ns != NS_BY_UNIT.get("min") && ns != 0;
    if (isRound) {
      final boolean isHours = ns % NS_BY_UNIT.get("h") == 0;
      return isHours ? ns / NS_BY_UNIT.get("h") + "h" : ns / NS_BY_UNIT.get("min") + "min";
    }
    if (ns == 0) {
      return "0s";
    }
    return format(ns, NS_BY_UNIT, "s", "ms", "us", "ns");
  }

  /** Writes a point of time, or {@code never}. */
  public static String formatTime(final long ns) {
    return ns == FaultPlan.NEVER ? NEVER : formatDuration(ns);
  }

  /**
   * A probability or share from 0 to 1: {@code 5%}, {@code 0.05}, {@code 1/20}, {@code 30ppm}.
   *
   * @return parts per billion; a fraction is rounded to the nearest, a decimal must be exact
   * @throws IllegalArgumentException naming the text and the bounds
   */
  public static long parseRatioPpb(final String text) {
    final long ppb = parseSignedRatioPpb(text);
    if (ppb < 0 || ppb > LinkRules.ALWAYS_PPB) {
      throw new IllegalArgumentException("ratio out of range: ratio=%s, min=0, max=1".formatted(text.strip()));
    }
    return ppb;
  }

  /** A ratio of any size and sign: {@code -50ppm}, {@code 250%}. Returns parts per billion. */
  public static long parseSignedRatioPpb(final String text) {
    final Matcher fraction = FRACTION.matcher(text.strip());
    if (fraction.matches()) {
      final BigDecimal under = new BigDecimal(fraction.group(2));
      if (under.signum() == 0) {
        throw new IllegalArgumentException("ratio divides by zero: text=%s".formatted(text.strip()));
      }
      return toLong(
          "ratio", text, new BigDecimal(fraction.group(1)).multiply(BILLION).divide(under, 0, RoundingMode.HALF_EVEN));
    }
    final Matcher matcher = QUANTITY.matcher(text.strip());
    if (matcher.matches() && matcher.group(3).isEmpty()) {
      return toLong("ratio", text, number(matcher).multiply(BILLION));
    }
    return parse("ratio", text, PPB_BY_UNIT, "5%, 0.05, 1/20 or 30ppm");
  }

  /** Writes parts per billion as a percentage: {@code 5%}, {@code 0.0001%}. */
  public static String formatRatio(final long ppb) {
    return BigDecimal.valueOf(ppb, 7).stripTrailingZeros().toPlainString() + "%";
  }

  /** Writes parts per billion, such as a clock's drift, in millionths or billionths: {@code -50ppm}, {@code 3ppb}. */
  public static String formatDrift(final long ppb) {
    return ppb % 1_000 == 0 ? ppb / 1_000 + "ppm" : ppb + "ppb";
  }

  /** A number of bytes: {@code 1500B}, {@code 64KiB}, {@code 1MB}, {@code 0}. */
  public static long parseBytes(final String text) {
    return notNegative("size", text, parse("size", text, BYTES_BY_UNIT, "64KiB, with B, kB, KiB, MB, MiB, GB or GiB"));
  }

  /** Writes a number of bytes. */
  public static String formatBytes(final long bytes) {
    if (bytes != 0 && bytes % 1_000 != 0 && bytes % 1_024 == 0) {
      return format(bytes, BYTES_BY_UNIT, "GiB", "MiB", "KiB");
    }
    return bytes == 0 ? "0B" : format(bytes, BYTES_BY_UNIT, "GB", "MB", "kB", "B");
  }

  /** A rate: {@code 1MB/s}. Returns bytes per second. */
  public static long parseBytesPerSecond(final String text) {
    final String rate = text.strip();
    if (rate.equals("0")) {
      return 0;
    }
    if (!rate.endsWith("/s")) {
      throw new IllegalArgumentException(
          "not a rate: text=%s, expected a size each second, like 1MB/s".formatted(rate));
    }
    return parseBytes(rate.substring(0, rate.length() - 2));
  }

  /** Writes a rate in bytes per second. */
  public static String formatBytesPerSecond(final long bytesPerSecond) {
    return formatBytes(bytesPerSecond) + "/s";
  }

  /** A number in thousandths: {@code 0.5} is 500. */
  static long parseMilli(final String what, final String text) {
    final Matcher matcher = QUANTITY.matcher(text.strip());
    if (!matcher.matches() || !matcher.group(3).isEmpty()) {
      throw new IllegalArgumentException(
          "not a number: %s=%s, expected a number like 0.5".formatted(what, text.strip()));
    }
    return toLong(what, text, number(matcher).movePointRight(3));
  }

  /** Writes thousandths as a number. */
  static String formatMilli(final long milli) {
    return BigDecimal.valueOf(milli, 3).stripTrailingZeros().toPlainString();
  }

  /** A delay, such as {@code uniform(10ms, 100ms)}; {@link DelayText} has the forms. */
  public static Delay parseDelay(final String text) {
    return DelayText.parse(text, null);
  }

  /** A delay; the file of {@code empirical(file)} is looked for in a directory. */
  public static Delay parseDelay(final String text, final java.nio.file.Path directory) {
    return DelayText.parse(text, directory);
  }

  /** Writes a delay so that it parses to an equal one without any other file. */
  public static String formatDelay(final Delay delay) {
    return DelayText.format(delay);
  }

  private static long parse(
      final String what, final String text, final Map<String, Long> units, final String expected) {
    final Matcher matcher = QUANTITY.matcher(text.strip());
    final String unit = matcher.matches() ? matcher.group(3).strip() : null;
    final boolean isBareZero = unit != null && unit.isEmpty() && number(matcher).signum() == 0;
    if (unit == null || !(units.containsKey(unit) || isBareZero)) {
      throw new IllegalArgumentException("not a %s: text=%s, expected e.g. %s".formatted(what, text.strip(), expected));
    }
    return isBareZero ? 0 : toLong(what, text, number(matcher).multiply(BigDecimal.valueOf(units.get(unit))));
  }

  private static BigDecimal number(final Matcher matcher) {
    final BigDecimal number = new BigDecimal(matcher.group(2).replace("_", ""));
    return matcher.group(1).equals("-") ? number.negate() : number;
  }

  private static long toLong(final String what, final String text, final BigDecimal value) {
    try {
      final BigInteger whole = value.toBigIntegerExact();
      return whole.longValueExact();
    } catch (final ArithmeticException tooFine) {
      final boolean isTooLarge = value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0;
      throw new IllegalArgumentException(
          "%s %s: text=%s".formatted(what, isTooLarge ? "too large" : "finer than can be held", text.strip()), tooFine);
    }
  }

  private static long notNegative(final String what, final String text, final long value) {
    if (value < 0) {
      throw new IllegalArgumentException("%s out of range: %s=%s, min=0".formatted(what, what, text.strip()));
    }
    return value;
  }

  /** The greatest of the units in which the value has at most three decimals and is at least 1. */
  private static String format(final long value, final Map<String, Long> sizes, final String... units) {
    for (final String unit : units) {
      final long size = sizes.get(unit);
      final BigDecimal exact = exactQuotient(value, size);
      if (Math.abs(value) >= size && exact != null && exact.scale() <= FORMAT_DECIMALS) {
        return exact.toPlainString() + unit;
      }
    }
    final String last = units[units.length - 1];
    return exactQuotient(value, sizes.get(last)).toPlainString() + last;
  }

  private static BigDecimal exactQuotient(final long value, final long size) {
    final BigDecimal quotient = BigDecimal.valueOf(value).divide(BigDecimal.valueOf(size)).stripTrailingZeros();
    return quotient.scale() < 0 ? quotient.setScale(0) : quotient;
  }
}
