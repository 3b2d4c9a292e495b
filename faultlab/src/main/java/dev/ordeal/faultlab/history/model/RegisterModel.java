package dev.ordeal.faultlab.history.model;

import dev.ordeal.faultlab.history.HistoryException;
import dev.ordeal.faultlab.history.Machine;
import dev.ordeal.faultlab.history.Model;
import dev.ordeal.faultlab.history.Operation;
import java.util.List;
import java.util.Objects;

/**
 * A register: {@code write} v, {@code read} → v. A read that returns nil constrains nothing.
 *
 * <p>Before the first write it holds the initial value, nil unless the constructor is told otherwise. Immutable.
 */
public final class RegisterModel implements Model {
  private final Object initial;

  /** Holds nil in the beginning: no read that returns a value can come before a write. */
  public RegisterModel() {
    this(null);
  }

  /** Holds a value in the beginning. */
  public RegisterModel(final Object initial) {
    this.initial = initial;
  }

  @Override
  public String name() {
    return "register";
  }

  @Override
  public String summary() {
    return "a register: write v, read → v";
  }

  @Override
  public boolean readsProcess() {
    return false;
  }

  @Override
  public Machine machine(final List<Operation> operations) {
    final RegisterMachine machine = new RegisterMachine(operations.size(), initial);
    for (int i = 0; i < operations.size(); i++) {
      final Operation operation = operations.get(i);
      switch (operation.function()) {
        case "read" -> machine.read(i, operation.output());
        case "write" -> machine.write(i, Objects.requireNonNullElse(operation.input(), "nil"));
        default -> throw HistoryException.unknownFunction(operation, "read, write");
      }
    }
    return machine;
  }
}
