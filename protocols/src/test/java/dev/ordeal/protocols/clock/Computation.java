package dev.ordeal.protocols.clock;

import dev.ordeal.protocols.core.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A random computation of some processes: local events, sendings and receipts, messages lost, overtaken and delivered
 * twice, wall clocks that differ, stand still and jump. It knows which event truly happened before which, by sets of
 * causes.
 */
public final class Computation {
  /** The largest absolute error of a wall clock here. */
  public static final long ERROR_NS_MAX = 50_000_000;

  static final int NO_EVENT = -1;
  private static final long EPOCH_NS = 1_700_000_000_000_000_000L;

  /**
   * An event.
   *
   * @param process where it happens
   * @param sending the event that sent the message received here, or {@link #NO_EVENT}
   * @param wallNs the process's wall clock
   */
  public record Event(int process, int sending, long wallNs) {
    /** Whether a message is received. */
    public boolean isReceipt() {
      return sending != NO_EVENT;
    }
  }

  private final int processes;
  private final List<Event> events = new ArrayList<>();
  private final List<BitSet> causes = new ArrayList<>();

  private Computation(final int processes) {
    this.processes = processes;
  }

  /** The same computation for the same seed. */
  public static Computation random(final long seed, final int processes, final int length) {
    final Computation computation = new Computation(processes);
    final CounterRandom random = new CounterRandom(seed);
    final int[] last = new int[processes];
    final long[] errorNs = new long[processes];
    Arrays.fill(last, NO_EVENT);
    final List<int[]> pending = new ArrayList<>();
    long trueNs = EPOCH_NS;
    for (int event = 0; event < length; event++) {
      final int process = (int) random.nextLong(processes);
      trueNs += random.nextLong(3) * random.nextLong(200_000);
      if (event < processes || random.nextLong(10) == 0) {
        errorNs[process] = random.nextLong(-ERROR_NS_MAX, ERROR_NS_MAX);
      }
      int sending = NO_EVENT;
      final int kind = (int) random.nextLong(3);
      if (kind == 0) {
        pending.add(new int[] {event, (int) random.nextLong(processes)});
      } else if (kind == 1) {
        sending = take(pending, process, random);
      }
      computation.add(new Event(process, sending, trueNs + errorNs[process]), last[process]);
      last[process] = event;
    }
    return computation;
  }

  private static int take(final List<int[]> pending, final int process, final CounterRandom random) {
    final int start = pending.isEmpty() ? 0 : (int) random.nextLong(pending.size());
    for (int i = 0; i < pending.size(); i++) {
      final int index = (start + i) % pending.size();
      if (pending.get(index)[1] == process) {
        // One in five stays and is delivered again.
        return random.nextLong(5) == 0 ? pending.get(index)[0] : pending.remove(index)[0];
      }
    }
    return NO_EVENT;
  }

  private void add(final Event event, final int previous) {
    final BitSet before = new BitSet();
    for (final int cause : new int[] {previous, event.sending}) {
      if (cause != NO_EVENT) {
        before.or(causes.get(cause));
        before.set(cause);
      }
    }
    events.add(event);
    causes.add(before);
  }

  /** How many processes. */
  public int processes() {
    return processes;
  }

  /** All events, causes first. */
  public List<Event> events() {
    return events;
  }

  /** The truth about two events. */
  public Ordering order(final int a, final int b) {
    return Ordering.of(a == b || causes.get(b).get(a), a == b || causes.get(a).get(b));
  }

  /** Every event's stamp. */
  public <S> List<S> stamps(final Clocks<S> clocks) {
    final List<S> stamps = new ArrayList<>();
    for (final Event event : events) {
      stamps.add(
          event.isReceipt()
              ? clocks.observe(event.process, stamps.get(event.sending), event.wallNs)
              : clocks.tick(event.process, event.wallNs));
    }
    return stamps;
  }

  /** The clocks of all processes. */
  public interface Clocks<S> {
    /** A local event or a sending. */
    S tick(int process, long wallNs);

    /** The receipt of a message with a stamp. */
    S observe(int process, S stamp, long wallNs);

    /** How a clock orders two events. */
    Ordering compare(S a, int processA, S b, int processB);
  }
}
