package dev.ordeal.faultlab.problem.versions;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;

/**
 * The true relation of a run's versions, told write by write. Versions are numbered from 0 in the order of their
 * writes; for each there is a set of those it supersedes.
 *
 * <p>Cost: a bit for each pair of versions; a write takes a union for each version read.
 */
final class VersionHistory {
  /** The number of a version that nobody wrote. */
  static final int UNKNOWN = -1;

  private final Long2LongHashMap numberById = new Long2LongHashMap(UNKNOWN);
  private final List<Version> versions = new ArrayList<>();
  private final int[] writes;

  /** A version: the how-manieth write through which node, what its client had read, and all that it supersedes. */
  private record Version(int nodeId, int write, int[] read, BitSet past) {}

  VersionHistory(final int nodes) {
    writes = new int[nodes];
  }

  /** How many versions there are. */
  int size() {
    return versions.size();
  }

  /** The number of a version, or {@link #UNKNOWN}. */
  int number(final long id) {
    return (int) numberById.get(id);
  }

  /** A write through a node, by a client that had read these versions; returns its number. */
  int add(final long id, final int nodeId, final int[] read) {
    final BitSet past = new BitSet(versions.size());
    for (final int version : read) {
      past.set(version);
      past.or(versions.get(version).past);
    }
    numberById.put(id, versions.size());
    versions.add(new Version(nodeId, ++writes[nodeId], read, past));
    return versions.size() - 1;
  }

  /** Whether a version supersedes another. */
  boolean supersedes(final int later, final int earlier) {
    return versions.get(later).past.get(earlier);
  }

  /** All that a version supersedes; not to be changed. */
  BitSet past(final int version) {
    return versions.get(version).past;
  }

  int nodeOf(final int version) {
    return versions.get(version).nodeId;
  }

  /** A version in words. */
  String name(final int version) {
    return "version %d of node %d".formatted(versions.get(version).write, nodeOf(version));
  }

  /** How one version came to supersede another: the versions on the way, each read by the writer of the next. */
  List<String> path(final int from, final int to) {
    final List<String> path = new ArrayList<>();
    int at = to;
    path.add(name(at));
    while (at != from) {
      at = readTowards(from, at);
      path.add(name(at));
    }
    Collections.reverse(path);
    return path;
  }

  private int readTowards(final int from, final int version) {
    for (final int read : versions.get(version).read) {
      if (read == from || supersedes(read, from)) {
        return read;
      }
    }
    throw new IllegalArgumentException("not superseded: version=%s, by=%s".formatted(name(from), name(version)));
  }
}
