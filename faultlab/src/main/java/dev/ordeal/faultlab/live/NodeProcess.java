package dev.ordeal.faultlab.live;

import dev.ordeal.faultlab.experiment.Catalogue;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

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
  private static final int OUT_BYTES = 1 << 16;

  private final LiveCluster cluster;
  private final ManyToOneRingBuffer world = LiveRun.newWorld();
  private final DataOutputStream out;
  private byte[] scratch = new byte[1024];
  private volatile boolean isOver;

  private NodeProcess(final Setup setup, final DataOutputStream out) {
    this.out = out;
    this.cluster =
        new LiveCluster(setup.cluster(), new LiveClock(setup.originNs()), Journals.in(setup.folder()), world);
  }

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
    final DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUT_BYTES));
    System.setOut(System.err); // what a library prints is no frame
    final NodeProcess process = new NodeProcess(Setup.of(arguments, specs), out);
    final Thread requests = new Thread(process::readRequests, "requests");
    requests.setDaemon(true);
    requests.start();
    process.run();
  }

  private void run() throws IOException {
    final IdleStrategy idle = LiveRun.newIdle();
    while (!isOver) {
      idle.idle(tell());
    }
    final Thread closing = new Thread(cluster::close, "closing");
    closing.start();
    while (closing.isAlive() || world.size() > 0) {
      idle.idle(tell());
    }
  }

  private int tell() throws IOException {
    final int frames = world.read(this::write);
    if (frames > 0) {
      out.flush();
    }
    return frames;
  }

  private void write(final int type, final MutableDirectBuffer buffer, final int at, final int length) {
    if (scratch.length < length) {
      scratch = new byte[length];
    }
    buffer.getBytes(at, scratch, 0, length);
    try {
      out.writeInt(length);
      out.writeInt(type);
      out.write(scratch, 0, length);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readRequests() {
    final UnsafeBuffer body = new UnsafeBuffer(0, 0);
    try (DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in))) {
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
      isOver = true; // whoever started this has closed its end, or is gone
    } catch (final IOException e) {
      isOver = true;
      throw new UncheckedIOException(e);
    }
  }
}
