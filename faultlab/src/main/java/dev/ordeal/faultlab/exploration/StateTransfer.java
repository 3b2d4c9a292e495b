package dev.ordeal.faultlab.exploration;

import dev.ordeal.protocols.core.CounterRandom;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Makes one node like another that was constructed alike, in the time that its state takes.
 *
 * <p>What a constructor fixes stays: final words, settings, the stream of draws, buffers and codecs, in which nothing
 * outlasts a step. Everything else is carried over: words that change, the contents of arrays, and so on in the parts a
 * node is made of; a part that refers back to what it is a part of, as an inner class does, is not followed back. A
 * field of a kind that it knows nothing of is refused, not left out.
 *
 * <p>Threading: any thread. Cold, though called often.
 */
final class StateTransfer {
  private static final String OURS = "dev.ordeal.protocols.";
  private static final String CODEC = ".codec";

  private static final ClassValue<Field[]> FIELDS =
      new ClassValue<>() {
        @Override
        protected Field[] computeValue(final Class<?> type) {
          final List<Field> fields = new ArrayList<>();
          for (Class<?> at = type; at != Object.class; at = at.getSuperclass()) {
            for (final Field field : at.getDeclaredFields()) {
              final boolean isFixed =
                  Modifier.isFinal(field.getModifiers()) && field.getType().isPrimitive();
              if (!Modifier.isStatic(field.getModifiers()) && !isFixed) {
                field.setAccessible(true);
                fields.add(field);
              }
            }
          }
          return fields.toArray(new Field[0]);
        }
      };

  private StateTransfer() {}

  /** Carries the state of one object over to another of its class. */
  static void carry(final Object from, final Object to) {
    carry(from, to, null);
  }

  private static void carry(final Object from, final Object to, final Object owner) {
    try {
      for (final Field field : FIELDS.get(from.getClass())) {
        carry(field, from, to, owner);
      }
    } catch (final IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void carry(final Field field, final Object from, final Object to, final Object owner)
      throws IllegalAccessException {
    final Class<?> type = field.getType();
    if (type == long.class) {
      field.setLong(to, field.getLong(from));
    } else if (type == int.class) {
      field.setInt(to, field.getInt(from));
    } else if (type == boolean.class) {
      field.setBoolean(to, field.getBoolean(from));
    } else if (type.isPrimitive()) {
      field.set(to, field.get(from));
    } else {
      final Object part = field.get(from);
      if (!Modifier.isFinal(field.getModifiers())) {
        field.set(to, copyOf(field, part));
      } else if (part != owner && !isFixed(part)) {
        carryPart(field, part, field.get(to), from);
      }
    }
  }

  /** What a word that changes is to be: an array that grows is copied, so that the two share none. */
  private static Object copyOf(final Field field, final Object part) {
    if (part == null || part instanceof Enum) {
      return part;
    } else if (part.getClass().isArray() && part.getClass().getComponentType().isPrimitive()) {
      final int length = Array.getLength(part);
      final Object copy = Array.newInstance(part.getClass().getComponentType(), length);
      System.arraycopy(part, 0, copy, 0, length);
      return copy;
    }
    throw unknown(field, part);
  }

  private static void carryPart(
      final Field field, final Object part, final Object into, final Object owner) {
    if (part.getClass().isArray() && part.getClass().getComponentType().isPrimitive()) {
      System.arraycopy(part, 0, into, 0, Array.getLength(part));
    } else if (part instanceof Object[] parts) {
      for (int i = 0; i < parts.length; i++) {
        carryPart(field, parts[i], ((Object[]) into)[i], owner);
      }
    } else if (part.getClass().getName().startsWith(OURS)) {
      carry(part, into, owner);
    } else {
      throw unknown(field, part);
    }
  }

  /** Whether a constructor settles all there is to a part, or none of it outlasts a step. */
  private static boolean isFixed(final Object part) {
    return part == null
        || part instanceof Record
        || part instanceof Enum
        || part instanceof CounterRandom
        || part instanceof DirectBuffer
        || part.getClass().isHidden()
        || part.getClass().getPackageName().endsWith(CODEC);
  }

  private static IllegalStateException unknown(final Field field, final Object part) {
    return new IllegalStateException(
        "a state of unknown kind: field=%s, class=%s".formatted(field, part.getClass().getName()));
  }
}
