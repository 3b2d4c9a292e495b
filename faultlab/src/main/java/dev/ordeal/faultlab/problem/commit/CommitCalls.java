package dev.ordeal.faultlab.problem.commit;

import dev.ordeal.faultlab.history.Outcome;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.WorkloadPlan.ScriptedOperation;
import dev.ordeal.faultlab.problem.client.ClientPool;
import dev.ordeal.faultlab.problem.client.ClientPool.Call;
import dev.ordeal.faultlab.problem.client.ServiceCalls;
import dev.ordeal.faultlab.problem.commit.TransactionPlan.Step;
import dev.ordeal.protocols.commit.TransactionRequest;
import dev.ordeal.protocols.commit.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.commit.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.commit.codec.OperationKind;
import dev.ordeal.protocols.commit.codec.OutcomeRequestEncoder;
import dev.ordeal.protocols.commit.codec.TransactionReplyDecoder;
import dev.ordeal.protocols.commit.codec.TransactionRequestEncoder;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Transactions of clients: draws them, sends each once and then asks what became of it, and keeps what clients were
 * told.
 *
 * <p>Cost: constant time a call. Allocation: for each transaction. Threading: the simulation's thread.
 */
final class CommitCalls implements ServiceCalls {
  private static final long AMOUNT_MAX = 100;

  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final TransactionRequestEncoder requestEncoder = new TransactionRequestEncoder();
  private final OutcomeRequestEncoder outcomeEncoder = new OutcomeRequestEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final TransactionReplyDecoder replyDecoder = new TransactionReplyDecoder();
  private final Map<Long, TransactionPlan> plans = new HashMap<>();
  private final List<Told> told = new ArrayList<>();
  private final TransactionScript script = new TransactionScript();
  private final Ask[] asks;
  private final int participants;
  private final int width;
  private final int keys;
  private final int hotKeys;
  private final long hotPpb;
  private final long transferPpb;
  private final long failPpb;
  private final long rollbackPpb;
  private final boolean isExercise;

  /** What one client asks for now. */
  private static final class Ask {
    private TransactionPlan plan;
    private dev.ordeal.protocols.commit.codec.Outcome outcome;
    private long[] reads = {};
  }

  /**
   * What a client was told.
   *
   * @param outcome what became of its transaction; null if it gave up
   * @param reads what its reads found
   */
  record Told(
      TransactionPlan plan,
      dev.ordeal.protocols.commit.codec.Outcome outcome,
      long[] reads,
      long intendedNs,
      long invokedNs,
      long toldNs) {}

  CommitCalls(final RunSetup setup) {
    final ParameterValues values = setup.workload().values();
    participants = setup.clusterSize() - 1;
    width = (int) Math.min(values.value(CommitProblem.WIDTH), participants);
    keys = (int) values.value(CommitProblem.ACCOUNTS);
    hotKeys = (int) Math.min(values.value(CommitProblem.HOT_ACCOUNTS), keys);
    hotPpb = values.value(CommitProblem.HOT_SHARE);
    transferPpb = values.value(CommitProblem.TRANSFER_SHARE);
    failPpb = values.value(CommitProblem.FAIL_SHARE);
    rollbackPpb = values.value(CommitProblem.ROLLBACK_SHARE);
    isExercise = values.isOn(CommitProblem.EXERCISE);
    asks = new Ask[ClientPool.count(setup.workload())];
    for (int client = 0; client < asks.length; client++) {
      asks[client] = new Ask();
    }
    for (final ScriptedOperation operation : setup.workload().script()) {
      script.check(operation.operation(), participants); // Before anything runs, and not in the middle of it.
    }
  }

  @Override
  public int servers(final int clusterSize) {
    return 1;
  }

  /**
   * A transfer, or a mix of the other operations; at as many participants as are wanted, with a failing operation and a
   * rollback now and then.
   */
  @Override
  public void begin(final Call call, final long random) {
    if (isExercise) {
      ask(call, script.parse(call.client(), call.sequence(), exercise(call.sequence())));
      return;
    }
    final CounterRandom draws = new CounterRandom(random);
    final boolean isTransfer = draws.nextLong(Parameter.ALL_PPB) < transferPpb;
    final boolean fails = draws.nextLong(Parameter.ALL_PPB) < failPpb;
    final boolean isRollback = draws.nextLong(Parameter.ALL_PPB) < rollbackPpb;
    final int first = participants == 0 ? 0 : (int) draws.nextLong(participants);
    final List<Step> steps = new ArrayList<>();
    for (int i = 0; i < Math.max(1, width); i++) {
      final int participant = TransactionRequest.COORDINATOR + 1 + (first + i) % Math.max(1, participants);
      steps.add(isTransfer ? part(draws, participant, i) : other(draws, participant));
    }
    if (fails) {
      final int at = (int) draws.nextLong(steps.size());
      steps.add(at, new Step(steps.get(at).participant(), OperationKind.FAIL, 0, 0, 0));
    }
    ask(call, new TransactionPlan(call.client(), call.sequence(), isRollback, steps));
  }

