package dev.ordeal.faultlab.history.model;

import dev.ordeal.faultlab.history.HistoryException;
import dev.ordeal.faultlab.history.Machine;
import dev.ordeal.faultlab.history.Model;
import dev.ordeal.faultlab.history.Operation;
import java.util.List;

/**
 * A register with compare-and-set: {@code write} v, {@code cas} [u v], {@code read} → v. A cas that happened found u;
 * one that found something else is a failed operation. A read that returns nil constrains nothing.
 *
 * <p>Before the first write it holds the initial value, nil unless the constructor is told otherwise. Immutable.
 */
public final class CasRegisterModel implements Model {
  private final Object initial;

  /** Holds nil in the beginning. */
  public CasRegisterModel() {
    this(null);
  }

  /** Holds a value in the beginning. */
  public CasRegisterModel(final Object initial) {
    this.initial = initial;
  }

  @Override
  public String name() {
    return "cas-register";
  }

  @Override
  public String summary() {
    return "a register with compare-and-set: write v, cas [u v], read → v";
  }

  @Override
  public boolean readsProcess() {
    return false;
  }

  @Override
  public Machine machine(final List<Operation> operations) {
    final RegisterMachine machine = new RegisterMachine(operations, initial);
    for (int i = 0; i < operations.size(); i++) {
      final Operation operation = operations.get(i);
      switch (operation.function()) {
        case "read" -> machine.read(i, operation.output());
        case "write" -> machine.write(i, operation.input());
        case "cas" -> {
          if (!(operation.input() instanceof List<?> pair) || pair.size() != 2) {
            throw HistoryException.wrongValue(operation, "[from to]");
          }
          machine.compareAndSet(i, pair.get(0), pair.get(1));
        }
        default -> throw HistoryException.unknownFunction(operation, "read write cas");
      }
    }
    return machine.begin();
  }
}
