package dev.ordeal.faultlab.judge;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Reads values in extensible data notation, as Clojure prints them, form by form, and knows where each begins. Integers
 * become {@link Long}, keywords and symbols their names, vectors and lists {@link List}; a tag is dropped, unless it is
 * that of Jepsen's independent tuples. Written here rather than taken: it must name lines, go on after a mistake, and
 * not overflow the stack on nested brackets.
 *
 * <p>Cold; single owner.
 */
final class EdnReader {
  private static final int DEPTH_MAX = 64;
  private static final int SHOWN_MAX = 20;
  /** Stands for a form that is left out, as a comment, or for the end of what encloses it. */
  private static final Object NOTHING = new Object();

  private final String text;
  private int at;
  private int line;
  private int depth;

  EdnReader(final String text, final int firstLine) {
    this.text = text;
    line = firstLine;
  }

  /** A value of one key among independent ones: {@code #independent/tuple [k v]}. */
  record Tuple(Object key, Object value) {}

  /** What cannot be read. */
  static final class EdnException extends Exception {
    private static final long serialVersionUID = 1;

    EdnException(final String message) {
      super(message);
    }
  }

  /** The line of what is read next, or of the mistake just found; the first is 1. */
  int line() {
    skipBlanks();
    return line;
  }

  /** Whether all is read. */
  boolean isAtEnd() {
    skipBlanks();
    return at >= text.length();
  }

  /** The next character that is no blank, or 0. */
  char peek() {
    skipBlanks();
    return at < text.length() ? text.charAt(at) : 0;
  }

  /** Goes past one character. */
  void skip() {
    at++;
  }

  /** After a mistake: goes to the next line that begins with a form of its own. */
  void skipToNextForm() {
    depth = 0;
    while (at < text.length()) {
      final boolean isLineEnd = text.charAt(at++) == '\n';
      if (isLineEnd) {
        line++;
        int first = at;
        while (first < text.length() && (text.charAt(first) == ' ' || text.charAt(first) == '\t')) {
          first++;
        }
        if (first < text.length() && (text.charAt(first) == '{' || text.charAt(first) == '#')) {
          return;
        }
      }
    }
  }

  /** The next form. */
  Object next() throws EdnException {
    Object form;
    do {
      form = form((char) 0);
    } while (form == NOTHING);
    return form;
  }

  private void skipBlanks() {
    while (at < text.length()) {
      final char c = text.charAt(at);
      if (c == ';') {
        while (at < text.length() && text.charAt(at) != '\n') {
          at++;
        }
      } else if (c == '\n') {
        line++;
        at++;
      } else if (c == ',' || Character.isWhitespace(c) || c == '\ufeff') {
        at++;
      } else {
        return;
      }
    }
  }

  /** One form; NOTHING if it is left out, or if the closing bracket comes instead. */
  private Object form(final char closing) throws EdnException {
    skipBlanks();
    if (at >= text.length()) {
      throw new EdnException(closing == 0 ? "form missing" : "bracket left open: expected=" + closing);
    }
    final char c = text.charAt(at);
    return switch (c) {
      case '"' -> string();
      case '\\' -> character();
      case '[' -> sequence(']');
      case '(' -> sequence(')');
      case '{' -> map();
      case '#' -> dispatch();
      case '^' -> meta();
      case ']', ')', '}' -> close(c, closing);
      default -> atom();
    };
  }

  private Object close(final char c, final char closing) throws EdnException {
    at++;
    if (c != closing) {
      throw new EdnException(
          "bracket out of place: found=%s%s".formatted(c, closing == 0 ? "" : ", expected=" + closing));
    }
    return NOTHING;
  }

  private List<Object> sequence(final char closing) throws EdnException {
    if (++depth > DEPTH_MAX) {
      throw new EdnException("nested too deeply: max=%d".formatted(DEPTH_MAX));
    }
    at++;
    final List<Object> forms = new ArrayList<>();
    while (true) {
      final boolean isEnd = peek() == closing;
      final Object form = form(closing);
      if (isEnd) {
        depth--;
        return forms;
      }
      if (form != NOTHING) {
        forms.add(form);
      }
    }
  }

  private Map<Object, Object> map() throws EdnException {
    final List<Object> forms = sequence('}');
    if (forms.size() % 2 != 0) {
      throw new EdnException("map with a key but no value: forms=%d".formatted(forms.size()));
    }
    final Map<Object, Object> map = new HashMap<>();
    for (int i = 0; i < forms.size(); i += 2) {
      if (map.containsKey(forms.get(i))) {
        throw new EdnException("map with one key twice: key=%s".formatted(forms.get(i)));
      }
      map.put(forms.get(i), forms.get(i + 1));
    }
    return map;
  }

