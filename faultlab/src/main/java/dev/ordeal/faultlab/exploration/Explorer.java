package dev.ordeal.faultlab.exploration;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Visits every world of a plan once, breadth first, and judges each step: what is decided was proposed, is decided
 * alike by all, and once in a life; where time is shared and nothing more can happen, all that live have decided.
 *
 * <p>Cost: a look-up for the step, a look-up for the world, and some twenty words written, per action; 16 bytes a world
 * and its words while it waits. Threading: single owner. Allocation: when arrays grow, and when a step is met first.
 */
public final class Explorer {
  private static final long LOCAL_SALT = 0x6c6f63616cL;
  private static final long MESSAGE_SALT = 0x6d657373616765L;
  private static final long COUNTER_SALT = 0x636f756e74657273L;
  private static final int NOBODY = -1;
  private static final int COINS_MAX = 24;
  private static final long NO_ACTION = -1;

  private final ExplorationPlan plan;
  private final int clusterSize;
  private final LocalStates locals;
  private final WorldSet visited = new WorldSet();

  /** How each world was come to: from which, by what. */
  private int[] parents = new int[1 << 12];

  private long[] actions = new long[1 << 12];
  private int count;

  /** Clocks of nodes that are down, by the order in which they came up. */
  private long[] deadClocks = new long[4];

  private int deadClockCount;

  private Worlds current = new Worlds();
  private Worlds next = new Worlds();
  private int[] world = new int[64];
  private long transitions;

  private long badAction = NO_ACTION;
  private int badParent = NOBODY;
  private Property broken;
  private String explanation;
  private boolean isOverfull;

  /** Whether actions are only looked for, and whether one was found. */
  private boolean isLooking;

  private boolean hasMore;

  /**
   * A search that has not begun.
   *
   * @throws IllegalArgumentException if there are too many patterns of coins to begin with each
   */
  public Explorer(final ExplorationPlan plan) {
    if (plan.coins() * plan.clusterSize() > COINS_MAX) {
      throw new IllegalArgumentException(
          "too many coins to try all: coins=%d, nodes=%d, max=%d for all nodes together"
              .formatted(plan.coins(), plan.clusterSize(), COINS_MAX));
    }
    this.plan = plan;
    this.clusterSize = plan.clusterSize();
    this.locals = new LocalStates(plan);
  }

  /** Searches until a violation, a bound or the end. Called once. */
  public ExplorationResult run() {
    addFirstWorlds();
    int depth = 0;
    int firstOfDepth = 0;
    int levelEnd = count;
    while (next.end > 0 && depth < plan.depthMax() && !isOver()) {
      final long transitionsBefore = transitions;
      expandAll(firstOfDepth);
      depth += transitions > transitionsBefore ? 1 : 0;
      firstOfDepth = levelEnd;
      levelEnd = count;
    }
    if (next.end > 0 && !isOver()) {
      isLooking = true;
      expandAll(firstOfDepth);
    }
    final ExplorationResult.End end =
        broken != null || explanation != null
            ? ExplorationResult.End.VIOLATED
            : isOverfull
                ? ExplorationResult.End.WORLDS
                : hasMore ? ExplorationResult.End.DEPTH : ExplorationResult.End.EXHAUSTED;
    return new ExplorationResult(
        plan,
        end,
        count,
        transitions,
        depth,
        locals.stateCount(),
        locals.messageCount(),
        locals.played(),
        broken,
        explanation,
        badAction == NO_ACTION ? new long[] {} : pathTo(badParent, badAction),
        locals,
        firstPatterns());
  }

  /** Takes every action in the worlds of the next depth, of which the first has this number. */
  private void expandAll(final int firstNumber) {
    final Worlds swapped = current;
    current = next;
    next = swapped;
    next.clear();
    int number = firstNumber;
    for (int at = 0; at < current.end && !isOver(); at += lengthOf(current.words, at)) {
      expand(at, number++);
    }
  }

  private boolean isOver() {
    return explanation != null || isOverfull;
  }

