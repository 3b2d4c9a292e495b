package dev.ordeal.faultlab.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "10ms, 10000000, 10ms",
    "0, 0, 0s",
    "1.5s, 1500000000, 1.5s",
    "1500ms, 1500000000, 1.5s",
    "60s, 60000000000, 60s",
    "2min, 120000000000, 2min",
    "1h, 3600000000000, 1h",
    "250us, 250000, 250us",
    "1234567ns, 1234567, 1234.567us",
    "10 ms, 10000000, 10ms",
    "-3ms, -3000000, -3ms"
  })
  void shouldReadAndWriteDurations(final String text, final long ns, final String written) {
    assertEquals(ns, Quantities.parseSignedDurationNs(text));
    assertEquals(written, Quantities.formatSignedDuration(ns));
  }

  @ParameterizedTest
  @CsvSource({
    "5%, 50000000, 5%",
    "0.05, 50000000, 5%",
    "1/20, 50000000, 5%",
    "1/3, 333333333, 33.3333333%",
    "1, 1000000000, 100%",
    "0, 0, 0%",
    "30ppm, 30000, 0.003%",
    "1ppb, 1, 0.0000001%"
  })
  void shouldReadAndWriteRatios(final String text, final long ppb, final String written) {
    assertEquals(ppb, Quantities.parseRatioPpb(text));
    assertEquals(written, Quantities.formatRatio(ppb));
  }

  @ParameterizedTest
  @CsvSource({
    "64KiB, 65536, 64KiB",
    "1MB, 1000000, 1MB",
    "1500B, 1500, 1.5kB",
    "0, 0, 0B",
    "1000001B, 1000001, 1000.001kB"
  })
  void shouldReadAndWriteSizes(final String text, final long bytes, final String written) {
    assertEquals(bytes, Quantities.parseBytes(text));
    assertEquals(written, Quantities.formatBytes(bytes));
    assertEquals(bytes, Quantities.parseBytesPerSecond(written + "/s"));
  }

  @Property
  void shouldReadBackEveryDuration(@ForAll final long ns) {
    assertEquals(ns, Quantities.parseSignedDurationNs(Quantities.formatSignedDuration(ns)));
  }

  @Property
  void shouldReadBackEveryRatioSizeAndDrift(@ForAll @LongRange(min = 0) final long value) {
    assertEquals(value, Quantities.parseSignedRatioPpb(Quantities.formatRatio(value)));
    assertEquals(value, Quantities.parseBytes(Quantities.formatBytes(value)));
    assertEquals(-value, Quantities.parseSignedRatioPpb(Quantities.formatDrift(-value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "duration | 10 parsecs | not a duration: text=10 parsecs, expected e.g. 10ms, with ns, us, ms, s, min or h",
        "duration | -1s | duration out of range: duration=-1s, min=0",
        "duration | 10 | not a duration: text=10, expected e.g. 10ms, with ns, us, ms, s, min or h",
        "duration | 0.5ns | duration finer than can be held: text=0.5ns",
        "duration | 99999999h | duration too large: text=99999999h",
        "ratio | 120% | ratio out of range: ratio=120%, min=0, max=1",
        "ratio | 1/0 | ratio divides by zero: text=1/0",
        "ratio | lots | not a ratio: text=lots, expected e.g. 5%, 0.05, 1/20 or 30ppm",
        "size | 5 | not a size: text=5, expected e.g. 64KiB, with B, kB, KiB, MB, MiB, GB or GiB",
        "delay | uniform(10ms) | not a delay: text=uniform(10ms), values=1, expected=2",
        "delay | uniform(10ms, 5ms) | greatest uniform delay out of range: value=5ms, min=10ms, max=",
        "delay | gauss(1ms, 2ms) | not a delay: text=gauss(1ms, 2ms), expected e.g."
      })
  void shouldRefuseWithTheTextAndTheBound(final String what, final String text, final String expected) {
    final IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> {
              switch (what) {
                case "duration":
                  Quantities.parseDurationNs(text);
                  break;
                case "ratio":
                  Quantities.parseRatioPpb(text);
                  break;
                case "size":
                  Quantities.parseBytes(text);
                  break;
                default:
                  Quantities.parseDelay(text);
              }
            });
    final String message = refused.getMessage();
    assertEquals(expected, message.substring(0, Math.min(expected.length(), message.length())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5ms | constant(5ms)",
        "10ms..100ms | uniform(10ms, 100ms)",
        "uniform(10ms..100ms) | uniform(10ms, 100ms)",
        "exponential(1ms, 20ms) | exponential(1ms, 20ms)",
        "lognormal(20ms, 0.5) | lognormal(20ms, 0.5)",
        "pareto(10ms, 1.5) | pareto(10ms, 1.5)",
        "regions(us=1ms/40ms, eu=40ms/1ms, jitter=10%) | regions(us=1ms/40ms, eu=40ms/1ms, jitter=10%)",
        "empirical(lan, 1ms=40, 5ms=60) | empirical(lan, 1ms=40, 5ms=60)"
      })
  void shouldReadAndWriteDelays(final String text, final String written) {
    assertEquals(written, Quantities.formatDelay(Quantities.parseDelay(text)));
  }

  @Test
  void shouldReadMeasuredDelaysFromAFile(@TempDir final Path directory) throws IOException {
    Files.writeString(directory.resolve("lan.csv"), "# up to, count\n1ms,40\n\n5ms,60\n");
    assertEquals(
        new Delay.Empirical("lan.csv", List.of(1_000_000L, 5_000_000L), List.of(40L, 60L)),
        Quantities.parseDelay("empirical(lan.csv)", directory));
    Files.writeString(directory.resolve("bad.csv"), "1ms,40\n5ms\n");
    final IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Quantities.parseDelay("empirical(bad.csv)", directory));
    assertEquals("not a bucket: text=5ms, expected e.g. 10ms,250 (bad.csv:2)", refused.getMessage());
  }
}
