package dev.ordeal.faultlab.live;

import dev.ordeal.faultlab.simulation.Journal;
import dev.ordeal.faultlab.simulation.SimulatedJournal;
import java.nio.file.Path;

/** Opens the journals of a cluster's nodes, each on the thread that will own it. */
@FunctionalInterface
public interface Journals {
  /** Opens a node's journal, with the records it holds. */
  Journal open(int nodeId);

  /** Journals that forget everything when the cluster is closed, as a baseline. */
  static Journals inMemory() {
    return nodeId -> new SimulatedJournal();
  }

  /** Journals in a folder, which hold what nodes of an earlier cluster there made durable. */
  static Journals in(final Path folder) {
    return nodeId -> new ChronicleJournal(folder.resolve("node-" + nodeId));
  }
}
