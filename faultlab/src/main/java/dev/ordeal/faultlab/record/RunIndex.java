package dev.ordeal.faultlab.record;

import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.faultlab.experiment.RunRecord;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each run of an experiment stands in files of lines, so that they can be read in order without being held in
 * memory: 14 bytes a run. Single owner.
 */
final class RunIndex implements AutoCloseable {
  private static final long ABSENT = -1;

  private final Experiment experiment;
  private final Map<String, Integer> cellNumbers = new HashMap<>();
  private final List<FileChannel> files = new ArrayList<>();
  private final List<Path> paths = new ArrayList<>();
  private final long[] offsets;
  private final int[] lengths;
  private final short[] fileNumbers;
  private long present;

  RunIndex(final Experiment experiment) {
    this.experiment = experiment;
    for (int i = 0; i < experiment.cells().size(); i++) {
      cellNumbers.put(experiment.cells().get(i).key(), i);
    }
    final int runs = Math.toIntExact(experiment.runs());
    offsets = new long[runs];
    Arrays.fill(offsets, ABSENT);
    lengths = new int[runs];
    fileNumbers = new short[runs];
  }

  /**
   * Takes in all whole lines of a file.
   *
   * @return how many bytes of the file are whole, good lines; what follows is a line that was torn
   * @throws IOException if a line before the last is no run of this experiment, or a run stands twice with other bytes
   */
  long add(final Path path) throws IOException {
    files.add(FileChannel.open(path, StandardOpenOption.READ));
    paths.add(path);
    final short fileNumber = (short) (files.size() - 1);
    long offset = 0;
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      final ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = stream.read(); next >= 0; next = stream.read()) {
        if (next != '\n') {
          line.write(next);
          continue;
        }
        final int number = numberOf(line.toString(StandardCharsets.UTF_8), path, offset);
        put(number, fileNumber, offset, line.size());
        offset += line.size() + 1;
        line.reset();
      }
    }
    return offset;
  }

  private int numberOf(final String line, final Path path, final long offset) throws IOException {
    final RunRecord run;
    try {
      run = RunJson.parse(line);
    } catch (final IllegalArgumentException e) {
      throw new IOException("not a run: file=%s, offset=%d".formatted(path.getFileName(), offset), e);
    }
    final Integer cell = cellNumbers.get(run.cell());
    if (cell == null
        || run.index() < 0
        || run.index() >= experiment.seeds()
        || run.seed() != experiment.seed(experiment.cells().get(cell), run.index())) {
      throw new IOException(
          "run of another experiment: file=%s, cell=%s, index=%d, seed=%d"
              .formatted(path.getFileName(), run.cell(), run.index(), run.seed()));
    }
    return cell * experiment.seeds() + run.index();
  }

  private void put(final int number, final short file, final long offset, final int length) throws IOException {
    if (offsets[number] == ABSENT) {
      offsets[number] = offset;
      lengths[number] = length;
      fileNumbers[number] = file;
      present++;
      return;
    }
    if (!Arrays.equals(bytes(number), read(files.get(file), offset, length))) {
      throw new IOException(
          "one run, two outcomes: cell=%s, index=%d, files=%s and %s"
              .formatted(
                  experiment.cells().get(number / experiment.seeds()).key(),
                  number % experiment.seeds(),
                  paths.get(fileNumbers[number]).getFileName(),
                  paths.get(file).getFileName()));
    }
  }

  /** Whether a run is there. */
  boolean has(final int cellNumber, final int index) {
    return offsets[cellNumber * experiment.seeds() + index] != ABSENT;
  }

  /** The line of a run that is there, without its end. */
  byte[] line(final int cellNumber, final int index) throws IOException {
    return bytes(cellNumber * experiment.seeds() + index);
  }

  /** How many runs are there. */
  long present() {
    return present;
  }

  private byte[] bytes(final int number) throws IOException {
    return read(files.get(fileNumbers[number]), offsets[number], lengths[number]);
  }

  private static byte[] read(final FileChannel file, final long offset, final int length) throws IOException {
    final ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, offset + buffer.position()) < 0) {
        throw new IOException("file became shorter: offset=%d".formatted(offset));
      }
    }
    return buffer.array();
  }

  @Override
  public void close() throws IOException {
    for (final FileChannel file : files) {
      file.close();
    }
  }
}
