package dev.ordeal.benchmarks;

import dev.ordeal.faultlab.live.InlineCluster;
import dev.ordeal.faultlab.live.Journals;
import dev.ordeal.faultlab.simulation.SimulatedJournal;
import dev.ordeal.protocols.commit.codec.Ending;
import dev.ordeal.protocols.commit.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.commit.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.commit.codec.OperationKind;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.TransactionReplyDecoder;
import dev.ordeal.protocols.commit.codec.TransactionRequestEncoder;
import dev.ordeal.protocols.commit.twophase.PresumedAbortSpec;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What durability costs a transaction: two-phase commit, presumed abort, of three participants, from the client's
 * request until nobody has anything left to do, on one thread, through the live driver's inboxes and outboxes, over four
 * kinds of journal: in memory, Chronicle Queue written and not forced, forced, and a plain file forced. The secondary
 * result {@code syncs} is the time for each sync that was asked for; a node's is waited for before the next node has its
 * turn, so their number is that of forced writes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CommitDurabilityBenchmark {
  /** One transaction. */
  @Benchmark
  public long transaction(final Bank bank, final Syncs syncs) {
    final long before = bank.cluster.syncs();
    final long replies = bank.commit();
    syncs.syncs += bank.cluster.syncs() - before;
    return replies;
  }

  /** Syncs of all nodes. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Syncs {
    /** So many. */
    public long syncs;

    /** None yet. */
    @Setup(Level.Iteration)
    public void reset() {
      syncs = 0;
    }
  }

  /** A coordinator and three participants. */
  @State(Scope.Thread)
  public static class Bank {
    private static final int PARTICIPANTS = 3;

    /** Where records go. */
    @Param({"memory", "chronicle-unforced", "chronicle", "file"})
    public String journal;

    private final UnsafeBuffer request = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final TransactionRequestEncoder requestEncoder = new TransactionRequestEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final TransactionReplyDecoder replyDecoder = new TransactionReplyDecoder();
    private WorkFolder folder;
    private InlineCluster cluster;
    private long sequence;

    /** Opens the bank. */
    @Setup(Level.Iteration)
    public void open() {
      folder = new WorkFolder("commit");
      final PresumedAbortSpec spec = new PresumedAbortSpec();
      cluster =
          new InlineCluster(spec, ParameterValues.defaultsOf(spec.parameters()), PARTICIPANTS + 1, journals());
      sequence = 0;
    }

    /** Closes it, and removes its files. */
    @TearDown(Level.Iteration)
    public void close() {
      cluster.close();
      folder.close();
    }

    private Journals journals() {
      final Journals onDisk = Journals.in(folder.next());
      return switch (journal) {
        case "memory" -> nodeId -> new SimulatedJournal();
        case "chronicle" -> onDisk;
        case "chronicle-unforced" -> nodeId -> new UnforcedJournal(onDisk.open(nodeId));
        case "file" -> nodeId -> new PlainFileJournal(folder.next());
        default -> throw new IllegalArgumentException("no such journal: journal=" + journal);
      };
    }

    /** One transaction, which takes from one participant and gives to the others; says how many there have been. */
    long commit() {
      sequence++;
      final TransactionRequestEncoder.OperationsEncoder operations =
          requestEncoder
              .wrapAndApplyHeader(request, 0, headerEncoder)
              .sequence(sequence)
              .client(0)
              .ending(Ending.COMMIT)
              .operationsCount(PARTICIPANTS);
      for (int participant = 1; participant <= PARTICIPANTS; participant++) {
        operations
            .next()
            .key(1)
            .value(participant == 1 ? 1 - PARTICIPANTS : 1)
            .expected(0)
            .participant(participant)
            .kind(OperationKind.INCREMENT);
      }
      cluster.request(
          0, sequence, request, 0, MessageHeaderEncoder.ENCODED_LENGTH + requestEncoder.encodedLength());
      replyDecoder.wrapAndApplyHeader(cluster.reply(), 0, headerDecoder);
      if (replyDecoder.sequence() != sequence || replyDecoder.outcomeRaw() != Outcome.COMMITTED.value()) {
        throw new IllegalStateException("transaction was not committed: sequence=%d".formatted(sequence));
      }
      return cluster.replies();
    }
  }
}
