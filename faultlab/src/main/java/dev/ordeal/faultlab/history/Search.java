package dev.ordeal.faultlab.history;

import java.util.Arrays;
import java.util.List;

/**
 * Looks for an order of the operations of one part.
 *
 * <p>A <em>configuration</em> is the set of operations put in order so far and the state they leave. From it, any
 * operation may come next that was invoked before the earliest response among those not yet in order (Wing and Gong
 * 1993, §3). The search goes depth first, and never twice to a configuration (Lowe 2017, §4). It is a loop, not a
 * recursion.
 *
 * <p>What keeps the number of configurations down; each leaves at least one shortest order, if there is one:
 *
 * <ul>
 *   <li>an operation that only looks, and could look now, comes next, without an alternative: it could be moved here
 *       from wherever it stands in an order;
 *   <li>operations of unknown outcome are tried last, only if they change the state, and among those that ask for the
 *       same the first invoked comes first;
 *   <li>a configuration is as good as visited if one was that differs only in having spent fewer operations of unknown
 *       outcome: whatever can follow the one can follow the other;
 *   <li>no configuration is entered of which the model says that it is hopeless;
 *   <li>of operations of unknown outcome in a row, none is tried that would lead to the same state without those before
 *       it in the row.
 * </ul>
 *
 * <p>The set is held as the operation invoked last and, a bit for each slot, those before it that are not in the set.
 * They were all under way when that last one was invoked, and operations under way together have different slots: so
 * the bits are as many as operations ever overlap, however long the history is.
 *
 * <p>Hot; single owner; allocates at construction, and when the visited set or the machine grows.
 */
class Search {
  /** How many steps are tried between two looks at the clock. */
  private static final int STEPS_A_LOOK = 1 << 13;
  private static final int NO_OPERATION = -1;

  private final Machine machine;
  private final CheckBudget budget;
  private final long startNs;

  /** Operations that responded, by invocation: the place in the part, the response, the slot. */
  private final int completed;
  private final int[] operationOf;
  private final int[] respondedAt;
  private final int[] slotOf;
  private final boolean[] isObserver;

  /** Unresolved invocations and responses of completed operations, a linked list by time: 2i and 2i + 1, head last. */
  private final int[] next;
  private final int[] previous;
  private final int head;

  /** Operations of unknown outcome by kind, first invoked first; kinds by their first invocation. */
  private final int[][] kinds;
  private final int[] bitOfKind;
  private final int[] spent;
  private final int[] kindOf;
  private final int[] invokedAtOf;

  /** The path: which completed operation came next, or, negative, which place in the part is of unknown outcome. */
  private final int[] path;
  private final long[] stateBefore;
  private final int[] lastBefore;
  private final boolean[] isForced;
  private int depth;
  private int stepsUntilLook = STEPS_A_LOOK;

  /** The configuration: state, last operation, holes by slot, spent unknown operations. */
  private final long[] row;
  private final int holeWords;
  private int last = NO_OPERATION;
  private long state;

  private final VisitedConfigurations visited;

  private int farthestBlock = NO_OPERATION;
  private String reason = "";

  Search(
      final List<Operation> part,
      final Machine machine,
      final boolean readsProcess,
      final CheckBudget budget,
      final long startNs) {
    this.machine = machine;
    this.budget = budget;
    this.startNs = startNs;
    completed = (int) part.stream().filter(Operation::isOk).count();
    operationOf = new int[completed];
    respondedAt = new int[completed];
    invokedAtOf = new int[part.size()];
    final int[] invokedAt = new int[completed];
    int c = 0;
    for (int i = 0; i < part.size(); i++) {
      final Operation operation = part.get(i);
      invokedAtOf[i] = operation.invokedAt();
      if (operation.isOk()) {
        operationOf[c] = i;
        invokedAt[c] = operation.invokedAt();
        respondedAt[c++] = operation.respondedAt();
      }
    }
    head = 2 * completed;
    next = new int[head + 1];
    previous = new int[head + 1];
    slotOf = new int[completed];
    isObserver = new boolean[completed];
    for (int i = 0; i < completed; i++) {
      isObserver[i] = machine.isObserver(operationOf[i]);
    }
    final int slots = link(invokedAt);
    kinds = UnknownKinds.of(part, readsProcess);
    bitOfKind = new int[kinds.length];
    kindOf = new int[part.size()];
    int bits = 0;
    for (int k = 0; k < kinds.length; k++) {
      bitOfKind[k] = bits;
      bits += kinds[k].length;
      for (final int place : kinds[k]) {
        kindOf[place] = k;
      }
    }
    spent = new int[kinds.length];
    path = new int[part.size()];
    stateBefore = new long[part.size()];
    lastBefore = new int[part.size()];
    isForced = new boolean[part.size()];
    holeWords = wordsFor(slots);
    row = new long[2 + holeWords + wordsFor(bits)];
    visited = visited(2 + holeWords, wordsFor(bits));
    state = machine.initial();
  }

