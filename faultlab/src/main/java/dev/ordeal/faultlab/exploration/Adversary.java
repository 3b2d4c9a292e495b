package dev.ordeal.faultlab.exploration;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.ProtocolNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.agrona.collections.LongHashSet;

/**
 * A scheduler that sees every node's state and all messages in flight, picks what is delivered next, and wants nobody
 * to decide.
 *
 * <p>Source: Michael Fischer, Nancy Lynch, Michael Paterson, "Impossibility of Distributed Consensus with One Faulty
 * Process", Journal of the ACM 32(2), 1985, section 3: from a bivalent configuration and any event that is due, some
 * finite schedule ends with that event and is bivalent again (lemma 3). Here the event that is due is the oldest
 * message in flight, so every message is delivered, and schedules up to a length are tried, the shortest first. A configuration
 * counts as <em>bivalent</em> if two continuations were found that decide differently, each played by a majority alone;
 * so what is called bivalent is.
 *
 * <p>It delivers every message in the end, and crashes nobody: fewer than the one node it might. Deadlines come when it
 * likes: time-outs mean nothing where no delay is bounded.
 *
 * <p>It does not see the future. Where nodes draw at random it judges a schedule by other draws than those they will
 * make: the draws made so far are as they were, the rest are its own. A common coin is not drawn but computed from the
 * cluster's seed, which it sees: to such a coin it is stronger than the theorem allows.
 *
 * <p>Cost: a step plays nodes from their beginning, so a run takes time in the square of its steps. Threading: single
 * owner. Cold.
 */
public final class Adversary {
  private static final int SCHEDULE_MAX = 5;
  private static final int TRIED_MAX = 400;
  private static final int CONTINUATION_MAX = 80;
  private static final int NOTHING = Integer.MIN_VALUE;
  private static final long STREAM_DRAWS = 0x6472617773L;
  private static final long STREAM_GUESSES = 0x67756573736573L;

  private final ExplorationPlan plan;
  private final long seed;
  private final LocalStates locals;
  private final int clusterSize;
  private long highestRound;
  private long guesses;

  /**
   * How long nobody decided.
   *
   * @param hasHeld whether nobody had decided when the steps were over
   * @param steps steps taken, by all nodes together
   * @param delivered messages delivered among them
   * @param longestWait the most steps that a message waited for its delivery
   * @param rounds the highest round that a node entered
   * @param decided what was decided, or {@link ConsensusNode#NO_VALUE}
   */
  public record Outcome(
      boolean hasHeld, int steps, int delivered, int longestWait, long rounds, long decided) {}

  /** A configuration, with its messages in the order they were sent; or a step further. */
  private record World(int[] locals, int[] messages, int[] sentAt, long decided, World before, int taken) {}

  /**
   * An adversary to the nodes of a plan.
   *
   * @param seed decides what nodes draw
   */
  public Adversary(final ExplorationPlan plan, final long seed) {
    this.plan = plan;
    this.seed = seed;
    this.locals = new LocalStates(plan);
    this.clusterSize = plan.clusterSize();
  }

  /** Schedules until somebody decides, but for so many steps at most. Called once. */
  public Outcome run(final int stepsMax) {
    World world = first();
    int steps = 0;
    int delivered = 0;
    int longestWait = 0;
    while (steps < stepsMax && world.decided() == ConsensusNode.NO_VALUE) {
      final List<Integer> schedule = scheduleFrom(world);
      for (final int input : schedule) {
        if (input >= 0) {
          longestWait = Math.max(longestWait, steps - world.sentAt()[input]);
          delivered++;
        }
        world = take(world, input, steps, true);
        steps++;
        if (steps == stepsMax || world.decided() != ConsensusNode.NO_VALUE) {
          break;
        }
      }
    }
    return new Outcome(
        world.decided() == ConsensusNode.NO_VALUE, steps, delivered, longestWait, highestRound, world.decided());
  }

