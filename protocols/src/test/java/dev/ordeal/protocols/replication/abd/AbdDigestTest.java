package dev.ordeal.protocols.replication.abd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.replication.abd.codec.Phase;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Equal states have equal digests, and whatever changes a node's future changes its digest. */
class AbdDigestTest {
  private static AbdServer script(final int steps) {
    final AbdServer server = AbdServer.of(5);
    final Runnable[] script = {
      () -> server.update(1, 5, 3, 30, Phase.WRITE), // register, journal
      () -> server.read(4, 1), // operation, deadline
      () -> server.found(1, 6, 60), // an answer, the highest tag
      () -> server.timeOut(), // when it asks again
      () -> server.found(2, 2, 20), // phase, register
      () -> server.ack(1), // an answer
      () -> server.ack(2), // nothing under way
      () -> server.write(4, 2, 70, 0),
      server::crashAndRestart // incarnation
    };
    for (int i = 0; i < steps; i++) {
      script[i].run();
    }
    return server;
  }

  @Test
  void shouldBeEqualForEqualHistories() {
    for (int steps = 0; steps <= 9; steps++) {
      assertEquals(script(steps).node.digest(), script(steps).node.digest(), "steps=" + steps);
    }
  }

  @Test
  void shouldChangeWithEachStepThatChangesSomething() {
    final Set<Long> seen = new HashSet<>();
    for (int steps = 0; steps <= 9; steps++) {
      assertTrue(seen.add(script(steps).node.digest()), "steps=" + steps);
    }
  }

  @Test
  void shouldTellApartWhoAnswered() {
    final AbdServer one = script(2);
    one.found(1, 6, 60);
    final AbdServer two = script(2);
    two.found(2, 6, 60);
    assertNotEquals(one.node.digest(), two.node.digest());
  }

  @Test
  void shouldNotChangeWithWhatIsRepeated() {
    final AbdServer server = script(6);
    final long digest = server.node.digest();
    server.ack(1);
    server.found(2, 2, 20);
    server.read(4, 1);
    server.update(1, 5, 3, 30, Phase.WRITE);
    assertEquals(digest, server.node.digest());
  }
}
