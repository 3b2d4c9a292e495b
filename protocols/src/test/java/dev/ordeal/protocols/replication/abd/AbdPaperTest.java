package dev.ordeal.protocols.replication.abd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.replication.RegisterRequest;
import dev.ordeal.protocols.replication.Requests;
import dev.ordeal.protocols.replication.abd.codec.Phase;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** One test per claim; ABD is Attiya, Bar-Noy and Dolev 1995, LS is Lynch and Shvartsman 1997. */
class AbdPaperTest {
  private final AbdServer server = AbdServer.of(3);

  /** LS, write, phase 1: a writer learns the highest timestamp of a majority, and takes the next. */
  @Test
  void shouldGiveAWriteTheNextTimestampOfAMajority() {
    assertEquals(List.of("to [1, 2]: Query", "state SERVING"), server.write(4, 1, 70, 0));
    assertEquals(List.of("client 4: ticket 7", "state IDLE"), server.found(2, 6, 60));
  }

  /** A write without a ticket has no effect, however often it is tried: only the attempt with its tag writes. */
  @Test
  void shouldWriteNothingBeforeTheWriteHasItsTicket() {
    server.write(4, 1, 70, 0);
    server.found(2, 6, 60);
    assertEquals(List.of("to [2]: QueryReply 0.0/0=0"), server.query(2));
  }

  /** ABD, LS, write, phase 2: the writer has a majority hold the new value, then returns. */
  @Test
  void shouldConfirmAWriteThatAMajorityHolds() {
    assertEquals(
        List.of("force Held 7.4/1=70", "to [1, 2]: Update 7.4/1=70 WRITE", "state SERVING"),
        server.write(4, 1, 70, 7));
    assertEquals(List.of("client 4: ok 0", "state IDLE"), server.ack(1));
  }

  /** The same write carried out by two nodes has one tag: the second changes nothing. */
  @Test
  void shouldNotTakeAnEffectTwiceWhenAWriteIsTriedAgainElsewhere() {
    server.update(1, 7, 4, 70, Phase.WRITE);
    server.update(1, 8, 5, 80, Phase.WRITE);
    assertEquals(List.of("to [1, 2]: Update 7.4/1=70 WRITE", "state SERVING"), server.write(4, 1, 70, 7));
    assertEquals(List.of("to [2]: QueryReply 8.5/1=80"), server.query(2), "the later write stays");
  }

  /** ABD, read: returns the value of the largest timestamp of a majority only after a majority holds it. */
  @Test
  void shouldWriteBackWhatAReadFoundBeforeItAnswers() {
    assertEquals(List.of("to [1, 2]: Query", "state SERVING"), server.read(4, 1));
    assertEquals(
        List.of("force Held 6.9/1=60", "written_back 0: 60", "to [1, 2]: Update 6.9/1=60 WRITE_BACK"),
        server.found(2, 6, 60));
    assertEquals(List.of("client 4: ok 60", "state IDLE"), server.ack(2));
  }

  /** A node is one of the majority itself, and its own value may be the newest. */
  @Test
  void shouldReadItsOwnValueIfThatIsTheNewest() {
    server.update(1, 8, 5, 80, Phase.WRITE);
    server.read(4, 1);
    assertEquals(List.of("to [1, 2]: Update 8.5/1=80 WRITE_BACK"), server.found(1, 6, 60));
    assertEquals(List.of("client 4: ok 80", "state IDLE"), server.ack(1));
  }

  /** ABD: the register holds its initial value until somebody writes. */
  @Test
  void shouldReadTheInitialValueBeforeAnyWrite() {
    server.read(4, 1);
    assertEquals(List.of("to [1, 2]: Update 0.0/0=0 WRITE_BACK"), server.found(1, 0, 0));
    assertEquals(List.of("client 4: ok 0", "state IDLE"), server.ack(1));
  }

  /** ABD: n &gt; 2f; a majority of four is three. */
  @Test
  void shouldNeedThreeOfFour() {
    final AbdServer four = AbdServer.of(4);
    four.read(4, 1);
    assertEquals(List.of(), four.found(1, 6, 60));
    assertTrue(four.found(2, 5, 50).contains("to [1, 2, 3]: Update 6.9/1=60 WRITE_BACK"));
    assertEquals(List.of(), four.ack(3));
    assertEquals(List.of("client 4: ok 60", "state IDLE"), four.ack(1));
  }

  /** Channels may duplicate: a node is counted once a phase. */
  @Test
  void shouldCountEachNodeOnce() {
    final AbdServer five = AbdServer.of(5);
    five.read(4, 1);
    five.found(1, 6, 60);
    assertEquals(List.of(), five.found(1, 6, 60));
    five.found(2, 6, 60);
    five.ack(1);
    assertEquals(List.of(), five.ack(1));
    assertEquals(List.of("client 4: ok 60", "state IDLE"), five.ack(2));
  }

  /** Answers that come late belong to no operation of now. */
  @Test
  void shouldIgnoreAnswersToAnEarlierOperation() {
    server.read(4, 1);
    final long earlier = server.number;
    server.found(1, 6, 60);
    server.ack(1);
    server.read(4, 2);
    final long now = server.number;
    server.number = earlier;
    assertEquals(List.of(), server.found(1, 1, 10));
    assertEquals(List.of(), server.ack(2));
    server.number = now;
    assertTrue(server.found(2, 6, 60).contains("to [1, 2]: Update 6.9/1=60 WRITE_BACK"));
  }

