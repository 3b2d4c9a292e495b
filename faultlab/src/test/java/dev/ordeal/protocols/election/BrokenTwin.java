package dev.ordeal.protocols.election;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Property;

/**
 * An algorithm that is like one of ours but for one planted bug. It claims its sibling's model and promises; a lab that
 * finds nothing wrong with it is itself wrong.
 */
public interface BrokenTwin extends AlgorithmSpec {
  /** The promise that the bug breaks. */
  Property breaks();

  /** The bug, in a sentence. */
  String bug();
}
