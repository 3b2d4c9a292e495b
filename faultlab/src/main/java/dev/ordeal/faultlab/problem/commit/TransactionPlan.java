package dev.ordeal.faultlab.problem.commit;

import dev.ordeal.protocols.commit.codec.Ending;
import dev.ordeal.protocols.commit.codec.OperationKind;
import java.util.List;

/**
 * What a client asked for.
 *
 * @param isRollback whether the client wants it aborted after the work
 */
record TransactionPlan(int client, long sequence, boolean isRollback, List<Step> steps) {
  /** One operation at one participant. */
  record Step(int participant, OperationKind kind, long key, long value, long expected) {}

  TransactionPlan {
    steps = List.copyOf(steps);
  }

  Ending ending() {
    return isRollback ? Ending.ROLLBACK : Ending.COMMIT;
  }

  /** The participants, each once, in order of node. */
  List<Integer> participants() {
    return steps.stream().map(Step::participant).distinct().sorted().toList();
  }
}
