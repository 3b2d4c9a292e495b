package dev.ordeal.protocols.clock.store;

import dev.ordeal.protocols.clock.version.VersionVector;
import dev.ordeal.protocols.core.Property;
import java.util.Set;

/**
 * A store whose versions bear a version vector each, with an entry for each replica. The server rule: a write takes
 * away the versions that its writer's context includes and no other, and the version it makes has the context with the
 * replica's entry raised to the number of writes the replica has taken. So two clients that write through one replica
 * after the same read both have their versions held there, as {A=1} and {A=2}; but the second vector is above the
 * first, and whoever takes over both sets, one against the other, drops a version that nobody had seen.
 *
 * <p>Source: D. Stott Parker et al., "Detection of Mutual Inconsistency in Distributed Systems", 1983, the section on
 * version vectors: there a site is one writer, and vectors are exact. The rule for many clients is the one that
 * Preguiça et al. 2010 (see {@link DottedVersionVectorSpec}) argue against in their section on current approaches, and
 * that Ricardo Gonçalves, in his account of dotted version vectors, calls server ids with version vectors kept
 * separate.
 *
 * <p>Promises {@link Property#NO_FALSE_CONFLICT} alone: whatever a writer had seen has a vector below its version's, so
 * a sync drops it, and so does the write itself. Divergences: a client reads and writes at one replica.
 */
public class ReplicaVersionVectorSpec extends VersionStoreSpec {
  /** Found by service loader. */
  public ReplicaVersionVectorSpec() {}

  @Override
  public String name() {
    return "version-vector-per-replica";
  }

  @Override
  public String paper() {
    return "Parker et al., Detection of Mutual Inconsistency in Distributed Systems, 1983, section on version vectors";
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.NO_FALSE_CONFLICT);
  }

  /** {@inheritDoc} The replica's highest entry is held: a version is dropped only for one with as high an entry. */
  @Override
  HeldVersions newVersions(final int replicaId) {
    return new VectorVersions() {
      @Override
      void count(final int client, final VersionVector clock) {
        clock.raise(replicaId, context().counter(replicaId));
        clock.tick(replicaId);
      }
    };
  }
}
