package dev.ordeal.faultlab.history.model;

import dev.ordeal.faultlab.history.HistoryException;
import dev.ordeal.faultlab.history.Machine;
import dev.ordeal.faultlab.history.Model;
import dev.ordeal.faultlab.history.Operation;
import java.util.List;

/**
 * A lock that does not know who holds it: {@code acquire} when it is free, {@code release} when it is held. For locks
 * that know their holder see {@link FencedLockModel}. Immutable.
 */
public final class MutexModel implements Model {
  private static final long FREE = 0;
  private static final long HELD = 1;

  /** For the service loader, and for all. */
  public MutexModel() {}

  @Override
  public String name() {
    return "mutex";
  }

  @Override
  public String summary() {
    return "a lock, whoever holds it: acquire, release";
  }

  @Override
  public boolean readsProcess() {
    return false;
  }

  @Override
  public Machine machine(final List<Operation> operations) {
    final boolean[] isAcquire = new boolean[operations.size()];
    for (int i = 0; i < isAcquire.length; i++) {
      switch (operations.get(i).function()) {
        case "acquire", "lock" -> isAcquire[i] = true;
        case "release", "unlock" -> isAcquire[i] = false;
        default -> throw HistoryException.unknownFunction(operations.get(i), "acquire release");
      }
    }
    return new Locking(isAcquire);
  }

  private record Locking(boolean[] isAcquire) implements Machine {
    @Override
    public long initial() {
      return FREE;
    }

    @Override
    public long step(final long state, final int operation) {
      if (isAcquire[operation]) {
        return state == FREE ? HELD : IMPOSSIBLE;
      }
      return state == HELD ? FREE : IMPOSSIBLE;
    }

    @Override
    public String inWords(final long state) {
      return state == FREE ? "free" : "held";
    }
  }
}