  /**
   * The exercise's transactions, its names as numbers: at node 1 (db1) key 1 is user:1, 2 balance:1, 3 user:3; at node
   * 2 (db2) key 1 is user:2, 2 balance:2; at node 3 (db3) key 1 is total_users. Alice is 1, Bob 2, Charlie 3. Whatever
   * comes after the two reads what they left.
   */
  private static String exercise(final long sequence) {
    if (sequence == 1) {
      return "1 set 1 1; 1 set 2 100; 2 set 1 2; 2 set 2 200; 3 increment 1 2";
    }
    return sequence == 2 ? "1 set 3 3; 2 fail" : "1 read 1; 1 read 2; 1 read 3; 2 read 1; 2 read 2; 3 read 1";
  }

  /** One participant's part in a transfer: the first pays one unit to each of the others. */
  private Step part(final CounterRandom draws, final int participant, final int index) {
    final long amount = index == 0 ? 1 - width : 1;
    return new Step(participant, OperationKind.INCREMENT, account(draws), amount, 0);
  }

  /** Reads look at accounts; whatever changes anything but by transfers, and what may fail, has keys of its own. */
  private Step other(final CounterRandom draws, final int participant) {
    final long key = account(draws);
    final long amount = draws.nextLong(AMOUNT_MAX);
    return switch ((int) draws.nextLong(8)) {
      case 0 -> new Step(participant, OperationKind.SET, keys + key, amount, 0);
      case 1, 2 -> new Step(participant, OperationKind.INCREMENT, keys + key, amount, 0);
      case 3 -> new Step(participant, OperationKind.COMPARE_AND_SET, 2L * keys + key, 1 - (amount & 1), amount & 1);
      case 4 -> new Step(participant, OperationKind.REQUIRE, key, amount, 0);
      default -> new Step(participant, OperationKind.READ, key, 0, 0);
    };
  }

  private long account(final CounterRandom draws) {
    final boolean isHot = draws.nextLong(Parameter.ALL_PPB) < hotPpb;
    return draws.nextLong(isHot ? hotKeys : keys);
  }

  @Override
  public void begin(final Call call, final String operation) {
    ask(call, script.parse(call.client(), call.sequence(), operation));
  }

  private void ask(final Call call, final TransactionPlan plan) {
    final Ask ask = asks[call.client()];
    ask.plan = plan;
    ask.outcome = null;
    ask.reads = new long[0];
    plans.put(idOf(call.client(), call.sequence()), plan);
  }

  /** The first attempt is the transaction, all others ask what became of it. */
  @Override
  public int encode(final Call call, final MutableDirectBuffer buffer) {
    if (call.attempts() > 1) {
      outcomeEncoder.wrapAndApplyHeader(buffer, 0, header).sequence(call.sequence()).client(call.client());
      return MessageHeaderEncoder.ENCODED_LENGTH + outcomeEncoder.encodedLength();
    }
    final TransactionPlan plan = asks[call.client()].plan;
    requestEncoder.wrapAndApplyHeader(buffer, 0, header).sequence(plan.sequence()).client(plan.client());
    final TransactionRequestEncoder.OperationsEncoder list =
        requestEncoder.ending(plan.ending()).operationsCount(plan.steps().size());
    for (final Step step : plan.steps()) {
      list.next().key(step.key()).value(step.value()).expected(step.expected());
      list.participant(step.participant()).kind(step.kind());
    }
    return MessageHeaderEncoder.ENCODED_LENGTH + requestEncoder.encodedLength();
  }

  @Override
  public Answer onReply(final Call call, final DirectBuffer buffer, final int offset, final int length) {
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != TransactionReplyDecoder.SCHEMA_ID
        || headerDecoder.templateId() != TransactionReplyDecoder.TEMPLATE_ID) {
      return Answer.NONE;
    }
    replyDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
    if (replyDecoder.client() != call.client() || replyDecoder.sequence() != call.sequence()) {
      return Answer.NONE;
    }
    return switch (replyDecoder.outcome()) {
      case COMMITTED, ABORTED -> {
        final Ask ask = asks[call.client()];
        ask.outcome = replyDecoder.outcome();
        ask.reads = new long[replyDecoder.reads().count()];
        replyDecoder.sbeRewind();
        int next = 0;
        for (final TransactionReplyDecoder.ReadsDecoder read : replyDecoder.reads()) {
          ask.reads[next++] = read.value();
        }
        yield Answer.DONE;
      }
      case REFUSED, UNKNOWN -> Answer.REFUSED;
      default -> Answer.NONE;
    };
  }

  @Override
  public void end(final Call call, final Outcome outcome, final long nowNs) {
    final Ask ask = asks[call.client()];
    told.add(new Told(ask.plan, ask.outcome, ask.reads, call.intendedNs(), call.invokedNs(), nowNs));
  }

  /** What a client asked for, by its number and its sequence. */
  TransactionPlan plan(final int client, final long sequence) {
    return plans.get(idOf(client, sequence));
  }

  /** What clients were told, in the order they were. */
  List<Told> told() {
    return told;
  }

  /** How many keys of each participant are accounts. */
  int accounts() {
    return keys;
  }

  private static long idOf(final int client, final long sequence) {
    return sequence << 20 | client;
  }
}
