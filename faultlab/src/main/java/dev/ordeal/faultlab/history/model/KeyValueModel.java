package dev.ordeal.faultlab.history.model;

import dev.ordeal.faultlab.history.HistoryException;
import dev.ordeal.faultlab.history.Machine;
import dev.ordeal.faultlab.history.Model;
import dev.ordeal.faultlab.history.Operation;
import java.util.List;

/**
 * A store of texts by key: {@code put} v, {@code append} v, {@code get} → v; keys are independent. Values are compared
 * as they are written, so 5 and "5" are one. A key that was never put is absent and reads as the empty text, which a
 * get may also return as nil; append to it is put. A get of unknown outcome constrains nothing. Immutable.
 */
public final class KeyValueModel implements Model {
  /** For the service loader, and for all. */
  public KeyValueModel() {}

  @Override
  public String name() {
    return "key-value";
  }

  @Override
  public String summary() {
    return "texts by key: put v, append v, get → v; an absent key reads as the empty text";
  }

  @Override
  public boolean readsProcess() {
    return false;
  }

  @Override
  public Machine machine(final List<Operation> operations) {
    final TextMachine machine = new TextMachine(operations.size());
    for (int i = 0; i < operations.size(); i++) {
      final Operation operation = operations.get(i);
      switch (operation.function()) {
        case "get", "read" -> machine.get(i, operation.isOk() ? text(operation.output()) : null);
        case "put", "write" -> machine.put(i, text(operation.input()));
        case "append" -> machine.append(i, text(operation.input()));
        default -> throw HistoryException.unknownFunction(operation, "get put append");
      }
    }
    return machine;
  }

  private static String text(final Object value) {
    return value == null ? "" : value.toString();
  }
}
