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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveAllocationTest {
  private static final int NODES = 3;
  private static final int OPERATIONS = 20_000;

  private final UnsafeBuffer request = new UnsafeBuffer(new byte[64]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final ReadRequestEncoder readEncoder = new ReadRequestEncoder();
  private long sequence;

  @Test
  void shouldAllocateNothingInTheSteadyState(@TempDir final Path folder) {
    final AbdSpec spec = new AbdSpec();
    try (InlineCluster cluster =
        new InlineCluster(spec, ParameterValues.defaultsOf(spec.parameters()), NODES, Journals.in(folder))) {
      read(cluster);
      final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      final long before = threads.getCurrentThreadAllocatedBytes();
      read(cluster);
      final double bytes = (double) (threads.getCurrentThreadAllocatedBytes() - before) / OPERATIONS;
      assertEquals(2 * OPERATIONS, cluster.replies());
      assertTrue(bytes < 1, "bytes an operation: " + bytes);
    }
  }

  private void read(final InlineCluster cluster) {
    for (int i = 0; i < OPERATIONS; i++) {
      readEncoder.wrapAndApplyHeader(request, 0, headerEncoder).client(1).key(0).sequence(++sequence);
      cluster.request(0, sequence, request, 0, MessageHeaderEncoder.ENCODED_LENGTH + readEncoder.encodedLength());
    }
  }
}
