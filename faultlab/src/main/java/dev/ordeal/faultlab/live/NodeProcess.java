package dev.ordeal.faultlab.live;

import dev.ordeal.faultlab.experiment.Catalogue;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The nodes of one cluster as a process of their own, over journals in a folder: {@link ProcessRun} starts it, kills it
 * and starts it again. Clients and judge stay with the one who started it; requests come in on standard input, what
 * nodes tell goes out on standard output, both as frames, and the end of the input ends the process.
 *
 * <pre>
 *   in    length int32 | node int32 | request int64 | body
 *   out   length int32 | type int32 | a frame of {@link Frames}
 * </pre>
 */
public final class NodeProcess {
  private static final int IN_HEADER = Integer.BYTES + Long.BYTES;
  private static final int OUT_HEADER = 2 * Integer.BYTES;

  private NodeProcess() {}

  /** What a process is told on its command line. */
  record Setup(LiveSetup cluster, long originNs, Path folder) {
    List<String> arguments() {
      final List<String> arguments = new ArrayList<>();
      arguments.add(cluster.spec().name());
      arguments.add(Integer.toString(cluster.clusterSize()));
      arguments.add(Long.toString(cluster.seed()));
      arguments.add(Long.toString(originNs));
      arguments.add(folder.toString());
      cluster.values().asMap().forEach((name, value) -> arguments.add(name + "=" + value));
      return arguments;
    }

    static Setup of(final String[] arguments, final Function<String, AlgorithmSpec> specs) {
      final AlgorithmSpec spec = specs.apply(arguments[0]);
      final Map<String, Long> values = new TreeMap<>();
      for (int i = 5; i < arguments.length; i++) {
        final int equals = arguments[i].indexOf('=');
        values.put(arguments[i].substring(0, equals), Long.valueOf(arguments[i].substring(equals + 1)));
      }
      return new Setup(
          new LiveSetup(
              spec,
              ParameterValues.of(spec.parameters(), values),
              Integer.parseInt(arguments[1]),
              Long.parseLong(arguments[2])),
          Long.parseLong(arguments[3]),
          Path.of(arguments[4]));
    }
  }

  /** Serves an algorithm that the service loader finds, until the input ends. */
  public static void main(final String[] arguments) throws IOException {
    final Catalogue catalogue = Catalogue.load();
    serve(arguments, name -> catalogue.algorithm(name).orElseThrow());
  }

  /** Serves an algorithm found by name, until the input ends. */
  static void serve(final String[] arguments, final Function<String, AlgorithmSpec> specs) throws IOException {
    final World out = pipe(new FileOutputStream(FileDescriptor.out));
    System.setOut(System.err); // what a library prints is no frame
    final Setup setup = Setup.of(arguments, specs);
    try (LiveCluster cluster =
        new LiveCluster(setup.cluster(), new LiveClock(setup.originNs()), Journals.in(setup.folder()), out)) {
      takeRequests(cluster);
    }
  }

  /**
   * A pipe, each frame one write: what a node has told is with the system before the node sends anything, so that no
   * kill comes between the two. Whoever reads it must go on reading.
   */
  private static World pipe(final OutputStream out) {
    final UnsafeBuffer bytes = new UnsafeBuffer(new byte[1024]);
    return (type, frame, length) -> {
      synchronized (bytes) {
        if (bytes.capacity() < OUT_HEADER + length) {
          bytes.wrap(new byte[OUT_HEADER + length]);
        }
        bytes.putInt(0, length, ByteOrder.BIG_ENDIAN);
        bytes.putInt(Integer.BYTES, type, ByteOrder.BIG_ENDIAN);
        bytes.putBytes(OUT_HEADER, frame, 0, length);
        try {
          out.write(bytes.byteArray(), 0, OUT_HEADER + length);
        } catch (final IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** Takes requests until whoever started this has closed its end, or is gone. */
  private static void takeRequests(final LiveCluster cluster) throws IOException {
    final UnsafeBuffer body = new UnsafeBuffer(0, 0);
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)))) {
      while (true) {
        final int length = in.readInt() - IN_HEADER;
        final int nodeId = in.readInt();
        final long requestId = in.readLong();
        final byte[] bytes = new byte[length];
        in.readFully(bytes);
        body.wrap(bytes);
        cluster.request(nodeId, requestId, body, 0, length);
      }
    } catch (final EOFException e) {
      // the end
    }
  }
}
