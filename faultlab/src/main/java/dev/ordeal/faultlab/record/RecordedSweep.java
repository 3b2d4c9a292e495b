package dev.ordeal.faultlab.record;

import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.faultlab.experiment.RunFunction;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.experiment.Shard;
import dev.ordeal.faultlab.experiment.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * A sweep whose runs go into a folder. Each finished run is written at once to {@link RunFolder#PARTIAL}, so that a
 * process that is killed loses none; the end sorts them and sums them up, so that it makes no difference how often a
 * sweep was interrupted or over how many machines it was spread.
 *
 * <p>Threading: {@link #run} once; {@link #stop} by any thread.
 */
public final class RecordedSweep {
  private final Path folder;
  private final Experiment experiment;
  private final Manifest manifest;
  private final Sweep sweep;
  private final FailureKeeper keeper;

  private RecordedSweep(
      final Path folder,
      final Experiment experiment,
      final Manifest manifest,
      final Sweep sweep,
      final FailureKeeper keeper) {
    this.folder = folder;
    this.experiment = experiment;
    this.manifest = manifest;
    this.sweep = sweep;
    this.keeper = keeper;
  }

  /** How a sweep runs. */
  public record Means(RunFunction function, int jobs, FailureKeeper keeper, List<String> arguments) {}

  /** How a sweep ended: all done or interrupted, how many runs are done in all, and what could not be kept. */
  public record Outcome(boolean isComplete, long runsDone, List<String> troubles) {}

  /** A new sweep in a new folder under {@code results}. */
  public static RecordedSweep begin(
      final Path results, final Experiment experiment, final Shard shard, final Means means) throws IOException {
    final Manifest manifest = Manifest.begin(experiment, shard, means.jobs(), means.arguments());
    final Path folder = RunFolderWriter.create(results, experiment, manifest, Instant.now());
    Files.createFile(folder.resolve(RunFolder.PARTIAL));
    return new RecordedSweep(
        folder, experiment, manifest, new Sweep(means.function(), means.jobs()), means.keeper());
  }

  /**
   * A sweep that goes on where another one stopped.
   *
   * @throws IOException if the experiment or the build has changed since
   */
  public static RecordedSweep resume(final RunFolder old, final Experiment experiment, final Means means)
      throws IOException {
    final Manifest before = old.manifest();
    final Manifest now = Manifest.begin(experiment, before.shard(), means.jobs(), means.arguments());
    refuse("experiment", old.path(), before.fingerprint(), now.fingerprint());
    refuse("build", old.path(), before.build(), now.build());
    final Path partial = old.path().resolve(RunFolder.PARTIAL);
    if (!Files.exists(partial)) {
      final Path finished = old.path().resolve(RunFolder.RUNS);
      if (Files.exists(finished)) {
        Files.copy(finished, partial);
      } else {
        Files.createFile(partial);
      }
    }
    now.write(old.path());
    return new RecordedSweep(
        old.path(), experiment, now, new Sweep(means.function(), means.jobs()), means.keeper());
  }

  private static void refuseTwice(final List<RunFolder> parts) throws IOException {
    final Map<Shard, Path> seen = new HashMap<>();
    for (final RunFolder part : parts) {
      final Path earlier = seen.put(part.manifest().shard(), part.path());
      if (earlier != null) {
        throw new IOException(
            "part given twice: shard=%s, folders=%s and %s".formatted(part.manifest().shard(), earlier, part.path()));
      }
    }
  }

  private static void refuse(final String what, final Path folder, final String before, final String now)
      throws IOException {
    if (!before.equals(now)) {
      throw new IOException(
          "%s has changed since: folder=%s, then=%.16s, now=%.16s; start a new run"
              .formatted(what, folder, before, now));
    }
  }

  /** Where the runs go. */
  public Path folder() {
    return folder;
  }

  /** How many runs belong here, done or not. */
  public long runsInAll() {
    final long runs = experiment.runs();
    final Shard shard = manifest.shard();
    return runs / shard.of() + (shard.number() <= runs % shard.of() ? 1 : 0);
  }

  /** Begin no more runs. */
  public void stop() {
    sweep.stop();
  }

  /**
   * Does what is left, and sums up when all is done.
   *
   * @param progress hears after each run how many are done in all
   */
  public Outcome run(final Consumer<Long> progress) throws IOException {
    final long startNs = System.nanoTime();
    final Path partial = folder.resolve(RunFolder.PARTIAL);
    final RunIndex done = new RunIndex(experiment);
    final long[] count = new long[1];
    final long before;
    final boolean isComplete;
    try (done;
        FileChannel file = FileChannel.open(partial, StandardOpenOption.WRITE)) {
      final long whole = done.add(partial);
      file.truncate(whole);
      file.position(whole);
      before = done.present();
      count[0] = before;
      isComplete =
          sweep.run(
              missing(done),
              run -> {
                append(file, run);
                count[0]++;
                progress.accept(count[0]);
              });
    }
    List<String> troubles = List.of();
    if (isComplete) {
      try (RunIndex all = new RunIndex(experiment)) {
        all.add(partial);
        troubles = new RunFolderWriter(folder, experiment).finish(all, keeper);
      }
    }
    final double seconds = (System.nanoTime() - startNs) / 1e9;
    manifest.ended(isComplete ? "complete" : "interrupted", seconds, count[0] - before).write(folder);
    if (isComplete) {
      Files.delete(partial);
    }
    return new Outcome(isComplete, count[0], troubles);
  }

  private static void append(final FileChannel file, final RunRecord run) {
    final ByteBuffer line = ByteBuffer.wrap((RunJson.print(run) + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (line.hasRemaining()) {
        file.write(line);
      }
    } catch (final IOException e) {
      throw new UncheckedIOException("cannot write a run: cell=%s, index=%d".formatted(run.cell(), run.index()), e);
    }
  }

  /** The runs of this folder's part that are not done, in order. */
  private Iterator<Sweep.Task> missing(final RunIndex done) {
    final Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < experiment.cells().size(); i++) {
      numbers.put(experiment.cells().get(i).key(), i);
    }
    final Iterator<Sweep.Task> all = manifest.shard().tasks(experiment);
    return new Iterator<>() {
      private Sweep.Task next = advance();

      private Sweep.Task advance() {
        while (all.hasNext()) {
          final Sweep.Task task = all.next();
          if (!done.has(numbers.get(task.cell().key()), task.index())) {
            return task;
          }
        }
        return null;
      }

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Sweep.Task next() {
        if (next == null) {
          throw new NoSuchElementException();
        }
        final Sweep.Task task = next;
        next = advance();
        return task;
      }
    };
  }

  /**
   * Makes one folder of the parts of a sharded sweep: the same bytes as one machine's.
   *
   * @throws IOException if the parts are of different experiments or builds, or a run is missing
   */
  public static Path merge(
      final Path results, final List<RunFolder> parts, final Experiment experiment, final Means means)
      throws IOException {
    final Manifest manifest = Manifest.begin(experiment, Shard.WHOLE, means.jobs(), means.arguments());
    final List<String> missing = new ArrayList<>();
    try (RunIndex index = new RunIndex(experiment)) {
      for (final RunFolder part : parts) {
        refuse("experiment", part.path(), part.manifest().fingerprint(), manifest.fingerprint());
        refuse("build", part.path(), part.manifest().build(), manifest.build());
        if (!Files.exists(part.path().resolve(RunFolder.RUNS))) {
          throw new IOException("part is not finished: folder=%s, resume it first".formatted(part.path()));
        }
        index.add(part.path().resolve(RunFolder.RUNS));
      }
      refuseTwice(parts);
      if (index.present() < experiment.runs()) {
        parts.forEach(part -> missing.add(part.manifest().shard().toString()));
        throw new IOException(
            "runs are missing: runs=%d, min=%d, shards=%s".formatted(index.present(), experiment.runs(), missing));
      }
      final Path folder = RunFolderWriter.create(results, experiment, manifest, Instant.now());
      new RunFolderWriter(folder, experiment).finish(index, means.keeper());
      manifest.ended("complete", 0, 0).write(folder);
      return folder;
    }
  }
}
