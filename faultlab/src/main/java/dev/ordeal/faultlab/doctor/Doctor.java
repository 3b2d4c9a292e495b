package dev.ordeal.faultlab.doctor;

import java.nio.file.Path;

/**
 * Examines the lab: links against theory, clocks in a simulation, and the machine.
 *
 * <p>Rates are judged by exact binomial tests, delays by Kolmogorov–Smirnov, bursts by G-tests, independence by sums
 * of squared correlations; partitions, order, capacity and healing exactly. All statistical tests together call a
 * healthy lab sick with probability {@link #ALPHA} at most (Holm 1979), and each says which error it sees with
 * probability 0.99 at the level that leaves it. Any seed will do: another one examines other draws.
 *
 * <p>Takes some seconds. Stateless; any thread.
 */
public final class Doctor {
  /** The probability that a healthy lab is called sick. */
  public static final double ALPHA = 1e-4;

  private Doctor() {}

  /** Examines everything. */
  public static DoctorReport examine(final long seed) {
    return examine(seed, Path.of(""));
  }

  /** Examines everything; {@code directory} is where results will be written. */
  public static DoctorReport examine(final long seed, final Path directory) {
    final Examination examination = new Examination(seed, LinkModel.OWN);
    new MachineChecks(examination).run(directory);
    checkLinks(examination);
    new ClockChecks(examination).run();
    return examination.report(ALPHA);
  }

  /** Examines links only, which may be others than the lab's own. */
  public static DoctorReport examineLinks(final long seed, final LinkModel model) {
    final Examination examination = new Examination(seed, model);
    checkLinks(examination);
    return examination.report(ALPHA);
  }

  private static void checkLinks(final Examination examination) {
    new RateChecks(examination).run();
    new DelayChecks(examination).run();
    new IndependenceChecks(examination).run();
    new CutChecks(examination).run();
  }
}
