package dev.ordeal.faultlab.problem.versions;

import java.util.BitSet;
import java.util.function.IntPredicate;
import org.agrona.collections.IntArrayList;

/**
 * The versions that one replica must hold: of those that have come to it the ones that no other of them supersedes.
 * With each goes by which message it came first, if it was not written there.
 */
final class TrueSet {
  /** Instead of a message: the version was written here. */
  static final int WRITTEN_HERE = -1;

  private final VersionHistory history;
  private final IntArrayList versions = new IntArrayList();
  private final IntArrayList messages = new IntArrayList();

  /** What was lost here, and what that superseded: it is not asked for again. */
  private final BitSet gone = new BitSet();

  TrueSet(final VersionHistory history) {
    this.history = history;
  }

  int size() {
    return versions.size();
  }

  int version(final int index) {
    return versions.getInt(index);
  }

  boolean contains(final int version) {
    return versions.containsInt(version);
  }

  /** The message that brought a version of the set, or {@link #WRITTEN_HERE}. */
  int broughtBy(final int version) {
    return messages.getInt(versions.indexOf(version));
  }

  int[] versions() {
    return versions.toIntArray();
  }

  int[] messages() {
    return messages.toIntArray();
  }

  /** A write; returns whether its client had not seen all of the set. */
  boolean write(final int version) {
    keep(other -> !history.supersedes(version, other));
    add(version, WRITTEN_HERE);
    return size() > 1;
  }

  /** A message with the true set of its sender. */
  void join(final int[] others, final int message) {
    keep(version -> {
      for (final int other : others) {
        if (history.supersedes(other, version)) {
          return false;
        }
      }
      return true;
    });
    for (final int other : others) {
      if (!gone.get(other) && !contains(other) && !isSuperseded(other)) {
        add(other, message);
      }
    }
  }

  /** What is lost here from now on. */
  void lose(final int version) {
    gone.set(version);
    gone.or(history.past(version));
  }

  /** Goes on from what is held: drops what is not, takes on what is and should not be. */
  void set(final BitSet held, final int message) {
    keep(held::get);
    held.stream().filter(version -> !contains(version)).forEach(version -> add(version, message));
  }

  private boolean isSuperseded(final int version) {
    for (int i = 0; i < size(); i++) {
      if (history.supersedes(version(i), version)) {
        return true;
      }
    }
    return false;
  }

  private void add(final int version, final int message) {
    versions.addInt(version);
    messages.addInt(message);
  }

  private void keep(final IntPredicate isKept) {
    int kept = 0;
    for (int i = 0; i < size(); i++) {
      if (isKept.test(version(i))) {
        versions.setInt(kept, version(i));
        messages.setInt(kept++, messages.getInt(i));
      }
    }
    for (int i = size() - 1; i >= kept; i--) {
      versions.removeAt(i);
      messages.removeAt(i);
    }
  }
}