  /** All proposals are in, in order of nodes. */
  private World first() {
    World world = new World(new int[clusterSize], new int[0], new int[0], ConsensusNode.NO_VALUE, null, 0);
    for (int id = 0; id < clusterSize; id++) {
      final int pattern = (int) CounterRandom.hash(seed, STREAM_DRAWS, id) & (1 << plan.coins()) - 1;
      final LocalStates.Step start = locals.start(id, pattern);
      world.locals()[id] = start.to;
      final int[] sent = new int[start.sent.length + 1];
      System.arraycopy(start.sent, 0, sent, 0, start.sent.length);
      sent[start.sent.length] = locals.proposal(id);
      final int[] messages = join(world.messages(), sent);
      world =
          new World(world.locals(), messages, new int[messages.length], ConsensusNode.NO_VALUE, null, 0);
    }
    for (int i = 0; i < clusterSize; i++) {
      world = take(world, indexOfProposal(world), 0, true);
    }
    return world;
  }

  private int indexOfProposal(final World world) {
    for (int i = 0; i < world.messages().length; i++) {
      if (locals.senderOf(world.messages()[i]) == LocalStates.CLIENT) {
        return i;
      }
    }
    throw new IllegalStateException("no proposal left");
  }

  /**
   * The shortest schedule found that delivers the oldest message and is bivalent after; if none is found, that message
   * alone. Inputs are as {@link #take} wants them, each after those before it.
   */
  private List<Integer> scheduleFrom(final World real) {
    final World start = guessed(real);
    if (start.messages().length == 0) {
      return List.of(deadlineOfAny(start));
    }
    final Deque<World> queue = new ArrayDeque<>();
    final LongHashSet tried = new LongHashSet();
    queue.add(start);
    int count = 0;
    while (!queue.isEmpty() && count++ < TRIED_MAX) {
      final World world = queue.remove();
      final World after = take(world, 0, 0, false);
      if (after.decided() == ConsensusNode.NO_VALUE && isBivalent(after)) {
        return inputsTo(after);
      }
      if (depthOf(world) == SCHEDULE_MAX) {
        continue;
      }
      for (int input = -clusterSize; input < world.messages().length; input++) {
        if (input != 0 && mayTake(world, input)) {
          final World next = take(world, input, 0, false);
          if (next.decided() == ConsensusNode.NO_VALUE && tried.add(digestOf(next))) {
            queue.add(next);
          }
        }
      }
    }
    return List.of(0);
  }

  /** The same world, whose nodes will draw something else. */
  private World guessed(final World world) {
    final int[] other = new int[clusterSize];
    for (int id = 0; id < clusterSize; id++) {
      other[id] = locals.guessed(world.locals()[id], CounterRandom.hash(seed, STREAM_GUESSES, guesses++));
    }
    return new World(other, world.messages(), world.sentAt(), world.decided(), null, 0);
  }

  /** Whether two majorities, each left to itself, decide differently. */
  private boolean isBivalent(final World world) {
    long seen = ConsensusNode.NO_VALUE;
    for (int group = 1; group < 1 << clusterSize; group++) {
      if (Integer.bitCount(group) != clusterSize / 2 + 1) {
        continue;
      }
      for (int leader = 0; leader < clusterSize; leader++) {
        if ((group >>> leader & 1) == 0) {
          continue;
        }
        final long decided = decisionOf(world, group, leader);
        if (decided != ConsensusNode.NO_VALUE) {
          if (seen != ConsensusNode.NO_VALUE && seen != decided) {
            return true;
          }
          seen = decided;
        }
      }
    }
    return false;
  }

