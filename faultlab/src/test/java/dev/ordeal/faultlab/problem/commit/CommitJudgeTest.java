package dev.ordeal.faultlab.problem.commit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.Runs;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.faultlab.problem.WorkloadPlan.ScriptedOperation;
import dev.ordeal.protocols.commit.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.Refusal;
import dev.ordeal.protocols.commit.codec.TransactionReplyEncoder;
import dev.ordeal.protocols.commit.codec.VoteValue;
import dev.ordeal.protocols.commit.paxoscommit.PaxosCommitSpec;
import dev.ordeal.protocols.commit.twophase.PresumedNothingSpec;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.Indication;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * The judge of atomic commit, told runs by hand. Every client has one transaction, numbered by client from 1; node 0
 * coordinates, nodes 1 and 2 keep data, of which all values are 1,000 at first.
 */
class CommitJudgeTest {
  private static final String TRANSFER = "1 increment 7 -5; 2 increment 7 5";
  private static final long INITIAL = 1_000;
  private static final long NOBODY = 0;
  private static final long SECOND = 1_000_000_000L;
  private static final long LONG_AFTER = 100 * SECOND;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
  private final List<Long> requests = new ArrayList<>();
  private CommitJudge judge;
  private RunSetup setup;

  private void begin(final String... transactions) {
    begin(new PresumedNothingSpec(), FaultPlan.NEVER, transactions);
  }

  private void begin(final AlgorithmSpec spec, final long recoverByNs, final String... transactions) {
    requests.clear();
    final List<ScriptedOperation> script = new ArrayList<>();
    for (int client = 0; client < transactions.length; client++) {
      script.add(new ScriptedOperation(1, client, 0, transactions[client]));
    }
    final RunSetup plain = Runs.of(spec, 3, recoverByNs, recoverByNs);
    setup =
        new RunSetup(
            spec,
            plain.values(),
            new WorkloadPlan(WorkloadPlan.defaultsOf(new CommitProblem().workload()).values(), script),
            3,
            LONG_AFTER,
            1,
            plain.plan(),
            10,
            recoverByNs,
            plain.counters());
    judge = new CommitJudge(setup);
    for (int id = 0; id < 3; id++) {
      judge.onStart(0, id);
    }
    judge.clients().onAction(1, (nodeId, requestId, bytes, offset, length) -> requests.add(requestId));
    for (int client = 0; client < transactions.length; client++) {
      buffer.putLong(0, client, LITTLE_ENDIAN);
      buffer.putLong(8, 1, LITTLE_ENDIAN);
      judge.onIndication(2, 0, Indication.TRANSACTION, client + 1, buffer, 0, 16);
    }
  }

  private void vote(final long atNs, final int nodeId, final long transaction, final VoteValue vote) {
    judge.onIndication(atNs, nodeId, Indication.VOTE, transaction, vote.value());
  }

  private void reach(final long atNs, final int nodeId, final long transaction, final Outcome outcome) {
    judge.onIndication(atNs, nodeId, Indication.OUTCOME, transaction, outcome.value());
  }

  private void read(
      final long atNs, final int nodeId, final long transaction, final long key, final long value, final long writer) {
    buffer.putLong(0, key, LITTLE_ENDIAN);
    buffer.putLong(8, value, LITTLE_ENDIAN);
    buffer.putLong(16, writer, LITTLE_ENDIAN);
    judge.onIndication(atNs, nodeId, Indication.READS, transaction, buffer, 0, 24);
  }

  private void write(final long atNs, final int nodeId, final long transaction, final long... keysAndValues) {
    for (int i = 0; i < keysAndValues.length; i++) {
      buffer.putLong(i * Long.BYTES, keysAndValues[i], LITTLE_ENDIAN);
    }
    judge.onIndication(atNs, nodeId, Indication.WRITES, transaction, buffer, 0, keysAndValues.length * Long.BYTES);
  }

  /** Both vote yes, all hold it committed; what is written is said apart. */
  private void commit(final long atNs, final long transaction) {
    for (int nodeId = 1; nodeId <= 2; nodeId++) {
      vote(atNs, nodeId, transaction, VoteValue.YES);
    }
    for (int nodeId = 0; nodeId <= 2; nodeId++) {
      reach(atNs + 1, nodeId, transaction, Outcome.COMMITTED);
    }
  }

  private void transfer(final long atNs, final long transaction, final long first, final long second) {
    write(atNs, 1, transaction, 7, first);
    write(atNs, 2, transaction, 7, second);
    commit(atNs, transaction);
  }

