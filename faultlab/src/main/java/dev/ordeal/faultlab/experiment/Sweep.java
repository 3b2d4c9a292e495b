package dev.ordeal.faultlab.experiment;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Spreads runs over threads: one simulation a thread, no state shared between them. Runs start in order and end in any;
 * the sink hears each as it ends, one at a time.
 *
 * <p>Threading: {@link #run} is called once; {@link #stop} may be called by any thread.
 */
public final class Sweep {
  private final RunFunction function;
  private final int jobs;
  private volatile boolean isStopped;

  /** One run to do. */
  public record Task(Cell cell, int index, long seed) {}

  /**
   * Prepares a sweep.
   *
   * @param jobs how many threads; at least 1
   */
  public Sweep(final RunFunction function, final int jobs) {
    if (jobs < 1) {
      throw new IllegalArgumentException("jobs out of range: jobs=%d, min=1".formatted(jobs));
    }
    this.function = function;
    this.jobs = jobs;
  }

  /** Begin no more runs; those under way are finished and heard. */
  public void stop() {
    isStopped = true;
  }

  /**
   * Does all tasks, or as many as it gets to before it is stopped.
   *
   * @return whether all were done
   * @throws IllegalStateException if a run could not be done: a defect of the lab, naming cell and seed
   */
  public boolean run(final Iterator<Task> tasks, final Consumer<RunRecord> sink) {
    final AtomicReference<RuntimeException> defect = new AtomicReference<>();
    final Object taking = new Object();
    final Object telling = new Object();
    final List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      final Thread thread = new Thread(() -> work(tasks, taking, sink, telling, defect), "sweep-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    for (final Thread thread : threads) {
      join(thread);
    }
    if (defect.get() != null) {
      throw defect.get();
    }
    return !tasks.hasNext();
  }

  private void work(
      final Iterator<Task> tasks,
      final Object taking,
      final Consumer<RunRecord> sink,
      final Object telling,
      final AtomicReference<RuntimeException> defect) {
    while (!isStopped) {
      final Task task;
      synchronized (taking) {
        if (!tasks.hasNext()) {
          return;
        }
        task = tasks.next();
      }
      try {
        final RunRecord run = function.run(task.cell(), task.index(), task.seed());
        synchronized (telling) {
          sink.accept(run);
        }
      } catch (final RuntimeException | Error e) {
        defect.compareAndSet(
            null,
            new IllegalStateException(
                "run could not be done: cell=%s, seed=%d, cause=%s".formatted(task.cell().key(), task.seed(), e), e));
        stop();
        return;
      }
    }
  }

  private void join(final Thread thread) {
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (final InterruptedException e) {
        isInterrupted = true;
        stop();
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
