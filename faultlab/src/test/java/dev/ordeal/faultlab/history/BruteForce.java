package dev.ordeal.faultlab.history;

import java.util.ArrayList;
import java.util.List;

/**
 * The definition, word for word: tries every order of every choice of the operations of unknown outcome. No memory, no
 * partition, no idea of what is likely; and, for the models that matter most, a specification of its own.
 */
final class BruteForce {
  /** A specification that shares no code with the models. */
  interface Specification {
    /** The state before anything happened. */
    Object initial();

    /** The state after an operation, or null if it could not answer so. */
    Object next(Object state, Operation operation);
  }

  private final Specification specification;

  BruteForce(final Specification specification) {
    this.specification = specification;
  }

  /** Takes the specification from a model: then it is the search that is compared, not the model. */
  static BruteForce of(final Model model, final List<Operation> operations) {
    final Machine machine = model.machine(operations);
    return new BruteForce(
        new Specification() {
          @Override
          public Object initial() {
            return machine.initial();
          }

          @Override
          public Object next(final Object state, final Operation operation) {
            final long after = machine.step((Long) state, operations.indexOf(operation));
            return after == Machine.IMPOSSIBLE ? null : after;
          }
        });
  }

  boolean isLinearizable(final List<Operation> operations) {
    return canFinish(specification.initial(), operations);
  }

  private boolean canFinish(final Object state, final List<Operation> left) {
    if (left.stream().noneMatch(Operation::isOk)) {
      return true;
    }
    for (final Operation next : left) {
      if (left.stream().noneMatch(other -> other.precedes(next))) {
        final Object after = specification.next(state, next);
        if (after != null) {
          final List<Operation> rest = new ArrayList<>(left);
          rest.remove(next);
          if (canFinish(after, rest)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** A register that holds 0 in the beginning. */
  static final Specification REGISTER =
      new Specification() {
        @Override
        public Object initial() {
          return 0L;
        }

        @Override
        public Object next(final Object state, final Operation operation) {
          if (operation.function().equals("write")) {
            return operation.input();
          }
          return operation.output() == null || operation.output().equals(state) ? state : null;
        }
      };

  /** A queue: a text whose letters are the elements. */
  static final Specification QUEUE =
      new Specification() {
        @Override
        public Object initial() {
          return "";
        }

        @Override
        public Object next(final Object state, final Operation operation) {
          final String queue = (String) state;
          if (operation.function().equals("enqueue")) {
            return queue + operation.input();
          }
          final Object answer = operation.output();
          if (queue.isEmpty()) {
            return answer == null || answer.equals("empty") ? queue : null;
          }
          return answer == null || answer.toString().equals(queue.substring(0, 1)) ? queue.substring(1) : null;
        }
      };
}
