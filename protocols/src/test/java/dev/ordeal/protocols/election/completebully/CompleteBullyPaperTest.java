package dev.ordeal.protocols.election.completebully;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.election.DrivenNode;
import dev.ordeal.protocols.election.completebully.codec.AcceptedDecoder;
import dev.ordeal.protocols.election.completebully.codec.AreYouNormalDecoder;
import dev.ordeal.protocols.election.completebully.codec.AreYouThereDecoder;
import dev.ordeal.protocols.election.completebully.codec.AreYouThereEncoder;
import dev.ordeal.protocols.election.completebully.codec.HaltDecoder;
import dev.ordeal.protocols.election.completebully.codec.HaltedDecoder;
import dev.ordeal.protocols.election.completebully.codec.HereDecoder;
import dev.ordeal.protocols.election.completebully.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.election.completebully.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.election.completebully.codec.NewCoordinatorDecoder;
import dev.ordeal.protocols.election.completebully.codec.NormalDecoder;
import dev.ordeal.protocols.election.completebully.codec.NotNormalDecoder;
import dev.ordeal.protocols.election.completebully.codec.ReadyDecoder;
import dev.ordeal.protocols.election.completebully.codec.StartedDecoder;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** One test per claim of Garcia-Molina 1982, section III and appendix; its procedures are named. */
class CompleteBullyPaperTest {
  private static final long MILLISECOND = 1_000_000;
  private static final int SIZE = 4;
  private static final long THEIRS = 77;

  private final DrivenNode middle = node(2);
  private final DrivenNode highest = node(3);
  private long lastCall;

  /** Recovery calls Election, which first asks the higher nodes whether they are there. */
  @Test
  void shouldAskHigherNodesFirst() {
    assertEquals(List.of("election 2", "state ASKING", "to [3]: AreYouThere"), drive(middle.start()));
  }

  /** Election: if a higher node answers, the node gives up, and tries again if no coordinator comes of it. */
  @Test
  void shouldGiveUpWhenAHigherNodeAnswers() {
    drive(middle.start());
    assertEquals(List.of("state WAITING"), drive(receive(middle, 3, HereDecoder.TEMPLATE_ID, lastCall)));
    assertEquals(List.of("election 2", "state ASKING", "to [3]: AreYouThere"), drive(middle.timeOut()));
    assertEquals(5_000 * MILLISECOND, middle.nowNs);
  }

  /** Election: with no higher node there it halts the lower ones, tells those that answered, and starts them. */
  @Test
  void shouldHaltTellAndStart() {
    drive(middle.start());
    assertEquals(List.of("state HALTING", "to [0, 1]: Halt"), drive(middle.timeOut()));
    assertEquals(250 * MILLISECOND + 1, middle.nowNs, "an answer that takes exactly T is in time");
    assertEquals(List.of(), receive(middle, 0, HaltedDecoder.TEMPLATE_ID, lastCall));
    assertEquals(
        List.of("state REORGANIZING", "leader 2", "to [0, 1]: NewCoordinator"),
        drive(receive(middle, 1, HaltedDecoder.TEMPLATE_ID, lastCall)));
    assertEquals(List.of(), receive(middle, 0, AcceptedDecoder.TEMPLATE_ID, lastCall));
    assertEquals(List.of(), receive(middle, 0, AcceptedDecoder.TEMPLATE_ID, lastCall), "the same answer again");
    assertEquals(
        List.of("to [0, 1]: Ready"), drive(receive(middle, 1, AcceptedDecoder.TEMPLATE_ID, lastCall)));
    assertEquals(List.of(), receive(middle, 1, StartedDecoder.TEMPLATE_ID, lastCall));
    assertEquals(List.of("state LEADING"), receive(middle, 0, StartedDecoder.TEMPLATE_ID, lastCall));
  }

  /** Election: who does not answer Halt within T is down, and is left out. */
  @Test
  void shouldLeaveOutWhoDoesNotAnswer() {
    drive(highest.start());
    receive(highest, 1, HaltedDecoder.TEMPLATE_ID, lastCall);
    assertEquals(
        List.of("state REORGANIZING", "leader 3", "to [1]: NewCoordinator"), drive(highest.timeOut()));
  }

  /** Election: if one of those it halted fails meanwhile, it starts from the beginning. */
  @Test
  void shouldStartOverWhenOneFailsMeanwhile() {
    drive(highest.start());
    receive(highest, 1, HaltedDecoder.TEMPLATE_ID, lastCall);
    drive(highest.timeOut());
    assertEquals(
        List.of("election 3", "state ASKING", "leader -1", "state HALTING", "to [0, 1, 2]: Halt"),
        drive(highest.timeOut()));
  }

  /** Halt: stops whatever the node does; NewCoordinator and Ready are believed of the halter alone. */
  @Test
  void shouldObeyItsHalterAlone() {
    drive(middle.start());
    assertEquals(
        List.of("state WAITING", "to [3]: Halted"), receive(middle, 3, HaltDecoder.TEMPLATE_ID, THEIRS));
    assertEquals(List.of("to [3]: Halted"), receive(middle, 3, HaltDecoder.TEMPLATE_ID, THEIRS), "a second copy");
    assertEquals(List.of(), receive(middle, 3, NewCoordinatorDecoder.TEMPLATE_ID, THEIRS + 1));
    assertEquals(
        List.of("state JOINING", "leader 3", "to [3]: Accepted"),
        receive(middle, 3, NewCoordinatorDecoder.TEMPLATE_ID, THEIRS));
    assertEquals(
        List.of("state FOLLOWING", "to [3]: Started"), receive(middle, 3, ReadyDecoder.TEMPLATE_ID, THEIRS));
  }

