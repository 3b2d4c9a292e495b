package dev.ordeal.faultlab.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them: the same in charts, tables, pages and on the terminal. Stateless. */
public final class Quantity {
  private static final double LEAST_OF_THREE_DIGITS = 0.001;
  private static final double NS_PER_S = 1e9;
  private static final double NS_PER_MS = 1e6;
  private static final double NS_PER_US = 1e3;

  private Quantity() {}

  /** A whole number, with thin spaces between thousands. */
  public static String count(final long value) {
    return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202f');
  }

  /** A share from 0 to 1 as a percentage with two or three digits that count. */
  public static String percent(final double share) {
    final double percent = share * 100;
    final String text;
    if (percent == 0 || percent == 100) {
      text = String.format(Locale.ROOT, "%.0f", percent);
    } else if (percent < 1 || percent > 99) {
      text = String.format(Locale.ROOT, "%.2f", percent);
    } else {
      text = String.format(Locale.ROOT, "%.1f", percent);
    }
    return text + "\u202f%";
  }

  /** A share that is a whole percentage. */
  static String wholePercent(final double share) {
    return StrictMath.round(share * 100) + "\u202f%";
  }

  /** The interval of a share. */
  public static String interval(final double low, final double high) {
    if (Double.isNaN(low) || Double.isNaN(high)) {
      return "";
    }
    final String from = percent(low);
    return from.substring(0, from.length() - 2) + "–" + percent(high);
  }

  /**
   * k of n with its interval; never a bare "0 %": nothing seen in n runs is "0/n, at most …", all of them "n/n, at
   * least …".
   */
  public static String share(final long k, final long n, final double low, final double high) {
    if (n == 0) {
      return "0/0, nothing known";
    }
    final String counts = count(k) + "/" + count(n);
    if (k == 0) {
      return counts + ", at most " + percent(high);
    }
    if (k == n) {
      return counts + ", at least " + percent(low);
    }
    return counts + " = " + percent((double) k / n) + " (" + interval(low, high) + ")";
  }

  /** A share where there is no room for its interval: its bound if it is 0 or 1, so never a bare "0 %". */
  static String brief(final long k, final long n, final double low, final double high) {
    if (n == 0) {
      return "–";
    }
    return k == 0 ? "≤\u202f" + percent(high) : k == n ? "≥\u202f" + percent(low) : percent((double) k / n);
  }

  /** A number with about three digits that count. */
  public static String number(final double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    final double size = Math.abs(value);
    if (size >= 1000) {
      return count(Math.round(value));
    }
    if (size > 0 && size < LEAST_OF_THREE_DIGITS) {
      return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
    }
    final int digits = size >= 100 || value == Math.rint(value) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** A length of time in the unit that suits it. */
  public static String duration(final long ns) {
    return duration((double) ns);
  }

  /** A length of time in the unit that suits it. */
  public static String duration(final double ns) {
    final double size = Math.abs(ns);
    if (size >= NS_PER_S) {
      return number(ns / NS_PER_S) + "\u202fs";
    }
    if (size >= NS_PER_MS) {
      return number(ns / NS_PER_MS) + "\u202fms";
    }
    return size >= NS_PER_US ? number(ns / NS_PER_US) + "\u202fµs" : number(ns) + "\u202fns";
  }

  /** Inside or beyond the model. */
  static String model(final boolean isInside) {
    return isInside ? "inside" : "beyond";
  }

  /** A position on an axis, in words. */
  static String onAxis(final Chart.Axis axis, final double at) {
    return switch (axis.scale()) {
      case CATEGORY -> axis.categories().get((int) Math.round(at));
      case PERCENTILE -> percentile(at);
      case LINEAR, LOG -> number(at);
    };
  }

  /** The percentile at x = 1 / (1 − p). */
  static String percentile(final double x) {
    final double percent = 100 - 100 / x;
    final int digits = x <= 100 ? (percent == Math.rint(percent) ? 0 : 1) : x <= 1000 ? 1 : x <= 10_000 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + digits + "f\u202f%%", percent);
  }
}
