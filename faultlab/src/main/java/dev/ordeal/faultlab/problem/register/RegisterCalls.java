package dev.ordeal.faultlab.problem.register;

import dev.ordeal.faultlab.history.History;
import dev.ordeal.faultlab.history.HistoryRecorder;
import dev.ordeal.faultlab.history.Operation;
import dev.ordeal.faultlab.history.Outcome;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.faultlab.problem.client.ClientPool;
import dev.ordeal.faultlab.problem.client.ClientPool.Call;
import dev.ordeal.faultlab.problem.client.ServiceCalls;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.replication.RegisterRequest;
import dev.ordeal.protocols.replication.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.replication.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.replication.codec.ReadRequestEncoder;
import dev.ordeal.protocols.replication.codec.RegisterReplyDecoder;
import dev.ordeal.protocols.replication.codec.ReplyStatus;
import dev.ordeal.protocols.replication.codec.WriteRequestEncoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Int2IntHashMap;

/**
 * Reads and writes of registers: draws them, keeps a write's ticket, and records what clients see.
 *
 * <p>Cost: constant time a call. Allocation: the history's. Threading: the simulation's thread.
 */
final class RegisterCalls implements ServiceCalls {
  private static final Pattern SCRIPTED = Pattern.compile("read (\\d{1,4})|write (\\d{1,4}) (\\d{1,18})");
  private static final int NOBODY = -1;

  private final HistoryRecorder recorder = new HistoryRecorder();
  private final Int2IntHashMap answeredBy = new Int2IntHashMap(NOBODY);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final ReadRequestEncoder readEncoder = new ReadRequestEncoder();
  private final WriteRequestEncoder writeEncoder = new WriteRequestEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final RegisterReplyDecoder replyDecoder = new RegisterReplyDecoder();
  private final OperationLog log;
  private final Ask[] asks;
  private final int keys;
  private final long readPpb;
  private long lastValue;
  private long nextProcess;

  /** What one client asks for now. */
  private static final class Ask {
    private long process;
    private boolean isWrite;
    private int key;
    private long value;
    private long ticket;
    private int operation;
    private int event;
  }

  RegisterCalls(final WorkloadPlan workload, final OperationLog log) {
    this.log = log;
    this.keys = (int) workload.values().value(RegisterProblem.KEYS);
    this.readPpb = workload.values().value(RegisterProblem.READ_SHARE);
    this.asks = new Ask[ClientPool.count(workload)];
    for (int client = 0; client < asks.length; client++) {
      asks[client] = new Ask();
      asks[client].process = nextProcess++;
    }
  }

  @Override
  public void begin(final Call call, final long random) {
    final boolean isRead = CounterRandom.scale(random, Parameter.ALL_PPB) < readPpb;
    final int key = (int) CounterRandom.scale(CounterRandom.mix(random, 1), keys);
    if (isRead) {
      read(call, key);
    } else {
      write(call, key, ++lastValue);
    }
  }

  @Override
  public void begin(final Call call, final String operation) {
    final Matcher words = SCRIPTED.matcher(operation);
    if (!words.matches()) {
      throw new IllegalArgumentException(
          "not an operation on a register: operation=%s, expected=read <key> or write <key> <value>"
              .formatted(operation));
    }
    if (words.group(1) != null) {
      read(call, Integer.parseInt(words.group(1)));
    } else {
      write(call, Integer.parseInt(words.group(2)), Long.parseLong(words.group(3)));
    }
  }

  @Override
  public int encode(final Call call, final MutableDirectBuffer buffer) {
    final Ask ask = asks[call.client()];
    if (!ask.isWrite) {
      readEncoder
          .wrapAndApplyHeader(buffer, 0, headerEncoder)
          .client(call.client())
          .key(ask.key)
          .sequence(call.sequence());
      return MessageHeaderEncoder.ENCODED_LENGTH + readEncoder.encodedLength();
    }
    writeEncoder
        .wrapAndApplyHeader(buffer, 0, headerEncoder)
        .client(call.client())
        .key(ask.key)
        .sequence(call.sequence())
        .value(ask.value)
        .ticket(ask.ticket);
    return MessageHeaderEncoder.ENCODED_LENGTH + writeEncoder.encodedLength();
  }

  @Override
  public Answer onReply(final Call call, final DirectBuffer buffer, final int offset, final int length) {
    final Ask ask = asks[call.client()];
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != RegisterReplyDecoder.SCHEMA_ID
        || headerDecoder.templateId() != RegisterReplyDecoder.TEMPLATE_ID) {
      return Answer.NONE;
    }
    replyDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
    if (replyDecoder.client() != call.client() || replyDecoder.sequence() != call.sequence()) {
      return Answer.NONE;
    }
    final int status = replyDecoder.statusRaw();
    if (status == ReplyStatus.OK.value()) {
      if (!ask.isWrite) {
        ask.value = replyDecoder.value();
      }
      return Answer.DONE;
    }
    if (status == ReplyStatus.TICKET.value() && ask.isWrite && ask.ticket == RegisterRequest.NO_TICKET) {
      ask.ticket = replyDecoder.ticket();
      return Answer.CONTINUE;
    }
    return status == ReplyStatus.REFUSED.value() ? Answer.REFUSED : Answer.NONE;
  }

  @Override
  public void end(final Call call, final Outcome outcome, final long nowNs) {
    final Ask ask = asks[call.client()];
    switch (outcome) {
      case OK -> recorder.ok(ask.operation, ask.isWrite ? null : ask.value, nowNs);
      case FAILED -> recorder.fail(ask.operation, nowNs);
      case UNKNOWN -> {
        recorder.info(ask.operation, nowNs);
        ask.process = nextProcess++; // Nobody acts under a name of which an operation may still take effect.
      }
    }
    answeredBy.put(ask.event, call.nodeId());
    log.end(call, ask.isWrite, ask.key, outcome, nowNs);
  }

  /** What clients saw. */
  History history() {
    return recorder.history();
  }

  /** The node that answered an operation that is over. */
  int answeredBy(final Operation operation) {
    return answeredBy.get(operation.invokedAt());
  }

  private void read(final Call call, final int key) {
    invoke(call, key, false, 0);
  }

  private void write(final Call call, final int key, final long value) {
    invoke(call, key, true, value);
  }

  private void invoke(final Call call, final int key, final boolean isWrite, final long value) {
    final Ask ask = asks[call.client()];
    ask.isWrite = isWrite;
    ask.key = key;
    ask.value = value;
    ask.ticket = RegisterRequest.NO_TICKET;
    ask.event = recorder.events();
    final long nowNs = call.invokedNs();
    ask.operation =
        isWrite
            ? recorder.invoke(ask.process, "write", (long) key, value, nowNs)
            : recorder.invoke(ask.process, "read", (long) key, null, nowNs);
    log.begin(key);
  }
}
