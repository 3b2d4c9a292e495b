package dev.ordeal.faultlab.exploration;

import dev.ordeal.faultlab.exploration.BranchingNode.Message;
import dev.ordeal.faultlab.exploration.BranchingNode.Step;
import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
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
 * <p>It does not see the future. What nodes and common coins will show it guesses, judges schedules by the guess, and
 * guesses again once a step goes another way than guessed.
 *
 * <p>Cost: a step takes the same time however long the run. Threading: single owner. Cold.
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
  private final int clusterSize;
  private final Witness witness;
  private long highestRound;
  private long guesses;

  /**
   * How long nobody decided.
   *
   * @param hasHeld whether nobody had decided when the steps were over, or when nothing could happen any more
   * @param steps steps taken, by all nodes together
   * @param delivered messages delivered among them
   * @param longestWait the most steps that a message waited for its delivery
   * @param rounds the highest round that a node entered
   * @param decided what was decided, or {@link ConsensusNode#NO_VALUE}
   */
  public record Outcome(
      boolean hasHeld, int steps, int delivered, int longestWait, long rounds, long decided) {}

  /** Hears of every step that is taken, in order. */
  interface Witness {
    /** Nobody listens. */
    Witness NONE = (number, nodeId, message, sentAt, step) -> {};

    /**
     * A node has taken a step.
     *
     * @param number of the step from 1; 0 for those before the scheduler has a say
     * @param message what it took; null at its start and at a deadline
     * @param sentAt the number of the step that sent it
     */
    void onStep(int number, int nodeId, Message message, int sentAt, Step step);
  }

  /**
   * A configuration, with its messages in the order they were sent; or a step further.
   *
   * @param before the configuration that this is one step further than, or null
   * @param taken what was taken there, see {@link #take}
   * @param step what it did
   */
  private record World(
      BranchingNode[] nodes,
      Message[] messages,
      int[] sentAt,
      long decided,
      int depth,
      World before,
      int taken,
      Step step) {
    /** The same without a past. */
    World alone() {
      return new World(nodes, messages, sentAt, decided, 0, null, 0, null);
    }
  }

  /**
   * An adversary to the nodes of a plan.
   *
   * @param seed decides what nodes draw
   */
  public Adversary(final ExplorationPlan plan, final long seed) {
    this(plan, seed, Witness.NONE);
  }

  Adversary(final ExplorationPlan plan, final long seed, final Witness witness) {
    this.plan = plan;
    this.seed = seed;
    this.clusterSize = plan.clusterSize();
    this.witness = witness;
  }

  /** Schedules until somebody decides or nothing can happen, but for so many steps at most. Called once. */
  public Outcome run(final int stepsMax) {
    World world = first();
    World guess = guessed(world);
    int steps = 0;
    int delivered = 0;
    int longestWait = 0;
    while (steps < stepsMax && world.decided() == ConsensusNode.NO_VALUE) {
      boolean isAsGuessed = true;
      final List<Integer> schedule = scheduleFrom(guess);
      if (schedule.isEmpty()) {
        break;
      }
      for (final int input : schedule) {
        if (!isAsGuessed || steps == stepsMax || world.decided() != ConsensusNode.NO_VALUE) {
          break;
        }
        steps++;
        if (input >= 0) {
          longestWait = Math.max(longestWait, steps - world.sentAt()[input]);
          delivered++;
        }
        guess = take(guess, input, steps).alone();
        world = takeReally(world, input, steps);
        isAsGuessed = isAlike(world, guess);
      }
      guess = isAsGuessed ? guess : guessed(world);
    }
    return new Outcome(
        world.decided() == ConsensusNode.NO_VALUE, steps, delivered, longestWait, highestRound, world.decided());
  }

  /** All proposals are in, in order of nodes. */
  private World first() {
    World world =
        new World(
            new BranchingNode[clusterSize], new Message[0], new int[0], ConsensusNode.NO_VALUE, 0, null, 0, null);
    for (int id = 0; id < clusterSize; id++) {
      final Step start = BranchingNode.start(plan, id, seed, CounterRandom.hash(seed, STREAM_DRAWS, id));
      witness.onStep(0, id, null, 0, start);
      world.nodes()[id] = start.to();
      world = with(world, start.sent(), 0);
    }
    for (int id = 0; id < clusterSize; id++) {
      world = with(world, List.of(BranchingNode.proposal(plan, id)), 0);
      world = takeReally(world, world.messages().length - 1, 0);
    }
    return world;
  }

  private static World with(final World world, final List<Message> sent, final int atStep) {
    return new World(
        world.nodes(),
        join(world.messages(), sent),
        join(world.sentAt(), sent.size(), atStep),
        world.decided(),
        0,
        null,
        0,
        null);
  }

  /** A step that is not only thought of. */
  private World takeReally(final World world, final int input, final int number) {
    final World next = take(world, input, number);
    for (final Effects.Said said : next.step().said()) {
      if (said.indication() == Indication.ROUND) {
        highestRound = Math.max(highestRound, said.key());
      }
    }
    witness.onStep(
        number,
        nodeOf(world, input),
        input < 0 ? null : world.messages()[input],
        input < 0 ? 0 : world.sentAt()[input],
        next.step());
    return next.alone();
  }

  private static boolean isAlike(final World world, final World guess) {
    for (int id = 0; id < world.nodes().length; id++) {
      if (world.nodes()[id].digest() != guess.nodes()[id].digest()) {
        return false;
      }
    }
    return world.decided() == guess.decided() && Arrays.equals(world.messages(), guess.messages());
  }

  /**
   * The shortest schedule found that delivers the oldest message and is bivalent after; if none is found, that message
   * alone. Inputs are as {@link #take} wants them, each after those before it; none if nothing can happen any more.
   */
  private List<Integer> scheduleFrom(final World start) {
    if (start.messages().length == 0) {
      return deadlineOfAny(start);
    }
    final Deque<World> queue = new ArrayDeque<>();
    final LongHashSet tried = new LongHashSet();
    queue.add(start);
    int count = 0;
    while (!queue.isEmpty() && count++ < TRIED_MAX) {
      final World world = queue.remove();
      final World after = take(world, 0, 0);
      if (after.decided() == ConsensusNode.NO_VALUE && isBivalent(after)) {
        return inputsTo(after);
      }
      if (world.depth() == SCHEDULE_MAX) {
        continue;
      }
      for (int input = -clusterSize; input < world.messages().length; input++) {
        if (input != 0 && mayTake(world, input)) {
          final World next = take(world, input, 0);
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
    final long guess = CounterRandom.hash(seed, STREAM_GUESSES, guesses++);
    final BranchingNode[] other = new BranchingNode[clusterSize];
    for (int id = 0; id < clusterSize; id++) {
      other[id] = world.nodes()[id].guessed(guess);
    }
    return new World(other, world.messages(), world.sentAt(), world.decided(), 0, null, 0, null);
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
    World world =
        new World(from.nodes(), from.messages(), new int[from.sentAt().length], from.decided(), 0, null, 0, null);
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
      world = take(world, input, step).alone();
    }
    return world.decided();
  }

  /** The place of the first message between members of a group that was sent no earlier, or {@link #NOTHING}. */
  private int messageWithin(final World world, final int group, final int sentFrom) {
    for (int i = 0; i < world.messages().length; i++) {
      final Message message = world.messages()[i];
      if (world.sentAt()[i] >= sentFrom
          && (group >>> message.toId() & 1) != 0
          && (group >>> message.fromId() & 1) != 0) {
        return i;
      }
    }
    return NOTHING;
  }

  private List<Integer> deadlineOfAny(final World world) {
    for (int id = 0; id < clusterSize; id++) {
      if (mayTake(world, -1 - id)) {
        return List.of(-1 - id);
      }
    }
    return List.of();
  }

  private static boolean mayTake(final World world, final int input) {
    return input >= 0 || world.nodes()[-1 - input].hasDeadline();
  }

  private static int nodeOf(final World world, final int input) {
    return input < 0 ? -1 - input : world.messages()[input].toId();
  }

  /**
   * One step.
   *
   * @param input the message's place in the order of sending, or −1 − the node whose deadline comes
   * @param number what counts as the time at which its messages are sent
   */
  private static World take(final World world, final int input, final int number) {
    final int nodeId = nodeOf(world, input);
    final BranchingNode node = world.nodes()[nodeId];
    final Step step = input < 0 ? node.stepOfDeadline() : node.step(world.messages()[input]);
    final BranchingNode[] next = world.nodes().clone();
    next[nodeId] = step.to();
    return new World(
        next,
        join(without(world.messages(), input), step.sent()),
        join(without(world.sentAt(), input), step.sent().size(), number),
        world.decided() == ConsensusNode.NO_VALUE ? step.decided() : world.decided(),
        world.depth() + 1,
        world,
        input,
        step);
  }

  private static List<Integer> inputsTo(final World world) {
    final List<Integer> inputs = new ArrayList<>();
    for (World at = world; at.before() != null; at = at.before()) {
      inputs.add(0, at.taken());
    }
    return inputs;
  }

  private static long digestOf(final World world) {
    long digest = 0;
    for (final BranchingNode node : world.nodes()) {
      digest = CounterRandom.mix(digest, node.digest());
    }
    for (final Message message : world.messages()) {
      digest = CounterRandom.mix(digest, message.hash());
    }
    return digest;
  }

  private static Message[] without(final Message[] messages, final int index) {
    if (index < 0) {
      return messages;
    }
    final Message[] rest = Arrays.copyOf(messages, messages.length - 1);
    System.arraycopy(messages, index + 1, rest, index, rest.length - index);
    return rest;
  }

  private static int[] without(final int[] words, final int index) {
    if (index < 0) {
      return words;
    }
    final int[] rest = Arrays.copyOf(words, words.length - 1);
    System.arraycopy(words, index + 1, rest, index, rest.length - index);
    return rest;
  }

  private static Message[] join(final Message[] messages, final List<Message> sent) {
    final Message[] all = Arrays.copyOf(messages, messages.length + sent.size());
    for (int i = 0; i < sent.size(); i++) {
      all[messages.length + i] = sent.get(i);
    }
    return all;
  }

  private static int[] join(final int[] words, final int count, final int word) {
    final int[] all = Arrays.copyOf(words, words.length + count);
    Arrays.fill(all, words.length, all.length, word);
    return all;
  }
}