  /** Where visited configurations are kept; a test has one that forgets. */
  VisitedConfigurations visited(final int coreWords, final int tailWords) {
    return new VisitedConfigurations(coreWords, tailWords);
  }

  private static int wordsFor(final int bits) {
    return bits + Long.SIZE - 1 >> 6;
  }

  /** Links the events by time and gives each operation a slot; returns how many slots there are. */
  private int link(final int[] invokedAt) {
    final Slots slots = new Slots(completed);
    final long[] events = new long[2 * completed];
    for (int i = 0; i < completed; i++) {
      final int call = 2 * i;
      events[call] = (long) invokedAt[i] << Integer.SIZE | call;
      events[call + 1] = (long) respondedAt[i] << Integer.SIZE | call + 1;
    }
    Arrays.sort(events);
    int before = head;
    for (final long event : events) {
      final int entry = (int) event;
      next[before] = entry;
      previous[entry] = before;
      before = entry;
      if ((entry & 1) == 0) {
        slotOf[entry >> 1] = slots.take();
      } else {
        slots.release(slotOf[entry >> 1]);
      }
    }
    next[before] = head;
    previous[head] = before;
    return slots.count();
  }

  /** Runs to the end, or until the budget is used up. */
  Answer run() {
    visited.add(fillRow());
    boolean isNew = true;
    int from = next[head];
    while (next[head] != head) {
      if (isBudgetUsedUp()) {
        return Answer.UNKNOWN;
      }
      if (goOn(isNew, from)) {
        isNew = true;
        from = next[head];
      } else {
        rememberFarthest();
        isNew = false;
        do {
          if (depth == 0) {
            return Answer.VIOLATED;
          }
          from = back();
        } while (isForced[depth]);
      }
    }
    return Answer.LINEARIZABLE;
  }

  /**
   * Goes to the next configuration that was not visited.
   *
   * @param from a place in the list, or, negative, the kind of unknown operation that was tried last
   */
  private boolean goOn(final boolean isNew, final int from) {
    if (isNew) {
      final int observer = observer();
      if (observer != NO_OPERATION) {
        return forward(observer, state, true);
      }
    }
    return from >= 0 && goOnWithCompleted(from) || goOnWithUnknown(from >= 0 ? 0 : -from);
  }

  /** An operation that only looks, may come next, and sees what it saw. */
  private int observer() {
    for (int entry = next[head]; (entry & 1) == 0; entry = next[entry]) {
      if (isObserver[entry >> 1] && step(operationOf[entry >> 1]) == state) {
        return entry >> 1;
      }
    }
    return NO_OPERATION;
  }

  private long step(final int place) {
    stepsUntilLook--;
    return machine.step(state, place);
  }

  private boolean goOnWithCompleted(final int from) {
    for (int entry = from; entry != head && (entry & 1) == 0; entry = next[entry]) {
      final int operation = entry >> 1;
      final long after = step(operationOf[operation]);
      if (after != Machine.IMPOSSIBLE && forward(operation, after, false)) {
        return true;
      }
    }
    return false;
  }

