package dev.ordeal.faultlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The commands that crash and kill, on the scenarios that the documentation names. */
class CrashCommandsTest {
  private static final Path SCENARIOS = Path.of("docs", "scenarios");

  private record Ran(int status, String out, String err) {}

  private static Ran run(final String... arguments) {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final int status = Lab.execute(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    return new Ran(status, out.toString(), err.toString());
  }

  private static String scenario(final String name) {
    return SCENARIOS.resolve(name).toString();
  }

  @Test
  void shouldTryEveryCrashPointOfAScenario() {
    final Ran ran = run("crash-points", scenario("register-slow-replica.yaml"), "--restart-after", "5ms,1s");
    assertEquals(Exit.AS_EXPECTED, ran.status, ran::toString);
    assertTrue(ran.out.contains("0 with a second crash: 232 safe and live"), ran.out);
  }

  @Test
  void shouldSayWhatIsWrongWithTheOptions() {
    final Ran ran = run("crash-points", scenario("register-slow-replica.yaml"), "--until", "soon");
    assertEquals(Exit.USAGE, ran.status, ran::toString);
    assertTrue(ran.err.contains("soon"), ran.err);
  }

  @Test
  void shouldKillAProcessUnderLoad() {
    final Ran ran = run("kill", scenario("register-load.yaml"), "--kills", "1", "--replies", "50");
    assertEquals(Exit.AS_EXPECTED, ran.status, ran::toString);
    assertTrue(ran.out.startsWith("safe and live: kills=1, replies="), ran.out);
  }

  @Test
  void shouldRefuseToKillARunWithFaults() {
    final Ran ran = run("kill", scenario("register-slow-replica.yaml"));
    assertEquals(Exit.USAGE, ran.status, ran::toString);
    assertTrue(ran.err.contains("a live run carries out no faults"), ran.err);
  }
}
