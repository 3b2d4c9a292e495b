package dev.ordeal.faultlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.faultlab.experiment.Breakage;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.bully.BullySpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void shouldSayOfWhatBrokeWhetherItWasPromised() {
    final Breakage promised = new Breakage(Property.ONE_LEADER_AT_A_TIME, "", 1_500_000_000L, List.of(), "two led");
    final Breakage other = new Breakage(Property.ONE_LEADER_PER_EPOCH, "", 1_500_000_000L, List.of(), "two led");
    assertEquals("one-leader-at-a-time at 1.500 s: two led", Kept.inWords(promised, new BullySpec().promises()));
    assertEquals(
        "one-leader-per-epoch (not promised) at 1.500 s: two led", Kept.inWords(other, new BullySpec().promises()));
  }

  @Test
  void shouldRoundWithoutOverflow() {
    assertEquals("1.3 s", Summary.tenths(1_250_000_000L));
    assertEquals("0.0 s", Summary.tenths(49_999_999L));
    assertEquals("9223372036.9 s", Summary.tenths(Long.MAX_VALUE));
  }
}
