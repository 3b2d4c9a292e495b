package dev.ordeal.protocols.clock.store;

import dev.ordeal.protocols.core.Property;
import java.util.Set;

/**
 * A store whose versions bear dotted version vectors.
 *
 * <p>Source: Nuno Preguiça, Carlos Baquero, Paulo Sérgio Almeida, Victor Fonte, Ricardo Gonçalves, "Dotted Version
 * Vectors: Logical Clocks for Optimistic Replication", arXiv:1011.5808, 2010, the sections on dotted version vectors
 * and on the kernel of operations (sync and update); the same, "Brief Announcement: Efficient Causality Tracking in
 * Distributed Storage Systems with Dotted Version Vectors", PODC 2012.
 *
 * <p>Promises {@link Property#NO_LOST_UPDATE} and {@link Property#NO_FALSE_CONFLICT}. Divergences: those of {@link
 * dev.ordeal.protocols.clock.version.Siblings}; a client reads and writes at one replica.
 */
public class DottedVersionVectorSpec extends VersionStoreSpec {
  /** Found by service loader. */
  public DottedVersionVectorSpec() {}

  @Override
  public String name() {
    return "dotted-version-vector";
  }

  @Override
  public String paper() {
    return "Preguiça et al., Dotted Version Vectors: Logical Clocks for Optimistic Replication, 2010; PODC 2012";
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.NO_LOST_UPDATE, Property.NO_FALSE_CONFLICT);
  }

  @Override
  HeldVersions newVersions(final int replicaId) {
    return new DottedVersions(replicaId);
  }
}
