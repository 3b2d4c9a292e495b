package dev.ordeal.faultlab.history.model;

import dev.ordeal.faultlab.history.HistoryException;
import dev.ordeal.faultlab.history.ObjectModel;
import dev.ordeal.faultlab.history.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Accounts: {@code transfer} {from, to, amount}, {@code read} → the balance of each account, a map, or a list by
 * account number. A read of nil constrains nothing. What the accounts held in the beginning is not in the history: the
 * first read of an account in the order tells, and all others must agree with it and the transfers. Overdrafts are the
 * bank's own business. Immutable.
 */
public final class BankModel extends ObjectModel<Map<Object, BankModel.Balance>> {
  private static final long AMOUNT_MAX = 1L << 31;
  private static final long BYTES_AN_ACCOUNT = 96;
  private static final Balance UNTOUCHED = new Balance(false, 0);

  /**
   * A balance.
   *
   * @param isKnown whether a read told it; if not, the amount is what transfers added since the beginning
   */
  public record Balance(boolean isKnown, long amount) {
    @Override
    public String toString() {
      return isKnown ? Long.toString(amount) : "?%+d".formatted(amount);
    }
  }

  /** For the service loader, and for all. */
  public BankModel() {}

  @Override
  public String name() {
    return "bank";
  }

  @Override
  public String summary() {
    return "accounts: transfer {from to amount}, read → balances; the first read tells what they held";
  }

  @Override
  public boolean isPartitionedByKey() {
    return false;
  }

  @Override
  public boolean readsProcess() {
    return false;
  }

  @Override
  protected Map<Object, Balance> initial() {
    return Map.of();
  }

  @Override
  protected void check(final Operation operation) {
    switch (operation.function()) {
      case "transfer" -> {
        if (!(operation.input() instanceof Map<?, ?> transfer)
            || !(transfer.get("amount") instanceof Long amount)
            || Math.abs(amount) > AMOUNT_MAX
            || transfer.get("from") == null
            || transfer.get("to") == null) {
          throw HistoryException.wrongValue(operation, "{from to amount}, amount at most %d".formatted(AMOUNT_MAX));
        }
      }
      case "read" -> {
        if (operation.output() != null && !balances(operation).values().stream().allMatch(Long.class::isInstance)) {
          throw HistoryException.wrongValue(operation, "a whole number for each account");
        }
      }
      default -> throw HistoryException.unknownFunction(operation, "transfer read");
    }
  }

  private static Map<?, ?> balances(final Operation operation) {
    if (operation.output() instanceof Map<?, ?> balances) {
      return balances;
    }
    if (operation.output() instanceof List<?> list) {
      final Map<Object, Object> balances = new HashMap<>();
      for (int i = 0; i < list.size(); i++) {
        balances.put((long) i, list.get(i));
      }
      return balances;
    }
    throw HistoryException.wrongValue(operation, "a map or list of balances");
  }

  @Override
  protected Map<Object, Balance> next(final Map<Object, Balance> state, final Operation operation) {
    if (operation.function().equals("transfer")) {
      final Map<?, ?> transfer = (Map<?, ?>) operation.input();
      final long amount = (Long) transfer.get("amount");
      final Map<Object, Balance> after = new HashMap<>(state);
      add(after, transfer.get("from"), -amount);
      add(after, transfer.get("to"), amount);
      return after;
    }
    return operation.output() == null ? state : read(state, balances(operation));
  }

  private static void add(final Map<Object, Balance> state, final Object account, final long amount) {
    final Balance before = state.getOrDefault(account, UNTOUCHED);
    state.put(account, new Balance(before.isKnown, before.amount + amount));
  }

  private static Map<Object, Balance> read(final Map<Object, Balance> state, final Map<?, ?> seen) {
    Map<Object, Balance> after = state;
    for (final Map.Entry<?, ?> entry : seen.entrySet()) {
      final Balance held = state.getOrDefault(entry.getKey(), UNTOUCHED);
      final long balance = (Long) entry.getValue();
      if (held.isKnown && held.amount != balance) {
        return null;
      }
      if (!held.isKnown) {
        after = after == state ? new HashMap<>(state) : after;
        after.put(entry.getKey(), new Balance(true, balance));
      }
    }
    return after;
  }

  /** A read of accounts that are all known: they stay so. */
  @Override
  protected boolean isObserver(final Operation operation) {
    return operation.function().equals("read");
  }

  @Override
  protected long bytesOf(final Map<Object, Balance> state) {
    return BYTES_AN_ACCOUNT * state.size();
  }
}
