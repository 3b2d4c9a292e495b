package dev.ordeal.faultlab.doctor;

import dev.ordeal.faultlab.fault.Fate;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkLayer;

/** What the doctor examines: makes the links of a plan. A test hands in one with an error. */
@FunctionalInterface
public interface LinkModel {
  /** The links of the lab itself. */
  LinkModel OWN = (plan, clusterSize) -> new Own(new LinkLayer(plan, clusterSize));

  /** Opens links that have carried nothing yet. */
  Transmitter open(FaultPlan plan, int clusterSize);

  /** Links as {@link LinkLayer} has them. */
  interface Transmitter {
    /** Decides the fate of one message. */
    void transmit(long nowNs, int fromId, int toId, int lengthBytes, Fate fate);

    /** Cuts the links of a partition. */
    void cut(FaultPlan.Partition partition);

    /** Undoes a cut. */
    void join(FaultPlan.Partition partition);

    /** Mends everything. */
    void heal();
  }

  /** The lab's own link layer. */
  record Own(LinkLayer links) implements Transmitter {
    @Override
    public void transmit(
        final long nowNs, final int fromId, final int toId, final int lengthBytes, final Fate fate) {
      links.transmit(nowNs, fromId, toId, lengthBytes, fate);
    }

    @Override
    public void cut(final FaultPlan.Partition partition) {
      links.cut(partition);
    }

    @Override
    public void join(final FaultPlan.Partition partition) {
      links.join(partition);
    }

    @Override
    public void heal() {
      links.heal();
    }
  }
}