  /**
   * What a group decides if it hears nobody else. Messages sent since come first, in order; if there is none, the
   * leader's deadline, then what was in flight before, then other deadlines.
   */
  private long decisionOf(final World from, final int group, final int leader) {
    World world = new World(from.locals(), from.messages(), new int[from.sentAt().length], from.decided(), null, 0);
    for (int step = 1; step < CONTINUATION_MAX && world.decided() == ConsensusNode.NO_VALUE; step++) {
      int input = messageWithin(world, group, 1);
      if (input == NOTHING && mayTake(world, -1 - leader)) {
        input = -1 - leader;
      }
      if (input == NOTHING) {
        input = messageWithin(world, group, 0);
      }
      for (int id = 0; id < clusterSize && input == NOTHING; id++) {
        if ((group >>> id & 1) != 0 && mayTake(world, -1 - id)) {
          input = -1 - id;
        }
      }
      if (input == NOTHING) {
        return ConsensusNode.NO_VALUE;
      }
      world = take(world, input, step, false);
    }
    return world.decided();
  }

  /** The place of the first message between members of a group that was sent no earlier, or {@link #NOTHING}. */
  private int messageWithin(final World world, final int group, final int sentFrom) {
    for (int i = 0; i < world.messages().length; i++) {
      final int message = world.messages()[i];
      if (world.sentAt()[i] >= sentFrom
          && (group >>> locals.receiverOf(message) & 1) != 0
          && (group >>> locals.senderOf(message) & 1) != 0) {
        return i;
      }
    }
    return NOTHING;
  }

  private int deadlineOfAny(final World world) {
    for (int id = 0; id < clusterSize; id++) {
      if (mayTake(world, -1 - id)) {
        return -1 - id;
      }
    }
    throw new IllegalStateException("nothing can happen any more, and nobody has decided");
  }

  private boolean mayTake(final World world, final int input) {
    return input >= 0 || locals.deadlineOf(world.locals()[-1 - input]) != ProtocolNode.NO_DEADLINE;
  }

  /**
   * One step.
   *
   * @param input the message's place in the order of sending, or −1 − the node whose deadline comes
   * @param isReal whether it is taken, not thought of
   */
  private World take(final World world, final int input, final int atStep, final boolean isReal) {
    final int nodeId = input < 0 ? -1 - input : locals.receiverOf(world.messages()[input]);
    final LocalStates.Step step =
        locals.step(world.locals()[nodeId], input < 0 ? LocalStates.DEADLINE : world.messages()[input]);
    if (isReal) {
      for (final Effects.Said said : step.said) {
        if (said.indication() == Indication.ROUND) {
          highestRound = Math.max(highestRound, said.key());
        }
      }
    }
    final int[] next = world.locals().clone();
    next[nodeId] = step.to;
    final int[] kept = without(world.messages(), input);
    final int[] keptAt = without(world.sentAt(), input);
    final int[] sentAt = new int[step.sent.length];
    Arrays.fill(sentAt, atStep);
    return new World(
        next,
        join(kept, step.sent),
        join(keptAt, sentAt),
        world.decided() == ConsensusNode.NO_VALUE ? step.decided : world.decided(),
        world,
        input);
  }

  private static List<Integer> inputsTo(final World world) {
    final List<Integer> inputs = new ArrayList<>();
    for (World at = world; at.before() != null; at = at.before()) {
      inputs.add(0, at.taken());
    }
    return inputs;
  }

  private static int depthOf(final World world) {
    int depth = 0;
    for (World at = world; at.before() != null; at = at.before()) {
      depth++;
    }
    return depth;
  }

  private static long digestOf(final World world) {
    long digest = 0;
    for (final int local : world.locals()) {
      digest = CounterRandom.mix(digest, local);
    }
    for (final int message : world.messages()) {
      digest = CounterRandom.mix(digest, message);
    }
    return digest;
  }

  private static int[] without(final int[] words, final int index) {
    if (index < 0) {
      return words;
    }
    final int[] rest = new int[words.length - 1];
    System.arraycopy(words, 0, rest, 0, index);
    System.arraycopy(words, index + 1, rest, index, rest.length - index);
    return rest;
  }

  private static int[] join(final int[] first, final int[] second) {
    final int[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
