package dev.ordeal.protocols.clock.store;

import dev.ordeal.protocols.core.Property;
import java.util.Set;

/**
 * A store that has one version vector, with an entry for each replica, for all versions it holds together. The server
 * rule: a write whose context includes the vector takes away all that is held; any other takes away nothing, although
 * its writer may have seen some of it; the replica's entry of the vector is raised by one. Of two sets the one whose
 * vector includes the other's stands; sets with concurrent vectors are united, and so are their vectors.
 *
 * <p>Source: the rule of stores such as Riak 1.x, described by Ricardo Gonçalves in his account of dotted version
 * vectors as server ids with merged version vectors; Paulo Sérgio Almeida et al., "Scalable and Accurate Causality
 * Tracking for Eventually Consistent Stores", DAIS 2014, the section on related approaches (server ids cause false
 * conflicts). The vector is that of D. Stott Parker et al. 1983, of the replica instead of the version.
 *
 * <p>Promises {@link Property#NO_LOST_UPDATE} alone: the vector says which writes of each replica the set reflects, so
 * a set gives way only to one that reflects all of them, or to a write whose client had read the set whole. What is
 * left over is called sibling explosion. Divergences: a client reads and writes at one replica.
 */
public class MergedVersionVectorSpec extends VersionStoreSpec {
  /** Found by service loader. */
  public MergedVersionVectorSpec() {}

  @Override
  public String name() {
    return "version-vector-merged";
  }

  @Override
  public String paper() {
    return "Almeida et al., Scalable and Accurate Causality Tracking for Eventually Consistent Stores, 2014, on server"
        + " ids";
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.NO_LOST_UPDATE);
  }

  @Override
  HeldVersions newVersions(final int replicaId) {
    return new MergedVersions(replicaId);
  }
}
