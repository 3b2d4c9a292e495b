package dev.ordeal.faultlab.live;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * A {@link NodeProcess} as the one who started it sees it: requests go in, what nodes tell comes out into a ring, read
 * on a thread of its own. It runs with the class path of this process and those of its flags that open modules or set
 * properties.
 */
final class ChildProcess {
  /** It lives for seconds and waits for its disk: starting fast is worth more than running fast. */
  private static final List<String> START_FAST = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final int IN_BYTES = 1 << 16;
  private static final long EXIT_WAIT_S = 10;

  private final Process process;
  private final DataOutputStream in;
  private final Thread reader;
  private byte[] scratch = new byte[1024];

  /**
   * Starts it.
   *
   * @param main its main class
   * @param errors where its standard error goes
   * @param world where what it tells goes
   */
  ChildProcess(final Class<?> main, final NodeProcess.Setup setup, final Path errors, final RingBuffer world) {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--add-") || flag.startsWith("-D"))
        .forEach(command::add);
    command.addAll(START_FAST);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(setup.arguments());
    try {
      process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile())).start();
    } catch (final IOException e) {
      throw new UncheckedIOException("no process could be started: command=" + command, e);
    }
    in = new DataOutputStream(process.getOutputStream());
    reader = new Thread(() -> read(world), "world");
    reader.start();
  }

  /** Hands a request to a node; it is lost if the process is gone. */
  void request(
      final int nodeId, final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    if (scratch.length < length) {
      scratch = new byte[length];
    }
    buffer.getBytes(offset, scratch, 0, length);
    try {
      in.writeInt(Integer.BYTES + Long.BYTES + length);
      in.writeInt(nodeId);
      in.writeLong(requestId);
      in.write(scratch, 0, length);
      in.flush();
    } catch (final IOException e) {
      // it has died; its client will hear nothing
    }
  }

  /** Kills it with a signal that it cannot catch. What it told before is still read: the handle closes no stream. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Asks it to end by closing its input. */
  void stop() {
    try {
      in.close();
    } catch (final IOException e) {
      // it has died already
    }
  }

  /** Whether it has ended and all that it told is in the ring. */
  boolean isOver() {
    return !process.isAlive() && !reader.isAlive();
  }

  /** The value with which it ended, which must be soon. */
  int exitValue() throws InterruptedException {
    if (!process.waitFor(EXIT_WAIT_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("process does not end: pid=%d".formatted(process.pid()));
    }
    return process.exitValue();
  }

  private void read(final RingBuffer world) {
    try (DataInputStream out = new DataInputStream(new BufferedInputStream(process.getInputStream(), IN_BYTES))) {
      final World told = World.of(world);
      final UnsafeBuffer frame = new UnsafeBuffer(new byte[1024]);
      while (true) {
        final int length = out.readInt();
        final int type = out.readInt();
        if (frame.capacity() < length) {
          frame.wrap(new byte[length]);
        }
        out.readFully(frame.byteArray(), 0, length);
        told.tell(type, frame, length);
      }
    } catch (final EOFException e) {
      // the end, or a frame that a kill cut off: nobody has heard of it
    } catch (final IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
