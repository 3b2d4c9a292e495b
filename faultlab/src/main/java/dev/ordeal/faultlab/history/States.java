package dev.ordeal.faultlab.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers for states that do not fit in a long: equal states have one number, from 0 on. Single owner.
 *
 * @param <S> the state, immutable, with {@code equals} and {@code hashCode}
 */
public final class States<S> {
  private static final long BYTES_A_STATE = 160;

  private final Map<S, Integer> numbers = new HashMap<>();
  private final List<S> states = new ArrayList<>();
  private long bytes;

  /** None yet. */
  public States() {}

  /**
   * The number of a state.
   *
   * @param extraBytes what the state holds beyond its header, estimated
   */
  public long number(final S state, final long extraBytes) {
    final Integer known = numbers.putIfAbsent(state, states.size());
    if (known != null) {
      return known;
    }
    states.add(state);
    bytes += BYTES_A_STATE + extraBytes;
    return states.size() - 1L;
  }

  /** The state of a number. */
  public S of(final long number) {
    return states.get((int) number);
  }

  /** Bytes held, estimated. */
  public long bytes() {
    return bytes;
  }
}
