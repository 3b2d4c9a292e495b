package dev.ordeal.faultlab.history;

import java.util.List;
import org.agrona.collections.Long2LongHashMap;

/**
 * A model whose state is an immutable object with {@code equals}, {@code hashCode} and {@code toString}. To write one
 * is to write {@link #next}; the checker sees small numbers in place of states, and asks once for each pair of state
 * and operation.
 *
 * @param <S> the state
 */
public abstract class ObjectModel<S> implements Model {
  private static final long BYTES_A_STEP = 48;
  private static final long UNASKED = -1;
  private static final int INDEX_BITS = 31;

  /** For subclasses. */
  protected ObjectModel() {}

  /** The state before anything happened. */
  protected abstract S initial();

  /**
   * Applies an operation.
   *
   * @param operation if its outcome is unknown: as if it took effect, whatever it answered
   * @return the state after it, the same or another, or null if it could not answer as it did
   */
  protected abstract S next(S state, Operation operation);

  /**
   * Refuses operations that are none of the model's.
   *
   * @throws HistoryException if so
   */
  protected abstract void check(Operation operation);

  /**
   * Whether an operation only looks; see {@link Machine#isObserver}. False is always right, true where it holds saves
   * time.
   */
  protected boolean isObserver(final Operation operation) {
    return false;
  }

  /** Bytes that a state holds beyond its header, estimated; for the budget. */
  protected long bytesOf(final S state) {
    return 0;
  }

  /** A state in words. */
  protected String inWords(final S state) {
    return Values.text(state);
  }

  @Override
  public Machine machine(final List<Operation> operations) {
    operations.forEach(this::check);
    return new Interning(operations);
  }

  private final class Interning implements Machine {
    private final List<Operation> operations;
    private final States<S> states = new States<>();
    private final Long2LongHashMap steps = new Long2LongHashMap(UNASKED);

    Interning(final List<Operation> operations) {
      this.operations = operations;
      number(ObjectModel.this.initial());
    }

    @Override
    public long initial() {
      return 0;
    }

    @Override
    public long step(final long state, final int operation) {
      final long pair = state << INDEX_BITS | operation;
      final long known = steps.get(pair);
      if (known != UNASKED) {
        return known;
      }
      final S next = next(states.of(state), operations.get(operation));
      final long number = next == null ? IMPOSSIBLE : number(next);
      steps.put(pair, number);
      return number;
    }

    @Override
    public boolean isObserver(final int operation) {
      return ObjectModel.this.isObserver(operations.get(operation));
    }

    private long number(final S state) {
      return states.number(state, bytesOf(state));
    }

    @Override
    public String inWords(final long state) {
      return ObjectModel.this.inWords(states.of(state));
    }

    @Override
    public long bytes() {
      return states.bytes() + BYTES_A_STEP * steps.size();
    }
  }
}