  /** A slot's number says its incarnation, too: answers to the life before the crash count for nothing. */
  @Test
  void shouldIgnoreAnswersToAnEarlierIncarnation() {
    server.read(4, 1);
    final long earlier = server.number;
    server.crashAndRestart();
    server.read(4, 2);
    assertTrue(server.number != earlier);
    server.number = earlier;
    assertEquals(List.of(), server.found(1, 1, 10));
  }

  /** LS: tags are ordered by timestamp, and by the writer's name where those are equal. */
  @Test
  void shouldHoldTheHigherWriterOfEqualTimestamps() {
    server.update(1, 5, 3, 30, Phase.WRITE);
    assertEquals(List.of("to [2]: UpdateAck"), server.update(2, 5, 2, 20, Phase.WRITE));
    assertEquals(List.of("force Held 5.4/1=40", "to [2]: UpdateAck"), server.update(2, 5, 4, 40, Phase.WRITE));
    assertEquals(List.of("to [1]: QueryReply 5.4/1=40"), server.query(1));
  }

  /** ABD: a replica takes on a value only with a larger timestamp, and acknowledges always. */
  @Test
  void shouldNeverGoBackToALowerTag() {
    server.update(1, 5, 3, 30, Phase.WRITE);
    assertEquals(List.of("to [2]: UpdateAck"), server.update(2, 4, 9, 90, Phase.WRITE_BACK));
    assertEquals(List.of("to [1]: QueryReply 5.3/1=30"), server.query(1));
  }

  /** What a replica acknowledged it still holds when it is back. */
  @Test
  void shouldHoldAfterACrashWhatItAcknowledged() {
    server.update(1, 5, 3, 30, Phase.WRITE);
    assertEquals(List.of("force Started 2"), server.crashAndRestart());
    assertEquals(List.of("to [1]: QueryReply 5.3/1=30"), server.query(1));
  }

  /** Lost messages: a phase asks those again, and only those, that have not answered. */
  @Test
  void shouldAskThoseAgainThatHaveNotAnswered() {
    final AbdServer five = AbdServer.of(5);
    five.read(4, 1);
    five.found(3, 6, 60);
    assertEquals(List.of("to [1, 2, 4]: Query"), five.timeOut());
    five.found(1, 6, 60);
    five.ack(4);
    assertEquals(List.of("to [1, 2, 3]: Update 6.9/1=60 WRITE_BACK"), five.timeOut());
    five.ack(1);
    assertEquals(List.of(), five.timeOut(), "nothing is under way");
    assertEquals(Long.MAX_VALUE, five.node.nextDeadlineNs());
  }

  /** One node alone is its own majority. */
  @Test
  void shouldAnswerAtOnceAlone() {
    final AbdServer one = AbdServer.of(1);
    assertTrue(one.write(4, 1, 70, 0).contains("client 4: ticket 1"));
    assertTrue(one.write(4, 1, 70, 1).contains("client 4: ok 0"));
    assertTrue(one.read(4, 2).contains("client 4: ok 70"));
  }

  /** Registers are independent of one another. */
  @Test
  void shouldKeepRegistersApart() {
    final AbdServer one = AbdServer.of(1);
    one.request(Requests.write(4, 1, 3, 70, 1));
    assertTrue(one.request(Requests.read(4, 2, 3)).contains("client 4: ok 70"));
    assertTrue(one.request(Requests.read(4, 3, 1000)).contains("client 4: ok 0"));
  }

  /** Our bound: a node that carries out as many operations as it may says so, and is free again later. */
  @Test
  void shouldRefuseWhenFull() {
    final AbdServer two = new AbdServer(0, 3, Map.of("operations-max", 2L));
    two.start();
    two.read(1, 1);
    assertEquals(List.of("to [1, 2]: Query", "state FULL"), two.read(2, 1));
    assertEquals(List.of("client 3: refused"), two.read(3, 1));
    two.found(1, 6, 60);
    assertEquals(List.of("client 2: ok 60", "state SERVING"), two.ack(1));
    assertEquals(List.of("to [1, 2]: Query", "state FULL"), two.read(3, 1));
  }

  /** An attempt at what is under way already joins it; one of an operation given up since is dropped. */
  @Test
  void shouldJoinAttemptsAtOneOperation() {
    server.read(4, 2);
    assertEquals(List.of(), server.read(4, 2));
    assertEquals(List.of(), server.read(4, 1), "given up since");
    assertEquals(List.of("to [1, 2]: Query"), server.read(4, 3), "the client went on");
  }

  /** Requests that cannot be are refused, whatever they are. */
  @Test
  void shouldRefuseWhatCannotBe() {
    assertEquals(List.of("client 4: refused"), server.request(Requests.read(4, 0, 0)));
    assertEquals(List.of("client 4: refused"), server.request(Requests.read(4, 1, RegisterRequest.KEYS_MAX)));
    assertEquals(List.of("client 4: refused"), server.write(4, 1, 7, -1));
    assertEquals(List.of("client -1: refused"), server.read(-1, 1));
    assertEquals(List.of("client 0: refused"), server.request(new UnsafeBuffer(new byte[3])));
  }

  /** Once many records have piled up one snapshot replaces them, and holds them all. */
  @Test
  void shouldReplaceTheJournalByASnapshot() {
    boolean isReplaced = false;
    for (int timestamp = 1; timestamp <= 100; timestamp++) {
      isReplaced |= server.update(1, timestamp, 3, 10L * timestamp, Phase.WRITE).contains("checkpoint Snapshot 1");
    }
    assertTrue(isReplaced);
    assertTrue(server.outbox.journal().size() < 100);
    assertEquals(List.of("force Started 2"), server.crashAndRestart());
    assertEquals(List.of("to [1]: QueryReply 100.3/1=1000"), server.query(1));
  }
}
