package dev.ordeal.protocols.consensus.benor;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.SenderSets;
import dev.ordeal.protocols.consensus.codec.RatifyDecoder;
import dev.ordeal.protocols.consensus.codec.RatifyEncoder;
import dev.ordeal.protocols.consensus.codec.ReportDecoder;
import dev.ordeal.protocols.consensus.codec.ReportEncoder;
import dev.ordeal.protocols.consensus.codec.RoundQuestionDecoder;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One node of Ben-Or's algorithm for crash faults, above reliable links; {@link BenOrSpec} states model and promises,
 * the package comment the messages.
 *
 * <p>Cost: 2 n (n − 1) messages a phase; n − 1 a repair time for a node that waits long, and as many or twice as many
 * answers. State: five counts and two sets of nodes for each of {@value #WINDOW} phases.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public class BenOrNode extends ConsensusNode {
  /** How many phases ahead of its own a node keeps messages of. */
  static final int WINDOW = 32;

  private static final long STREAM_COIN = 0x636f696eL;
  private static final int REPORTS = 0;
  private static final int RATIFICATIONS = 2;
  private static final int RATIFIED_NOTHING = 4;
  private static final int COUNTS = 5;

  private final BenOrConfig config;
  private final CounterRandom random;
  private final long clusterSeed;

  /** t: how many nodes may crash. */
  private final int faults;

  /** For each phase modulo the window: reports of 0 and 1, ratifications of 0 and 1 and of nothing. */
  private final int[] counts = new int[WINDOW * COUNTS];

  private final SenderSets reportsFrom;
  private final SenderSets ratificationsFrom;

  /** The phase, 0 before the first. */
  private long phase;

  /** x of the paper. */
  private long value = NO_VALUE;

  /** What this node has ratified in its phase. */
  private long ratified = NO_VALUE;

  /** The latest phase of which a report has come, and what it reported first. */
  private long heardOf;

  private long heardValue = NO_VALUE;

  /** When it is looked next whether this node is stuck; and where it was the last time. */
  private long repairNs = NO_DEADLINE;

  private long checkedIn;
  private Enum<?> checkedState;

  private final ReportEncoder reportEncoder = new ReportEncoder();
  private final ReportDecoder reportDecoder = new ReportDecoder();
  private final RatifyEncoder ratifyEncoder = new RatifyEncoder();
  private final RatifyDecoder ratifyDecoder = new RatifyDecoder();
  private final RoundQuestionDecoder questionDecoder = new RoundQuestionDecoder();

  BenOrNode(final NodeContext context, final BenOrConfig config) {
    super(context, BenOrState.WAITING);
    this.config = config;
    this.random = context.random();
    this.clusterSeed = context.clusterSeed();
    this.faults = (clusterSize - 1) / 2;
    this.reportsFrom = new SenderSets(WINDOW, clusterSize);
    this.ratificationsFrom = new SenderSets(WINDOW, clusterSize);
    this.checkedState = state();
  }

  @Override
  protected boolean isValue(final long candidate) {
    return candidate == 0 || candidate == 1;
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    // Waits for its proposal.
  }

  /** Step 0. */
  @Override
  protected void onProposal(final long nowNs, final Outbox outbox) {
    value = proposal();
    repairNs = repairDeadlineNs(nowNs, config.repairNs());
    enterPhase(1, outbox);
    advance(nowNs, outbox);
  }

  @Override
  protected void onFrame(
      final long nowNs, final int fromId, final DirectBuffer buffer, final int body, final Outbox outbox) {
    final int blockLength = headerDecoder.blockLength();
    final int version = headerDecoder.version();
    switch (headerDecoder.templateId()) {
      case ReportDecoder.TEMPLATE_ID -> {
        if (blockLength >= ReportDecoder.BLOCK_LENGTH) {
          reportDecoder.wrap(buffer, body, blockLength, version);
          if (isValue(reportDecoder.value())) {
            hear(reportDecoder.phase(), reportDecoder.value());
            count(reportsFrom, fromId, reportDecoder.phase(), REPORTS + (int) reportDecoder.value());
          }
        }
      }
      case RatifyDecoder.TEMPLATE_ID -> {
        if (blockLength >= RatifyDecoder.BLOCK_LENGTH) {
          ratifyDecoder.wrap(buffer, body, blockLength, version);
          if (isValue(ratifyDecoder.value()) || ratifyDecoder.value() == NO_VALUE) {
            count(ratificationsFrom, fromId, ratifyDecoder.phase(), kindOf(ratifyDecoder.value()));
          }
        }
      }
      case RoundQuestionDecoder.TEMPLATE_ID -> {
        if (blockLength >= RoundQuestionDecoder.BLOCK_LENGTH) {
          questionDecoder.wrap(buffer, body, blockLength, version);
          onQuestion(fromId, questionDecoder.round(), outbox);
        }
      }
      default -> {
        // Another algorithm's.
      }
    }
    advance(nowNs, outbox);
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    if (nowNs < repairNs) {
      return;
    }
    repairNs = repairDeadlineNs(nowNs, config.repairNs());
    if (phase == checkedIn && state() == checkedState) {
      jump(nowNs, outbox);
      ask(outbox);
    }
    checkedIn = phase;
    checkedState = state();
  }

  @Override
  public long nextDeadlineNs() {
    return repairNs;
  }

  /** Tells all, so that nobody waits for a node that has stopped. */
  @Override
  protected void onDecided(final long nowNs, final Outbox outbox) {
    transitionTo(BenOrState.DECIDED, outbox);
    repairNs = NO_DEADLINE;
    Arrays.fill(counts, 0);
    broadcastDecision(outbox);
  }

  @Override
  protected int encodeRest(final MutableDirectBuffer buffer, final int offset) {
    int end = putLong(buffer, offset, phase);
    end = putLong(buffer, end, random.position());
    end = putLong(buffer, end, Math.max(heardOf, phase));
    end = putLong(buffer, end, repairNs);
    end = putLong(buffer, end, checkedIn);
    buffer.putByte(end++, (byte) value);
    buffer.putByte(end++, (byte) ratified);
    buffer.putByte(end++, (byte) (heardOf > phase ? heardValue : NO_VALUE));
    buffer.putByte(end++, (byte) checkedState.ordinal());
    for (long ahead = 0; ahead < WINDOW; ahead++) {
      final int at = countsOf(phase + ahead);
      int any = 0;
      for (int kind = 0; kind < COUNTS; kind++) {
        any |= counts[at + kind];
      }
      if (any != 0) {
        buffer.putByte(end++, (byte) ahead);
        for (int kind = 0; kind < COUNTS; kind++) {
          buffer.putShort(end, (short) counts[at + kind]);
          end += Short.BYTES;
        }
        end = reportsFrom.encode(slotOf(phase + ahead), buffer, end);
        end = ratificationsFrom.encode(slotOf(phase + ahead), buffer, end);
      }
    }
    return end;
  }

  /** How many ratifications of one value decide: more than those that may crash tell. */
  boolean mayDecide(final int ratifications, final int faultsMax) {
    return ratifications > faultsMax;
  }

  /** Step 1, its sending half. */
  private void enterPhase(final long newPhase, final Outbox outbox) {
    phase = newPhase;
    ratified = NO_VALUE;
    indicateRound(phase, outbox);
    transitionTo(BenOrState.REPORTING, outbox);
    outbox.broadcast(frame, 0, encodeReport());
    count(reportsFrom, nodeId, phase, REPORTS + (int) value);
  }

  private void advance(final long nowNs, final Outbox outbox) {
    final int wanted = clusterSize - faults;
    while (true) {
      final int at = countsOf(phase);
      if (state() == BenOrState.REPORTING && counts[at] + counts[at + 1] >= wanted) {
        ratify(counts[at] >= majority() ? 0 : counts[at + 1] >= majority() ? 1 : NO_VALUE, outbox);
      } else if (state() == BenOrState.RATIFYING
          && counts[at + RATIFICATIONS] + counts[at + RATIFICATIONS + 1] + counts[at + RATIFIED_NOTHING] >= wanted) {
        endPhase(nowNs, at, outbox);
      } else {
        return;
      }
    }
  }

  /** Step 2, its sending half. */
  private void ratify(final long candidate, final Outbox outbox) {
    ratified = candidate;
    transitionTo(BenOrState.RATIFYING, outbox);
    outbox.broadcast(frame, 0, encodeRatification());
    count(ratificationsFrom, nodeId, phase, kindOf(ratified));
  }

  /** Step 3: a value that anybody ratified is taken on, and decided if enough did; else the coin says. */
  private void endPhase(final long nowNs, final int at, final Outbox outbox) {
    final int ones = counts[at + RATIFICATIONS + 1];
    final int ratifications = Math.max(ones, counts[at + RATIFICATIONS]);
    final long found = ones > 0 ? 1 : 0; // two majorities of one step cannot be: never both
    value = ratifications > 0 ? found : toss();
    if (mayDecide(ratifications, faults)) {
      decide(nowNs, found, outbox);
      return;
    }
    clear(phase);
    enterPhase(phase + 1, outbox);
  }

  private long toss() {
    return (config.hasCommonCoin() ? CounterRandom.hash(clusterSeed, STREAM_COIN, phase) : random.nextLong()) & 1;
  }

  private void count(final SenderSets from, final int fromId, final long itsPhase, final int kind) {
    if (itsPhase >= Math.max(1, phase) && itsPhase < phase + WINDOW && from.add(slotOf(itsPhase), fromId)) {
      counts[countsOf(itsPhase) + kind]++;
    }
  }

  private void clear(final long itsPhase) {
    Arrays.fill(counts, countsOf(itsPhase), countsOf(itsPhase) + COUNTS, 0);
    reportsFrom.clear(slotOf(itsPhase));
    ratificationsFrom.clear(slotOf(itsPhase));
  }

  /** Somebody reports a value in a phase. */
  private void hear(final long itsPhase, final long reported) {
    if (itsPhase > heardOf && config.repairNs() != NO_REPAIR) {
      heardOf = itsPhase;
      heardValue = reported;
    }
  }

  /** Goes to the latest phase of which a report has come, with the value reported. */
  private void jump(final long nowNs, final Outbox outbox) {
    if (heardOf <= phase) {
      return;
    }
    for (long passed = phase; passed < Math.min(heardOf, phase + WINDOW); passed++) {
      clear(passed);
    }
    value = heardValue;
    enterPhase(heardOf, outbox);
    advance(nowNs, outbox);
  }

  private void ask(final Outbox outbox) {
    if (!hasDecided()) {
      outbox.broadcast(frame, 0, encodeQuestion(phase));
    }
  }

  /** Somebody waits in a phase. */
  private void onQuestion(final int fromId, final long itsPhase, final Outbox outbox) {
    if (phase == 0 || itsPhase > phase) {
      return;
    }
    outbox.send(fromId, frame, 0, encodeReport());
    if (itsPhase == phase && state() == BenOrState.RATIFYING) {
      outbox.send(fromId, frame, 0, encodeRatification());
    }
  }

  private int encodeReport() {
    reportEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).phase(phase).value(value);
    return HEADER_LENGTH + reportEncoder.encodedLength();
  }

  private int encodeRatification() {
    ratifyEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).phase(phase).value(ratified);
    return HEADER_LENGTH + ratifyEncoder.encodedLength();
  }

  private static int kindOf(final long candidate) {
    return candidate == NO_VALUE ? RATIFIED_NOTHING : RATIFICATIONS + (int) candidate;
  }

  private static int slotOf(final long itsPhase) {
    return (int) (itsPhase % WINDOW);
  }

  private static int countsOf(final long itsPhase) {
    return slotOf(itsPhase) * COUNTS;
  }
}