  /** Recovery of a higher node: the coordinator is halted like anybody, before the higher one coordinates. */
  @Test
  void shouldStopCoordinatingWhenHalted() {
    drive(middle.start());
    drive(middle.timeOut());
    drive(middle.timeOut());
    assertEquals(
        List.of("state WAITING", "leader -1", "to [3]: Halted"), receive(middle, 3, HaltDecoder.TEMPLATE_ID, THEIRS));
  }

  /** Check: the coordinator asks all whether they are normal, and holds an election if one is not. */
  @Test
  void shouldTakeInWhoIsNotNormal() {
    drive(middle.start());
    drive(middle.timeOut());
    drive(middle.timeOut());
    assertEquals(List.of("to [0, 1, 3]: AreYouNormal"), drive(middle.timeOut()));
    assertEquals(List.of(), receive(middle, 0, NormalDecoder.TEMPLATE_ID, lastCall));
    assertEquals(List.of(), receive(middle, 1, NotNormalDecoder.TEMPLATE_ID, lastCall + 1), "of another round");
    assertEquals(
        List.of("election 2", "state ASKING", "leader -1", "to [3]: AreYouThere"),
        drive(receive(middle, 1, NotNormalDecoder.TEMPLATE_ID, lastCall)));
    assertEquals(List.of("to [3]: NotNormal"), receive(middle, 3, AreYouNormalDecoder.TEMPLATE_ID, THEIRS));
  }

  /** Timeout: a node that has not heard of its coordinator asks whether it is there, and elects if it is not. */
  @Test
  void shouldDoubtASilentCoordinator() {
    drive(middle.start());
    receive(middle, 3, HaltDecoder.TEMPLATE_ID, THEIRS);
    receive(middle, 3, NewCoordinatorDecoder.TEMPLATE_ID, THEIRS);
    receive(middle, 3, ReadyDecoder.TEMPLATE_ID, THEIRS);
    assertEquals(List.of("to [3]: Normal"), receive(middle, 3, AreYouNormalDecoder.TEMPLATE_ID, THEIRS));
    assertEquals(List.of("state DOUBTING", "to [3]: AreYouThere"), drive(middle.timeOut()));
    assertEquals(List.of("state FOLLOWING"), receive(middle, 3, HereDecoder.TEMPLATE_ID, lastCall));
    drive(middle.timeOut());
    assertEquals(
        List.of("election 2", "state ASKING", "leader -1", "to [3]: AreYouThere"), drive(middle.timeOut()));
  }

  /** AreYouThere is answered in any state. */
  @Test
  void shouldAlwaysSayThatItIsThere() {
    drive(middle.start());
    assertEquals(List.of("to [1]: Here"), receive(middle, 1, AreYouThereDecoder.TEMPLATE_ID, THEIRS));
  }

  @Test
  void shouldNameTimeoutsThatDoNotFit() {
    final CompleteBullySpec spec = new CompleteBullySpec();
    assertEquals(List.of(), spec.conflicts(ParameterValues.defaultsOf(spec.parameters()), SIZE));
    final Map<String, Long> chosen =
        Map.of("heartbeat-timeout", 1_000 * MILLISECOND, "coordinator-timeout", 1_000 * MILLISECOND);
    assertEquals(2, spec.conflicts(ParameterValues.of(spec.parameters(), chosen), SIZE).size());
    assertTrue(spec.overlapToleranceNs(100 * MILLISECOND) == 0, "not even for one delay");
  }

  private static DrivenNode node(final int nodeId) {
    return new DrivenNode(new CompleteBullySpec(), nodeId, SIZE, Map.of(), CompleteBullyPaperTest::print);
  }

  private static List<String> receive(
      final DrivenNode node, final int fromId, final int template, final long call) {
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    new AreYouThereEncoder().wrapAndApplyHeader(node.message, 0, header).call(call);
    header.templateId(template);
    return node.receive(fromId, MessageHeaderEncoder.ENCODED_LENGTH + AreYouThereEncoder.BLOCK_LENGTH);
  }

  /** Remembers the call of the messages sent, which is drawn, and leaves it out of their text. */
  private List<String> drive(final List<String> effects) {
    effects.stream()
        .filter(line -> line.contains("#"))
        .forEach(line -> lastCall = Long.parseLong(line.substring(line.indexOf('#') + 1)));
    return effects.stream().map(line -> line.contains("#") ? line.substring(0, line.indexOf('#')) : line).toList();
  }

  private static String print(final DirectBuffer bytes) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(bytes, 0);
    final long call = new AreYouThereDecoder().wrap(bytes, MessageHeaderDecoder.ENCODED_LENGTH, 8, 0).call();
    final String name =
        switch (header.templateId()) {
          case AreYouThereDecoder.TEMPLATE_ID -> "AreYouThere";
          case HereDecoder.TEMPLATE_ID -> "Here";
          case HaltDecoder.TEMPLATE_ID -> "Halt";
          case HaltedDecoder.TEMPLATE_ID -> "Halted";
          case NewCoordinatorDecoder.TEMPLATE_ID -> "NewCoordinator";
          case AcceptedDecoder.TEMPLATE_ID -> "Accepted";
          case ReadyDecoder.TEMPLATE_ID -> "Ready";
          case StartedDecoder.TEMPLATE_ID -> "Started";
          case AreYouNormalDecoder.TEMPLATE_ID -> "AreYouNormal";
          case NormalDecoder.TEMPLATE_ID -> "Normal";
          default -> "NotNormal";
        };
    return call == THEIRS ? name : name + "#" + call;
  }
}