  /** One world for each combination of patterns of coins. */
  private void addFirstWorlds() {
    final int messagesAt = Worlds.LOCALS_AT + clusterSize;
    for (long combination = 0; combination < 1L << plan.coins() * clusterSize && !isOver(); combination++) {
      int length = messagesAt;
      world[Worlds.COUNTERS_AT] = 0;
      for (int id = 0; id < clusterSize; id++) {
        final LocalStates.Step step = locals.start(id, patternOf(combination, id));
        world[Worlds.LOCALS_AT + id] = step.to;
        makeRoom(length + step.sent.length + 1);
        for (final int message : step.sent) {
          length = insert(messagesAt, length, message);
        }
        if (plan.proposals().get(id) != ConsensusNode.NO_VALUE) {
          length = insert(messagesAt, length, locals.proposal(id));
        }
      }
      world[0] = length - messagesAt;
      visit(length, digestOf(world, 0), NOBODY, combination);
    }
  }

  private int patternOf(final long combination, final int nodeId) {
    return (int) (combination >>> plan.coins() * nodeId) & (1 << plan.coins()) - 1;
  }

  private void makeRoom(final int length) {
    if (world.length < length) {
      world = Arrays.copyOf(world, 2 * length);
    }
  }

  private void expand(final int at, final int number) {
    final int messagesAt = at + Worlds.LOCALS_AT + clusterSize;
    final int messageCount = current.words[at];
    final long digest = digestOf(current.words, at);
    if (plan.isSynchronous()) {
      expandInStep(at, number, messagesAt, messageCount, digest);
      return;
    }
    deliverEach(at, number, messagesAt, messageCount, digest);
    final int counters = current.words[at + Worlds.COUNTERS_AT];
    for (int id = 0; id < clusterSize; id++) {
      final int local = current.words[at + Worlds.LOCALS_AT + id];
      if (Worlds.deadlines(counters) < plan.deadlinesMax() && locals.deadlineOf(local) != ProtocolNode.NO_DEADLINE) {
        take(at, number, digest, id, NOBODY, Action.of(Action.DEADLINE, id, 0, 0), Worlds.DEADLINE);
      }
      if (Worlds.restarts(counters) < plan.restartsMax()) {
        take(at, number, digest, id, NOBODY, Action.of(Action.RESTART, id, 0, 0), Worlds.RESTART);
      }
    }
  }

  /** Time is shared: steps that are due, then what is in flight, then the next that are due. */
  private void expandInStep(
      final int at, final int number, final int messagesAt, final int messageCount, final long digest) {
    long nowNs = 0;
    long earliestNs = ProtocolNode.NO_DEADLINE;
    int due = NOBODY;
    for (int id = 0; id < clusterSize; id++) {
      final int local = current.words[at + Worlds.LOCALS_AT + id];
      nowNs = Math.max(nowNs, local < 0 ? deadClocks[-1 - local] : locals.clockOf(local));
      if (local >= 0 && locals.deadlineOf(local) < earliestNs) {
        earliestNs = locals.deadlineOf(local);
        due = id;
      }
    }
    if (messageCount > 0 && earliestNs > nowNs) {
      deliverEach(at, number, messagesAt, messageCount, digest);
    } else if (due != NOBODY) {
      take(at, number, digest, due, NOBODY, Action.of(Action.DEADLINE, due, 0, 0), 0);
      cutShort(at, number, digest, due, NOBODY, Action.DEADLINE_CUT, LocalStates.DEADLINE);
    } else if (messageCount == 0) {
      judgeEnd(at, number);
    }
  }

  private void deliverEach(
      final int at, final int number, final int messagesAt, final int messageCount, final long digest) {
    int before = NOBODY;
    for (int index = 0; index < messageCount && !isOver(); index++) {
      final int message = current.words[messagesAt + index];
      if (message != before) { // equal messages are one choice
        final int receiver = locals.receiverOf(message);
        take(at, number, digest, receiver, index, Action.of(Action.DELIVER, receiver, 0, message), 0);
        if (plan.isSynchronous()) {
          cutShort(at, number, digest, receiver, index, Action.DELIVER_CUT, message);
        }
      }
      before = message;
    }
  }

