package dev.ordeal.protocols.clock.store;

import dev.ordeal.protocols.clock.version.VersionVector;
import dev.ordeal.protocols.core.Property;
import java.util.Set;

/**
 * A store whose versions bear version vectors with an entry for each client: a write raises its writer's entry by one
 * over what the writer had read.
 *
 * <p>Source: D. Stott Parker et al., "Detection of Mutual Inconsistency in Distributed Systems", 1983, the section on
 * version vectors, each client being a site that updates; Preguiça et al. 2010 (see {@link DottedVersionVectorSpec}),
 * the section on current approaches.
 *
 * <p>Promises {@link Property#NO_LOST_UPDATE} and {@link Property#NO_FALSE_CONFLICT}, since every client has seen its
 * own last write when it writes again: it reads in between, at the replica that took that write and forgets nothing.
 * Its vectors grow with the clients there ever were. Divergences: clients survive crashes of their replica, and read
 * anew.
 */
public class ClientVersionVectorSpec extends VersionStoreSpec {
  /** Found by service loader. */
  public ClientVersionVectorSpec() {}

  @Override
  public String name() {
    return "version-vector-per-client";
  }

  @Override
  public String paper() {
    return "Parker et al., Detection of Mutual Inconsistency in Distributed Systems, 1983, section on version vectors";
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.NO_LOST_UPDATE, Property.NO_FALSE_CONFLICT);
  }

  @Override
  HeldVersions newVersions(final int replicaId) {
    return new VectorVersions() {
      @Override
      void count(final int client, final VersionVector clock) {
        clock.tick(client);
      }
    };
  }
}