  private void tell(final long atNs, final int client, final Outcome outcome, final long... reads) {
    final TransactionReplyEncoder reply = new TransactionReplyEncoder();
    reply.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).sequence(1).client(client).outcome(outcome);
    final TransactionReplyEncoder.ReadsEncoder list = reply.refusal(Refusal.NONE).readsCount(reads.length);
    for (final long read : reads) {
      list.next().value(read);
    }
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + reply.encodedLength();
    judge.clients().onReply(atNs, 0, requests.get(client), buffer, 0, length, (id, request, bytes, at, size) -> {});
  }

  private void expect(final String... broken) {
    assertEquals(List.of(broken), Runs.broken(judge.finish(LONG_AFTER)));
  }

  // AC1 to AC4

  @Test
  void shouldFindNothingWrongWithACommitAndAnAbort() {
    begin(TRANSFER, TRANSFER);
    transfer(10, 1, INITIAL - 5, INITIAL + 5);
    vote(20, 1, 2, VoteValue.YES);
    vote(20, 2, 2, VoteValue.NO);
    reach(21, 0, 2, Outcome.ABORTED);
    reach(22, 1, 2, Outcome.ABORTED);
    tell(30, 0, Outcome.COMMITTED);
    tell(31, 1, Outcome.ABORTED);
    final Judgement judgement = judge.finish(LONG_AFTER);
    assertEquals(List.of(), Runs.broken(judgement));
    assertTrue(judgement.attempted() && judgement.live());
    assertEquals(1, judgement.coverage().get("commits"));
    assertEquals(1, judgement.coverage().get("aborts"));
    assertEquals(1, judgement.coverage().get("no-votes"));
    assertArrayEquals(new long[] {11 - 10, 11 - 10, 22 - 20}, judgement.samples().get("in-doubt-time"));
  }

  @Test
  void shouldSayThatNothingWasAttempted() {
    begin(TRANSFER);
    assertFalse(judge.finish(LONG_AFTER).attempted());
  }

  /** AC1, of two nodes. */
  @Test
  void shouldFindTwoOutcomesOfTwoNodes() {
    begin(TRANSFER);
    write(10, 1, 1, 7, INITIAL - 5);
    vote(9, 1, 1, VoteValue.YES);
    vote(9, 2, 1, VoteValue.YES);
    reach(10, 1, 1, Outcome.COMMITTED);
    reach(11, 2, 1, Outcome.ABORTED);
    expect("atomic-agreement");
  }

  /** AC1, of a client and those who kept its data. */
  @Test
  void shouldFindThatAClientWasToldOtherwise() {
    begin(TRANSFER);
    transfer(10, 1, INITIAL - 5, INITIAL + 5);
    tell(20, 0, Outcome.ABORTED);
    expect("atomic-agreement");
  }

  /** AC2. */
  @Test
  void shouldFindAnOutcomeThatIsTakenBack() {
    begin(TRANSFER);
    reach(10, 1, 1, Outcome.ABORTED);
    vote(11, 1, 1, VoteValue.YES);
    vote(11, 2, 1, VoteValue.YES);
    write(12, 1, 1, 7, INITIAL - 5);
    reach(12, 1, 1, Outcome.COMMITTED);
    expect("outcome-is-final");
  }

  /** AC3: one has not voted, or voted no; a vote that something was only read is a yes. */
  @Test
  void shouldFindACommitThatNotAllVotedFor() {
    begin(TRANSFER);
    vote(9, 1, 1, VoteValue.YES);
    reach(10, 0, 1, Outcome.COMMITTED);
    expect("commit-needs-all-votes");
    begin(TRANSFER);
    vote(9, 1, 1, VoteValue.YES);
    vote(9, 2, 1, VoteValue.NO);
    reach(10, 0, 1, Outcome.COMMITTED);
    expect("commit-needs-all-votes");
    begin("1 increment 7 -5; 2 read 7");
    vote(9, 1, 1, VoteValue.YES);
    vote(9, 2, 1, VoteValue.READ);
    reach(10, 0, 1, Outcome.COMMITTED);
    expect();
  }

  /** AC4 is demanded where all votes have long been there, the client did not want otherwise, and nothing failed. */
  @Test
  void shouldFindAnAbortOfWhatAllVotedFor() {
    begin(TRANSFER);
    allYesThenAbort(31);
    expect("all-yes-commits");
    begin(TRANSFER);
    allYesThenAbort(29); // twice the bound on delay, 10, has not passed since the votes
    expect();
    begin(TRANSFER + "; rollback");
    allYesThenAbort(31);
    expect();
    begin(TRANSFER);
    setup.counters().receipts.add(FaultKind.LOSS);
    allYesThenAbort(31);
    expect();
  }

  private void allYesThenAbort(final long atNs) {
    vote(10, 1, 1, VoteValue.YES);
    vote(10, 2, 1, VoteValue.YES);
    reach(atNs, 0, 1, Outcome.ABORTED);
  }

  // AC5 and locks

  @Test
  void shouldFindThatAnOutcomeNeverCame() {
    begin(new PresumedNothingSpec(), SECOND, TRANSFER);
    vote(10, 1, 1, VoteValue.YES);
    final Judgement judgement = judge.finish(LONG_AFTER);
    assertEquals(List.of("eventual-outcome"), Runs.broken(judgement));
    assertFalse(judgement.live());
    begin(new PresumedNothingSpec(), SECOND, TRANSFER);
    vote(LONG_AFTER - SECOND, 1, 1, VoteValue.YES); // there is time
    expect();
    begin(new PresumedNothingSpec(), FaultPlan.NEVER, TRANSFER);
    vote(10, 1, 1, VoteValue.YES); // nothing is demanded of a run that does not heal
    expect();
  }

  /** With the coordinator down it is blocking that is found; it is no failure of what promises nothing else. */
  @Test
  void shouldFindBlocking() {
    begin(new PresumedNothingSpec(), SECOND, TRANSFER);
    vote(10, 1, 1, VoteValue.YES);
    judge.onIndication(10, 1, Indication.LOCKS, 1, 3);
    judge.onCrash(20, 0);
    final Judgement blocked = judge.finish(LONG_AFTER);
    assertEquals(List.of("non-blocking"), Runs.broken(blocked));
    assertTrue(blocked.live());
    assertArrayEquals(new long[] {LONG_AFTER - 20}, blocked.samples().get("blocked-time"));
    assertArrayEquals(new long[] {3}, blocked.samples().get("blocked-locks"));
    assertEquals(1, blocked.coverage().get("coordinator-crashes-with-doubt"));
    begin(new PaxosCommitSpec(), SECOND, TRANSFER);
    vote(10, 1, 1, VoteValue.YES);
    judge.onCrash(20, 0);
    assertFalse(judge.finish(LONG_AFTER).live());
  }

  @Test
  void shouldFindLocksThatAreLeft() {
    begin(new PresumedNothingSpec(), SECOND, TRANSFER);
    judge.onIndication(10, 1, Indication.LOCKS, 1, 2);
    expect("locks-released");
    begin(new PresumedNothingSpec(), SECOND, TRANSFER);
    judge.onIndication(10, 1, Indication.LOCKS, 1, 2);
    judge.onIndication(20, 1, Indication.LOCKS, 1, 0);
    expect();
    begin(new PresumedNothingSpec(), SECOND, TRANSFER);
    judge.onIndication(10, 1, Indication.LOCKS, 1, 2);
    judge.onCrash(20, 1); // locks die with the node
    judge.onStart(30, 1);
    expect();
  }

  // money

  @Test
  void shouldKeepBooks() {
    begin(TRANSFER, TRANSFER);
    transfer(10, 1, INITIAL - 5, INITIAL + 5);
    transfer(20, 2, INITIAL - 10, INITIAL + 10);
    expect();
  }

  @Test
  void shouldFindMoneyThatIsMadeOrLost() {
    begin(TRANSFER);
    transfer(10, 1, INITIAL - 5, INITIAL + 6);
    expect("money-conserved");
    begin(TRANSFER);
    write(10, 1, 1, 7, INITIAL - 5);
    commit(10, 1); // node 2 writes nothing
    expect("money-conserved");
    begin(TRANSFER);
    transfer(10, 1, INITIAL - 5, INITIAL + 5);
    write(20, 2, 1, 7, INITIAL + 10); // applied again
    expect("money-conserved");
    begin(TRANSFER);
    transfer(10, 1, INITIAL - 5, INITIAL + 5);
    write(20, 2, 1, 7, INITIAL + 5); // said again after a restart
    expect();
  }

  /** The second finds what the first left, which was lost. */
  @Test
  void shouldFindALostUpdateInTheBooks() {
    begin("1 increment 7 1; 2 set 9 9", "1 increment 7 1; 2 set 8 8");
    write(10, 1, 1, 7, INITIAL + 1);
    write(10, 2, 1, 9, 9);
    commit(10, 1);
    write(20, 1, 2, 7, INITIAL + 1);
    write(20, 2, 2, 8, 8);
    commit(20, 2);
    expect("money-conserved");
  }

  // histories of Adya, Liskov and O'Neil 2000, section 4, and of Berenson and others 1995

  /** G0, their H wcycle: two blind writers, one first here, the other first there. */
  @Test
  void shouldFindAWriteCycle() {
    begin("1 set 1 2; 2 set 1 5", "1 set 1 4; 2 set 1 8");
    write(10, 1, 1, 1, 2);
    write(11, 1, 2, 1, 4);
    write(12, 2, 2, 1, 8);
    write(13, 2, 1, 1, 5);
    commit(20, 1);
    commit(20, 2);
    expect("serializability");
  }

  /** G1a, an aborted read: the second read what the first wrote, and the first aborted. */
  @Test
  void shouldFindAReadOfWhatWasAborted() {
    begin("1 set 1 2; 2 set 1 2", "1 read 1; 2 set 2 3");
    read(10, 1, 2, 1, 2, 1);
    reach(11, 1, 1, Outcome.ABORTED);
    write(12, 2, 2, 2, 3);
    commit(12, 2);
    expect("serializability");
  }

  /** G1c, circular information flow: each read what the other wrote. */
  @Test
  void shouldFindCircularFlow() {
    begin("1 set 1 2; 2 read 1", "1 read 1; 2 set 1 3");
    read(10, 1, 2, 1, 2, 1);
    read(10, 2, 1, 1, 3, 2);
    write(11, 1, 1, 1, 2);
    write(11, 2, 2, 1, 3);
    commit(12, 1);
    commit(12, 2);
    expect("serializability");
  }

  /** G2, write skew (A5B): each read both accounts and wrote the other's. */
  @Test
  void shouldFindWriteSkew() {
    begin("1 read 1; 2 set 1 0", "2 read 1; 1 set 1 0");
    read(10, 1, 1, 1, INITIAL, NOBODY);
    read(10, 2, 2, 1, INITIAL, NOBODY);
    write(11, 2, 1, 1, 0);
    write(11, 1, 2, 1, 0);
    commit(12, 1);
    commit(12, 2);
    expect("serializability");
  }

  /** Read skew (A5A): the reader saw one account before a transfer and one after. */
  @Test
  void shouldFindReadSkew() {
    begin(TRANSFER, "1 read 7; 2 read 7");
    read(9, 1, 2, 7, INITIAL, NOBODY);
    transfer(10, 1, INITIAL - 5, INITIAL + 5);
    read(12, 2, 2, 7, INITIAL + 5, 1);
    commit(13, 2);
    expect("serializability");
  }

  /** The same reads by a transaction that aborts do no harm, nor do they if both come before. */
  @Test
  void shouldFindNothingWrongWithSerialReads() {
    begin(TRANSFER, "1 read 7; 2 read 7", "1 read 7; 2 read 7");
    read(8, 1, 2, 7, INITIAL, NOBODY);
    read(9, 2, 2, 7, INITIAL, NOBODY);
    read(9, 1, 3, 7, INITIAL, NOBODY);
    transfer(10, 1, INITIAL - 5, INITIAL + 5);
    read(12, 2, 3, 7, INITIAL + 5, 1);
    commit(13, 2);
    reach(14, 0, 3, Outcome.ABORTED);
    expect();
  }

  /** A cycle through three, no two of which have one: each read what the next overwrote. */
  @Test
  void shouldFindACycleOfThree() {
    begin("1 read 1; 2 set 2 0", "2 read 2; 1 set 3 0", "1 read 3; 1 set 1 0; 2 set 9 0");
    read(10, 1, 1, 1, INITIAL, NOBODY);
    read(10, 2, 2, 2, INITIAL, NOBODY);
    read(10, 1, 3, 3, INITIAL, NOBODY);
    write(11, 2, 1, 2, 0);
    write(11, 1, 2, 3, 0);
    write(11, 1, 3, 1, 0);
    write(11, 2, 3, 9, 0);
    for (int transaction = 1; transaction <= 3; transaction++) {
      commit(12, transaction);
    }
    expect("serializability");
  }

  /** A long transaction that only reads sees all of one state while others go on; that is a snapshot and serial. */
  @Test
  void shouldFindNothingWrongWithALongReader() {
    begin("1 read 7; 2 read 7", TRANSFER, TRANSFER);
    read(10, 1, 1, 7, INITIAL, NOBODY);
    read(10, 2, 1, 7, INITIAL, NOBODY);
    transfer(20, 2, INITIAL - 5, INITIAL + 5);
    transfer(30, 3, INITIAL - 10, INITIAL + 10);
    vote(40, 1, 1, VoteValue.READ);
    vote(40, 2, 1, VoteValue.READ);
    reach(41, 0, 1, Outcome.COMMITTED);
    tell(42, 0, Outcome.COMMITTED, INITIAL, INITIAL);
    expect();
  }

  /** G1b, an intermediate read: of a value that its writer wrote over; and one that nobody wrote at all. */
  @Test
  void shouldFindAReadOfAnotherValueThanWasLeft() {
    begin("1 set 1 2; 1 set 1 3; 2 set 1 3", "1 read 1; 2 set 2 3");
    write(10, 1, 1, 1, 3);
    write(10, 2, 1, 1, 3);
    commit(10, 1);
    read(11, 1, 2, 1, 2, 1);
    write(12, 2, 2, 2, 3);
    commit(12, 2);
    expect("serializability");
    begin("1 read 1; 2 read 1");
    read(10, 1, 1, 1, INITIAL - 1, NOBODY);
    commit(12, 1);
    expect("serializability");
  }

  // what clients and validation say

  /** A read after a write of one's own finds that; who asks later may hear the outcome alone. */
  @Test
  void shouldFindThatAClientWasToldOfOtherReads() {
    for (final long heard : new long[] {INITIAL + 5, INITIAL}) {
      begin("1 increment 1 5; 1 read 1; 2 read 1");
      read(9, 1, 1, 1, INITIAL, NOBODY);
      read(9, 2, 1, 1, INITIAL, NOBODY);
      write(10, 1, 1, 1, INITIAL + 5);
      commit(10, 1);
      tell(20, 0, Outcome.COMMITTED, heard, INITIAL);
      if (heard == INITIAL) {
        expect("serializability");
      } else {
        expect();
      }
    }
    begin("1 read 1; 2 read 1");
    commit(10, 1);
    tell(20, 0, Outcome.COMMITTED);
    expect();
  }

  @Test
  void shouldFindACommitOfWhatValidationForbids() {
    for (final String invalid : List.of("2 fail", "2 cas 7 999 3", "2 require 7 1001")) {
      begin("1 read 7; " + invalid);
      if (invalid.contains("cas")) {
        write(10, 2, 1, 7, 3);
      }
      commit(10, 1);
      expect("money-conserved");
    }
    begin("1 read 7; 2 set 7 9; 2 require 7 9; 2 cas 7 9 10");
    vote(9, 2, 1, VoteValue.YES); // what it would write itself counts
    write(10, 2, 1, 7, 10);
    commit(10, 1);
    expect();
  }

  /** Not everybody voted for it. */
  @Test
  void shouldFindThatAClientWasToldOfACommitThatIsNone() {
    begin(TRANSFER);
    vote(9, 1, 1, VoteValue.YES);
    tell(20, 0, Outcome.COMMITTED);
    expect("commit-needs-all-votes");
  }

  /** One request that runs twice, under two numbers. */
  @Test
  void shouldFindARequestThatCommitsTwice() {
    begin(TRANSFER);
    transfer(10, 1, INITIAL - 5, INITIAL + 5);
    buffer.putLong(0, 0, LITTLE_ENDIAN);
    buffer.putLong(8, 1, LITTLE_ENDIAN);
    judge.onIndication(20, 0, Indication.TRANSACTION, 2, buffer, 0, 16);
    transfer(30, 2, INITIAL - 10, INITIAL + 10);
    expect("money-conserved");
  }

  /** A coordinator that came back counts from the beginning. */
  @Test
  void shouldFindANumberThatNamesTwoTransactions() {
    begin(TRANSFER, TRANSFER);
    transfer(10, 1, INITIAL - 5, INITIAL + 5);
    buffer.putLong(0, 1, LITTLE_ENDIAN);
    buffer.putLong(8, 1, LITTLE_ENDIAN);
    judge.onIndication(20, 0, Indication.TRANSACTION, 1, buffer, 0, 16);
    expect("atomic-agreement");
  }
}