  /** A node crashes before a deadline's step, or in a step when some of its messages have left. */
  private void cutShort(
      final int at,
      final int number,
      final long digest,
      final int nodeId,
      final int index,
      final int kind,
      final int input) {
    if (Worlds.crashes(current.words[at + Worlds.COUNTERS_AT]) >= plan.crashesMax()) {
      return;
    }
    if (kind == Action.DEADLINE_CUT) {
      take(at, number, digest, nodeId, index, Action.of(Action.CRASH, nodeId, 0, 0), Worlds.CRASH);
    }
    final int sends = locals.step(current.words[at + Worlds.LOCALS_AT + nodeId], input).sent.length;
    if (sends > Action.SENDS_MAX) {
      throw new IllegalStateException(
          "too many messages in a step to try each subset: sends=%d, max=%d".formatted(sends, Action.SENDS_MAX));
    }
    for (int mask = 0; mask < (1 << sends) - 1; mask++) {
      take(
          at, number, digest, nodeId, index, Action.of(kind, nodeId, mask, Math.max(input, 0)), Worlds.CRASH);
    }
  }

  /**
   * Takes one action and visits the world it leads to.
   *
   * @param index which of the messages in flight it consumes, or {@link #NOBODY}
   * @param counted what is added to the counters
   */
  private void take(
      final int at,
      final int number,
      final long digest,
      final int nodeId,
      final int index,
      final long action,
      final int counted) {
    hasMore |= isLooking;
    if (isLooking || isOver()) {
      return;
    }
    transitions++;
    final int[] from = current.words;
    final int localAt = Worlds.LOCALS_AT + nodeId;
    final int local = from[at + localAt];
    final int kind = Action.kind(action);
    final boolean isDown = kind >= Action.CRASH;
    final LocalStates.Step step = kind == Action.CRASH ? null : locals.step(local, Action.inputOf(action));
    final int messagesAt = Worlds.LOCALS_AT + clusterSize;
    final int messageCount = from[at];
    final int sends = step == null ? 0 : step.sent.length;
    makeRoom(messagesAt + messageCount + sends);
    System.arraycopy(from, at, world, 0, messagesAt);
    long sum = digest;
    int length = messagesAt;
    for (int i = 0; i < messageCount; i++) {
      final int message = from[at + messagesAt + i];
      if (i == index || (isDown && locals.receiverOf(message) == nodeId)) {
        sum -= CounterRandom.mix(MESSAGE_SALT, message);
      } else {
        world[length++] = message;
      }
    }
    for (int i = 0; i < sends; i++) {
      final int message = step.sent[i];
      if ((!isDown || (Action.sentMask(action) >>> i & 1) != 0)
          && world[Worlds.LOCALS_AT + locals.receiverOf(message)] >= 0) {
        sum += CounterRandom.mix(MESSAGE_SALT, message);
        length = insert(messagesAt, length, message);
      }
    }
    int counters = from[at + Worlds.COUNTERS_AT] + counted;
    if (step != null) {
      if (step.failure != null || step.decided != ConsensusNode.NO_VALUE) {
        judge(step, counters, number, action);
        if (Worlds.decided(counters) == NOBODY) {
          counters += (int) step.decided + 1;
        }
      }
    }
    final int to = isDown ? deadAt(step == null ? locals.clockOf(local) : locals.clockOf(step.to)) : step.to;
    sum += CounterRandom.mix(LOCAL_SALT + nodeId, to) - CounterRandom.mix(LOCAL_SALT + nodeId, local);
    sum +=
        CounterRandom.mix(COUNTER_SALT, counters)
            - CounterRandom.mix(COUNTER_SALT, from[at + Worlds.COUNTERS_AT]);
    world[0] = length - messagesAt;
    world[Worlds.COUNTERS_AT] = counters;
    world[localAt] = to;
    visit(length, sum, number, action);
  }

  /** Keeps the messages ascending; returns the new length. */
  private int insert(final int messagesAt, final int length, final int message) {
    int at = length;
    while (at > messagesAt && world[at - 1] > message) {
      world[at] = world[at - 1];
      at--;
    }
    world[at] = message;
    return length + 1;
  }

