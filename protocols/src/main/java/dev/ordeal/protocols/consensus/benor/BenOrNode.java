package dev.ordeal.protocols.consensus.benor;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.codec.RatifyDecoder;
import dev.ordeal.protocols.consensus.codec.RatifyEncoder;
import dev.ordeal.protocols.consensus.codec.ReportDecoder;
import dev.ordeal.protocols.consensus.codec.ReportEncoder;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One node of Ben-Or's algorithm for crash faults, above reliable links; {@link BenOrSpec} states model and promises,
 * the package comment the messages. Its links deliver each message once, so messages are counted and senders are not
 * told apart.
 *
 * <p>Cost: 2 n (n − 1) messages a phase. State: five counts for each of {@value #WINDOW} phases.
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

  /** The phase, 0 before the first. */
  private long phase;

  /** x of the paper. */
  private long value = NO_VALUE;

  private final ReportEncoder reportEncoder = new ReportEncoder();
  private final ReportDecoder reportDecoder = new ReportDecoder();
  private final RatifyEncoder ratifyEncoder = new RatifyEncoder();
  private final RatifyDecoder ratifyDecoder = new RatifyDecoder();

  BenOrNode(final NodeContext context, final BenOrConfig config) {
    super(context, BenOrState.WAITING);
    this.config = config;
    this.random = context.random();
    this.clusterSeed = context.clusterSeed();
    this.faults = (clusterSize - 1) / 2;
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
            count(reportDecoder.phase(), REPORTS + (int) reportDecoder.value());
          }
        }
      }
      case RatifyDecoder.TEMPLATE_ID -> {
        if (blockLength >= RatifyDecoder.BLOCK_LENGTH) {
          ratifyDecoder.wrap(buffer, body, blockLength, version);
          final long ratified = ratifyDecoder.value();
          if (isValue(ratified) || ratified == NO_VALUE) {
            count(ratifyDecoder.phase(), ratified == NO_VALUE ? RATIFIED_NOTHING : RATIFICATIONS + (int) ratified);
          }
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
    // Waits for messages only.
  }

  @Override
  public long nextDeadlineNs() {
    return NO_DEADLINE;
  }

  /** Tells all, so that nobody waits for a node that has stopped. */
  @Override
  protected void onDecided(final long nowNs, final Outbox outbox) {
    transitionTo(BenOrState.DECIDED, outbox);
    Arrays.fill(counts, 0);
    broadcastDecision(outbox);
  }

  @Override
  protected int encodeRest(final MutableDirectBuffer buffer, final int offset) {
    int end = putLong(buffer, offset, phase);
    end = putLong(buffer, end, random.position());
    buffer.putByte(end++, (byte) value);
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
    indicateRound(phase, outbox);
    transitionTo(BenOrState.REPORTING, outbox);
    reportEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).phase(phase).value(value);
    outbox.broadcast(frame, 0, HEADER_LENGTH + reportEncoder.encodedLength());
    count(phase, REPORTS + (int) value);
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
  private void ratify(final long ratified, final Outbox outbox) {
    transitionTo(BenOrState.RATIFYING, outbox);
    ratifyEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).phase(phase).value(ratified);
    outbox.broadcast(frame, 0, HEADER_LENGTH + ratifyEncoder.encodedLength());
    count(phase, ratified == NO_VALUE ? RATIFIED_NOTHING : RATIFICATIONS + (int) ratified);
  }

  /** Step 3: a value that anybody ratified is taken on, and decided if enough did; else the coin says. */
  private void endPhase(final long nowNs, final int at, final Outbox outbox) {
    final int ones = counts[at + RATIFICATIONS + 1];
    final int ratifications = Math.max(ones, counts[at + RATIFICATIONS]);
    final long ratified = ones > 0 ? 1 : 0; // two majorities of one step cannot be: never both
    value = ratifications > 0 ? ratified : toss();
    if (mayDecide(ratifications, faults)) {
      decide(nowNs, ratified, outbox);
      return;
    }
    Arrays.fill(counts, at, at + COUNTS, 0);
    enterPhase(phase + 1, outbox);
  }

  private long toss() {
    return (config.hasCommonCoin() ? CounterRandom.hash(clusterSeed, STREAM_COIN, phase) : random.nextLong()) & 1;
  }

  private void count(final long itsPhase, final int kind) {
    if (itsPhase >= Math.max(1, phase) && itsPhase < phase + WINDOW) {
      counts[countsOf(itsPhase) + kind]++;
    }
  }

  private static int countsOf(final long itsPhase) {
    return (int) (itsPhase % WINDOW) * COUNTS;
  }
}
