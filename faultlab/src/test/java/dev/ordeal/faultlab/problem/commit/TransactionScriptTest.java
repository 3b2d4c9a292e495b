package dev.ordeal.faultlab.problem.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.protocols.commit.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.commit.codec.OutcomeRequestEncoder;
import dev.ordeal.protocols.commit.codec.TransactionRequestEncoder;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions as text, and requests as transactions. */
class TransactionScriptTest {
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 set 7 100; 2 increment 3 -5; 2 read 3; 1 cas 7 100 90; 3 require 1 0; 3 fail; rollback",
        "1 increment 999999999999999999 -999999999999999999",
        "2 read 0"
      })
  void shouldReadARequestAsWhatTheScriptSaid(final String text) {
    final TransactionPlan plan = new TransactionScript().parse(3, 9, text);
    final TransactionRequestEncoder request = new TransactionRequestEncoder().wrapAndApplyHeader(buffer, 0, header);
    request.sequence(9).client(3).ending(plan.ending());
    final TransactionRequestEncoder.OperationsEncoder list = request.operationsCount(plan.steps().size());
    for (final TransactionPlan.Step step : plan.steps()) {
      list.next().key(step.key()).value(step.value()).expected(step.expected());
      list.participant(step.participant()).kind(step.kind());
    }
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + request.encodedLength();
    assertEquals(Optional.of(text), new CommitProblem().scripted(buffer, 0, length));
  }

  @Test
  void shouldTakeAQuestionForNoTransaction() {
    final OutcomeRequestEncoder request = new OutcomeRequestEncoder().wrapAndApplyHeader(buffer, 0, header);
    request.sequence(9).client(3);
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + request.encodedLength();
    assertEquals(Optional.empty(), new CommitProblem().scripted(buffer, 0, length));
  }
}
