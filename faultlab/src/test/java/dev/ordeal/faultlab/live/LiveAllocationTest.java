package dev.ordeal.faultlab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.replication.abd.AbdSpec;
import dev.ordeal.protocols.replication.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.replication.codec.ReadRequestEncoder;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live driver's nodes, driven by hand on this thread. */
class LiveAllocationTest {
  private static final int NODES = 3;
  private static final int WARM_UP = 20_000;
  private static final int OPERATIONS = 20_000;

  private final UnsafeBuffer request = new UnsafeBuffer(new byte[64]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final ReadRequestEncoder readEncoder = new ReadRequestEncoder();
  private final ManyToOneRingBuffer world = LiveRun.newWorld();
  private final LiveNode[] nodes = new LiveNode[NODES];
  private long sequence;
  private long frames;

  @Test
  void shouldAllocateNothingInTheSteadyState(@TempDir final Path folder) {
    final AbdSpec spec = new AbdSpec();
    final LiveSetup setup = new LiveSetup(spec, ParameterValues.defaultsOf(spec.parameters()), NODES, 1);
    final LiveClock clock = LiveClock.startingNow();
    for (int id = 0; id < NODES; id++) {
      nodes[id] = new LiveNode(id, setup, clock, Journals.in(folder), World.of(world));
    }
    for (final LiveNode node : nodes) {
      node.useNodes(nodes);
      node.onStart();
    }
    read(WARM_UP);
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    final long before = threads.getCurrentThreadAllocatedBytes();
    final long framesBefore = frames;
    read(OPERATIONS);
    final double bytes = (double) (threads.getCurrentThreadAllocatedBytes() - before) / OPERATIONS;
    for (final LiveNode node : nodes) {
      node.onClose();
    }
    assertTrue(frames - framesBefore >= OPERATIONS, "frames=" + (frames - framesBefore));
    assertEquals(0, (long) bytes, "bytes an operation: " + bytes);
  }

  private void read(final int operations) {
    for (int i = 0; i < operations; i++) {
      readEncoder.wrapAndApplyHeader(request, 0, headerEncoder).client(1).key(0).sequence(++sequence);
      final int length = MessageHeaderEncoder.ENCODED_LENGTH + readEncoder.encodedLength();
      assertTrue(nodes[0].offerRequest(sequence, request, 0, length));
      for (int work = 1; work > 0; ) {
        work = 0;
        for (final LiveNode node : nodes) {
          work += node.doWork();
        }
      }
      frames += world.read((type, buffer, at, size) -> { });
    }
  }
}