  private boolean goOnWithUnknown(final int fromKind) {
    final int block = respondedAt[firstResponse()];
    for (int k = fromKind; k < kinds.length && invokedAtOf[kinds[k][0]] < block; k++) {
      if (spent[k] < kinds[k].length && invokedAtOf[kinds[k][spent[k]]] < block) {
        final int place = kinds[k][spent[k]];
        final long after = step(place);
        if (after != Machine.IMPOSSIBLE
            && after != state
            && !isReachedWithout(place, after)
            && forwardUnknown(k, place, after)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether an unknown operation leads to the state without some of the unknown ones right before it. */
  private boolean isReachedWithout(final int place, final long after) {
    for (int at = depth - 1; at >= 0 && path[at] < 0; at--) {
      stepsUntilLook--;
      if (machine.step(stateBefore[at], place) == after) {
        return true;
      }
    }
    return false;
  }

  /** The operation, among those not yet in order, that responded first. */
  private int firstResponse() {
    int entry = next[head];
    while ((entry & 1) == 0) {
      entry = next[entry];
    }
    return entry >> 1;
  }

  /** Puts a completed operation next, unless that was visited. */
  private boolean forward(final int operation, final long after, final boolean isOnlyWay) {
    push(operation, operationOf[operation], after, isOnlyWay);
    unlink(2 * operation);
    unlink(2 * operation + 1);
    if (operation > last) {
      flipHoles(last + 1, operation);
      last = operation;
    } else {
      flipHole(operation);
    }
    return isFirstVisit();
  }

  private boolean forwardUnknown(final int kind, final int place, final long after) {
    push(-1 - place, place, after, false);
    flipSpent(kind, spent[kind]++);
    return isFirstVisit();
  }

  private boolean isFirstVisit() {
    final boolean isFirst = !machine.isHopeless(state) && visited.add(fillRow());
    if (!isFirst) {
      back();
    }
    return isFirst;
  }

  private void push(final int what, final int place, final long after, final boolean isOnlyWay) {
    machine.ordered(place);
    path[depth] = what;
    stateBefore[depth] = state;
    lastBefore[depth] = last;
    isForced[depth] = isOnlyWay;
    depth++;
    state = after;
  }

  /** Takes the last step back; returns from where to go on, see {@link #goOn}. */
  private int back() {
    depth--;
    state = stateBefore[depth];
    final int what = path[depth];
    machine.left(what < 0 ? -1 - what : operationOf[what]);
    if (what < 0) {
      final int kind = kindOf[-1 - what];
      flipSpent(kind, --spent[kind]);
      return -1 - kind;
    }
    if (what == last) {
      last = lastBefore[depth];
      flipHoles(last + 1, what);
    } else {
      flipHole(what);
    }
    relink(2 * what + 1);
    relink(2 * what);
    return next[2 * what];
  }

  private void unlink(final int entry) {
    next[previous[entry]] = next[entry];
    previous[next[entry]] = previous[entry];
  }

  private void relink(final int entry) {
    next[previous[entry]] = entry;
    previous[next[entry]] = entry;
  }

  private void flipHoles(final int from, final int until) {
    for (int operation = from; operation < until; operation++) {
      flipHole(operation);
    }
  }

  private void flipHole(final int operation) {
    row[2 + (slotOf[operation] >> 6)] ^= 1L << slotOf[operation];
  }

  private void flipSpent(final int kind, final int nth) {
    final int bit = bitOfKind[kind] + nth;
    row[2 + holeWords + (bit >> 6)] ^= 1L << bit;
  }

  private long[] fillRow() {
    row[0] = state;
    row[1] = last;
    return row;
  }

  private boolean isBudgetUsedUp() {
    if (visited.size() >= budget.configurations()) {
      reason = "configurations used up: visited=%d".formatted(visited.size());
    } else if (stepsUntilLook <= 0) {
      stepsUntilLook = STEPS_A_LOOK;
      if (System.nanoTime() - startNs > budget.timeNs()) {
        reason = "time used up: visited=%d".formatted(visited.size());
      } else if (bytes() > budget.memoryBytes()) {
        reason = "memory used up: visited=%d, bytes=%d".formatted(visited.size(), bytes());
      }
    }
    return !reason.isEmpty();
  }

  private void rememberFarthest() {
    final int first = firstResponse();
    if (farthestBlock == NO_OPERATION || respondedAt[first] > respondedAt[farthestBlock]) {
      farthestBlock = first;
    }
  }

  /** The order found: places in the part. */
  int[] order() {
    final int[] order = new int[depth];
    for (int at = 0; at < depth; at++) {
      order[at] = path[at] >= 0 ? operationOf[path[at]] : -1 - path[at];
    }
    return order;
  }

  /** A response before which every prefix of the part has an order: the latest that the search knows of. */
  int farthestResponse() {
    return farthestBlock == NO_OPERATION ? 0 : respondedAt[farthestBlock];
  }

  /** The state that the order leaves. */
  long state() {
    return state;
  }

  /** Why the budget was used up. */
  String reason() {
    return reason;
  }

  long configurations() {
    return visited.size();
  }

  long bytes() {
    return visited.bytes() + machine.bytes();
  }
}
