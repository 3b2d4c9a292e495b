package dev.ordeal.faultlab.judge;

import java.util.Locale;

/**
 * One line of a recorded history.
 *
 * @param line where it stands, the first is 1
 * @param index its number as recorded, or {@link #UNRECORDED}
 * @param process who
 * @param type what happened to the operation
 * @param function what was asked for
 * @param key which object, or null
 * @param value what was handed in or came back, or null
 * @param timeNs when as recorded, or {@link #UNRECORDED}
 */
record Event(
    int line, long index, long process, Type type, String function, Object key, Object value, long timeNs) {
  static final long UNRECORDED = -1;

  /** What happened to an operation. */
  enum Type {
    INVOKE,
    OK,
    FAIL,
    INFO;

    /** The type of this name, or null. */
    static Type of(final Object name) {
      for (final Type type : values()) {
        if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
          return type;
        }
      }
      return null;
    }
  }

  Event withKey(final Object newKey, final Object newValue) {
    return new Event(line, index, process, type, function, newKey, newValue, timeNs);
  }
}
