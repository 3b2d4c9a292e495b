package dev.ordeal.protocols.consensus.benor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.protocols.consensus.ConsensusServer;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Ben-Or 1983, section 2, says, one test a claim. Node 0 of five, t = 2: it waits for three, itself included. */
class BenOrPaperTest {
  private static final List<String> NOTHING = List.of();
  private static final long NONE = -1;
  private static final long REPAIR_NS = 1_000;

  @Test
  void shouldReportItsValueToAll() {
    assertEquals(all("Report 1 1"), server(1, false).propose(1));
  }

  /** Step 2: more than n/2 alike are ratified. */
  @Test
  void shouldRatifyWhatAMajorityReports() {
    final ConsensusServer server = started(1);
    assertEquals(NOTHING, server.take(1, "Report", 1, 1));
    assertEquals(all("Ratify 1 1"), server.take(2, "Report", 1, 1));
  }

  /** Step 2: else nothing. */
  @Test
  void shouldRatifyNothingWithoutAMajority() {
    final ConsensusServer server = started(1);
    server.take(1, "Report", 1, 1);
    assertEquals(all("Ratify 1 -1"), server.take(2, "Report", 1, 0));
  }

  /** Step 3: more than t ratifications decide. */
  @Test
  void shouldDecideOnMoreThanTRatifications() {
    final ConsensusServer server = ratified();
    server.take(1, "Ratify", 1, 1);
    assertEquals("decides 1", server.take(2, "Ratify", 1, 1).get(0));
  }

  /** Step 3: at least one is taken on, and not decided. */
  @Test
  void shouldTakeOnASingleRatification() {
    final ConsensusServer server = started(0);
    server.take(1, "Report", 1, 0);
    server.take(2, "Report", 1, 1);
    server.take(1, "Ratify", 1, NONE);
    assertEquals(all("Report 2 1"), server.take(2, "Ratify", 1, 1));
  }

  /** Step 3: without any a coin is tossed, which shows both sides over seeds. */
  @Test
  void shouldTossWithoutARatification() {
    final Set<String> shown = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      shown.add(tossed(seed, false));
    }
    assertEquals(Set.of("Report 2 0 → 1", "Report 2 1 → 1"), shown);
  }

  /** A common coin shows all the same. */
  @Test
  void shouldShowAllTheSameCommonCoin() {
    final Set<String> shown = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      shown.add(tossed(seed, true));
    }
    assertEquals(1, shown.size());
  }

  /** Messages of a later phase wait for it. */
  @Test
  void shouldKeepMessagesOfALaterPhase() {
    final ConsensusServer server = started(1);
    server.take(3, "Report", 2, 1);
    server.take(4, "Report", 2, 1);
    server.take(1, "Report", 1, 1);
    server.take(2, "Report", 1, 1);
    server.take(1, "Ratify", 1, 1);
    final List<String> lines = server.take(2, "Ratify", 1, NONE);
    assertEquals(List.of("Report 2 1 → 1", "Ratify 2 1 → 1"), List.of(lines.get(0), lines.get(4)));
  }

  /** Otherwise than in the paper, whose links lose nothing: whoever is stuck asks. */
  @Test
  void shouldAskWhatItMayHaveLost() {
    final ConsensusServer server = started(1);
    assertEquals(NOTHING, server.timeOut(), "it may have come there just now");
    assertEquals(all("RoundQuestion 1"), server.timeOut());
    server.take(1, "Report", 1, 1);
    server.take(2, "Report", 1, 1);
    assertEquals(NOTHING, server.timeOut(), "it has gone on");
    assertEquals(all("RoundQuestion 1"), server.timeOut());
  }

  /** The same, from the other side. */
  @Test
  void shouldSayAgainWhatMayBeLost() {
    final ConsensusServer server = started(1);
    assertEquals(List.of("Report 1 1 → 3"), server.take(3, "RoundQuestion", 1));
    assertEquals(NOTHING, server.take(3, "RoundQuestion", 2), "it is further");
    server.take(1, "Report", 1, 1);
    server.take(2, "Report", 1, 0);
    assertEquals(List.of("Report 1 1 → 3", "Ratify 1 -1 → 3"), server.take(3, "RoundQuestion", 1));
    server.take(1, "Ratify", 1, 0);
    server.take(2, "Ratify", 1, 0);
    assertEquals(List.of("Report 2 0 → 3"), server.take(3, "RoundQuestion", 1), "of a later phase");
  }

  /** What is said again counts once, else two majorities could be seen in one step. */
  @Test
  void shouldCountWhatComesAgainOnce() {
    final ConsensusServer server = started(1);
    server.take(1, "Report", 1, 1);
    assertEquals(NOTHING, server.take(1, "Report", 1, 1));
    assertEquals(all("Ratify 1 1"), server.take(2, "Report", 1, 1));
    server.take(1, "Ratify", 1, NONE);
    assertEquals(NOTHING, server.take(1, "Ratify", 1, NONE));
  }

  /** Nobody needs to go through phases that all others have left; its value is theirs, so what was decided stays. */
  @Test
  void shouldGoToTheLatestPhaseWithItsValue() {
    final ConsensusServer server = started(1);
    server.take(1, "Report", 3, 1);
    server.take(2, "Report", 901, 0);
    server.timeOut();
    final List<String> lines = server.timeOut();
    assertEquals(all("Report 901 0"), lines.subList(0, 4));
    assertEquals(all("RoundQuestion 901"), lines.subList(4, 8));
    server.take(2, "Report", 901, 0);
    assertEquals(all("Ratify 901 0"), server.take(3, "Report", 901, 0));
  }

  @Test
  void shouldTakeBinaryValuesOnly() {
    assertEquals(NOTHING, server(1, false).propose(2));
  }

  private static String tossed(final int seed, final boolean hasCommonCoin) {
    final ConsensusServer server = server(seed, hasCommonCoin);
    server.propose(1);
    server.take(1, "Report", 1, 1);
    server.take(2, "Report", 1, 0);
    server.take(1, "Ratify", 1, NONE);
    return server.take(2, "Ratify", 1, NONE).get(0);
  }

  private static ConsensusServer ratified() {
    final ConsensusServer server = started(1);
    server.take(1, "Report", 1, 1);
    server.take(2, "Report", 1, 1);
    return server;
  }

  private static ConsensusServer started(final long value) {
    final ConsensusServer server = server(1, false);
    server.propose(value);
    return server;
  }

  private static ConsensusServer server(final int seed, final boolean hasCommonCoin) {
    return new ConsensusServer(
        0,
        5,
        () ->
            new BenOrNode(
                new NodeContext(0, 5, 1, new CounterRandom(seed), () -> 0),
                new BenOrConfig(hasCommonCoin, 1, REPAIR_NS)));
  }

  private static List<String> all(final String message) {
    return List.of(message + " → 1", message + " → 2", message + " → 3", message + " → 4");
  }
}