  private Object dispatch() throws EdnException {
    at++;
    final char c = at < text.length() ? text.charAt(at) : 0;
    if (c == '{') {
      return new HashSet<>(sequence('}'));
    }
    if (c == '_') {
      at++;
      nested();
      return NOTHING;
    }
    if (c == '#') {
      at++;
      return word();
    }
    final String tag = word();
    final Object form = nested();
    if (tag.endsWith("independent/tuple") || tag.endsWith("independent.Tuple")) {
      return tuple(form);
    }
    return form;
  }

  private static Object tuple(final Object form) throws EdnException {
    if (form instanceof List<?> pair && pair.size() == 2) {
      return new Tuple(pair.get(0), pair.get(1));
    }
    throw new EdnException("independent tuple is no pair: form=%s".formatted(form));
  }

  private Object meta() throws EdnException {
    at++;
    nested();
    return nested();
  }

  /** The form that a prefix needs. */
  private Object nested() throws EdnException {
    if (++depth > DEPTH_MAX) {
      throw new EdnException("nested too deeply: max=%d".formatted(DEPTH_MAX));
    }
    Object form;
    do {
      form = form((char) 0);
    } while (form == NOTHING);
    depth--;
    return form;
  }

  private String string() throws EdnException {
    final StringBuilder content = new StringBuilder();
    final int begin = at;
    final int beginLine = line;
    for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
      char c = text.charAt(at);
      if (c == '\n') {
        line++;
      } else if (c == '\\' && at + 1 < text.length()) {
        c = escaped(text.charAt(++at));
      }
      content.append(c);
    }
    if (at >= text.length()) {
      line = beginLine;
      at = text.indexOf('\n', begin);
      at = at < 0 ? text.length() : at;
      throw new EdnException("string left open");
    }
    at++;
    return content.toString();
  }

  private char escaped(final char c) throws EdnException {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '"', '\\', '\'', '/' -> c;
      case 'u' -> unicode();
      default -> throw new EdnException("unknown escape: found=\\%s".formatted(c));
    };
  }

  private char unicode() throws EdnException {
    final String digits = text.substring(at + 1, Math.min(text.length(), at + 5));
    if (!digits.matches("[0-9a-fA-F]{4}")) {
      throw new EdnException("unicode escape without four digits: found=%s".formatted(digits));
    }
    at += 4;
    return (char) Integer.parseInt(digits, 16);
  }

  private String character() throws EdnException {
    at++;
    if (at >= text.length()) {
      throw new EdnException("character missing");
    }
    final String word = text.charAt(at) + wordFrom(at + 1);
    at += word.length();
    return word;
  }

  private String word() throws EdnException {
    final String word = wordFrom(at);
    if (word.isEmpty()) {
      throw new EdnException("word missing");
    }
    at += word.length();
    return word;
  }

  private String wordFrom(final int from) {
    int end = from;
    while (end < text.length() && !isDelimiter(text.charAt(end))) {
      end++;
    }
    return text.substring(from, end);
  }

  private static boolean isDelimiter(final char c) {
    return c == ',' || Character.isWhitespace(c) || "\"[](){};".indexOf(c) >= 0;
  }

  private Object atom() throws EdnException {
    final String word = word();
    final char c = word.charAt(0);
    if (c == ':') {
      if (word.length() == 1) {
        throw new EdnException("keyword without a name");
      }
      return word.substring(1);
    }
    final boolean isSigned = (c == '-' || c == '+') && word.length() > 1;
    if (Character.isDigit(isSigned ? word.charAt(1) : c)) {
      return number(word);
    }
    return switch (word) {
      case "nil" -> null;
      case "true" -> true;
      case "false" -> false;
      default -> word;
    };
  }

  private static Object number(final String word) throws EdnException {
    final String digits = word.endsWith("N") || word.endsWith("M") ? word.substring(0, word.length() - 1) : word;
    try {
      if (digits.matches("[+-]?\\d+")) {
        return whole(new BigInteger(digits));
      }
      if (digits.matches("[+-]?\\d+/\\d+") || digits.matches("[+-]?0[xX][0-9a-fA-F]+")) {
        return digits;
      }
      return new BigDecimal(digits);
    } catch (final NumberFormatException e) {
      throw new EdnException("not a number: found=%s".formatted(shortened(word)));
    }
  }

  /** A whole number as a long, if it fits in one. */
  static Object whole(final BigInteger number) {
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private static String shortened(final String word) {
    return word.length() <= SHOWN_MAX ? word : word.substring(0, SHOWN_MAX) + "…";
  }
}