  private void visit(final int length, final long digest, final int parent, final long action) {
    if (!visited.add(digest)) {
      return;
    }
    if (count == plan.worldsMax()) {
      isOverfull = true;
      return;
    }
    if (count == parents.length) {
      parents = Arrays.copyOf(parents, 2 * count);
      actions = Arrays.copyOf(actions, 2 * count);
    }
    parents[count] = parent;
    actions[count] = action;
    count++;
    next.add(world, length);
  }

  private void judge(final LocalStates.Step step, final int counters, final int number, final long action) {
    final int before = Worlds.decided(counters);
    final int nodeId = Action.nodeId(action);
    if (step.failure != null) {
      report(null, "node %d threw: %s".formatted(nodeId, step.failure), number, action);
    } else if (!plan.proposals().contains(step.decided)) {
      report(
          Property.VALIDITY,
          "node %d decides %d, which nobody proposed".formatted(nodeId, step.decided),
          number,
          action);
    } else if (before != NOBODY && before != step.decided) {
      report(
          Property.UNIFORM_AGREEMENT,
          "node %d decides %d, and %d was decided before".formatted(nodeId, step.decided, before),
          number,
          action);
    } else if (step.decidesAgain) {
      report(Property.INTEGRITY, "node %d decides again".formatted(nodeId), number, action);
    }
  }

  /** Nothing more can happen. */
  private void judgeEnd(final int at, final int number) {
    for (int id = 0; id < clusterSize; id++) {
      final int local = current.words[at + Worlds.LOCALS_AT + id];
      if (local >= 0 && !locals.hasDecided(local)) {
        report(
            Property.TERMINATION,
            "node %d lives, nothing more can happen, and it has not decided".formatted(id),
            parents[number],
            actions[number]);
      }
    }
  }

  private void report(final Property property, final String text, final int parent, final long action) {
    if (explanation == null) {
      broken = property;
      explanation = text;
      badParent = parent;
      badAction = action;
    }
  }

  private int deadAt(final long clockNs) {
    for (int i = 0; i < deadClockCount; i++) {
      if (deadClocks[i] == clockNs) {
        return -1 - i;
      }
    }
    if (deadClockCount == deadClocks.length) {
      deadClocks = Arrays.copyOf(deadClocks, 2 * deadClockCount);
    }
    deadClocks[deadClockCount] = clockNs;
    return -1 - deadClockCount++;
  }

  private int lengthOf(final int[] words, final int at) {
    return Worlds.LOCALS_AT + clusterSize + words[at];
  }

  private long digestOf(final int[] words, final int at) {
    long sum = CounterRandom.mix(COUNTER_SALT, words[at + Worlds.COUNTERS_AT]);
    for (int id = 0; id < clusterSize; id++) {
      sum += CounterRandom.mix(LOCAL_SALT + id, words[at + Worlds.LOCALS_AT + id]);
    }
    final int messagesAt = at + Worlds.LOCALS_AT + clusterSize;
    for (int i = 0; i < words[at]; i++) {
      sum += CounterRandom.mix(MESSAGE_SALT, words[messagesAt + i]);
    }
    return sum;
  }

  /** The actions that led to a world, then one more. */
  private long[] pathTo(final int parent, final long action) {
    final Deque<Long> path = new ArrayDeque<>();
    path.push(action);
    for (int number = parent; parents[number] != NOBODY; number = parents[number]) {
      path.push(actions[number]);
    }
    return path.stream().mapToLong(Long::longValue).toArray();
  }

  /** Which pattern of coins each node of the violation's first world has. */
  private int[] firstPatterns() {
    final int[] patterns = new int[clusterSize];
    int number = badParent;
    while (number != NOBODY && parents[number] != NOBODY) {
      number = parents[number];
    }
    for (int id = 0; id < clusterSize; id++) {
      patterns[id] = number == NOBODY ? 0 : patternOf(actions[number], id);
    }
    return patterns;
  }
}
