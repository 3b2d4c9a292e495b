package dev.ordeal.faultlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** {@code lab explore} and {@code lab adversary}: what they print, and what they exit with. */
class ExploreCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldSayThatAWorldIsExhausted() {
    assertEquals(Exit.AS_EXPECTED, lab("explore", "flood-set", "--proposals", "0,1,1", "--crashes", "2"));
    assertTrue(out.toString().startsWith("flood-set, 3 nodes: exhausted: there is no other world"), out.toString());
  }

  /** More crashes than allowed for are a finding, with a schedule. */
  @Test
  void shouldPrintAShortestScheduleBeyondTheModel() {
    assertEquals(
        Exit.AS_EXPECTED, lab("explore", "flood-set", "--crashes", "1", "--set", "faults=0", "--proposals", "0,1,1"));
    final String text = out.toString();
    assertTrue(text.contains("uniform-agreement (beyond the model): node 2 decides 1, and 0 was decided before"), text);
    assertTrue(text.contains("\n  11  node 2 meets its deadline; decides 1"), text);
  }

  @Test
  void shouldCallLateProposalsBeyondTheModel() {
    assertEquals(Exit.AS_EXPECTED, lab("explore", "early-deciding", "--set", "first-round=0ms"));
    final String text = out.toString();
    assertTrue(text.contains("beyond the model: proposals come when the first round has begun"), text);
    assertTrue(text.contains("termination (beyond the model): "), text);
  }

  /** One of three waits for two reports that never come. */
  @Test
  void shouldEndUndecidedIfNothingCanHappen() {
    assertEquals(Exit.AS_EXPECTED, lab("adversary", "ben-or", "--proposals", "0,-,-"));
    assertTrue(out.toString().contains("seed 1: undecided, and nothing can happen any more, after"), out.toString());
  }

  @Test
  void shouldCallASearchThatWasCutUndecided() {
    assertEquals(Exit.UNDECIDED, lab("explore", "paxos", "--states", "1000"));
    assertEquals(Exit.AS_EXPECTED, lab("explore", "paxos", "--depth", "3"));
  }

  @Test
  void shouldPrintOneJsonObject() {
    assertEquals(Exit.AS_EXPECTED, lab("explore", "early-deciding", "--crashes", "2", "--json"));
    assertTrue(out.toString().contains("\"end\" : \"exhausted\""), out.toString());
    assertTrue(out.toString().contains("\"broken\" : null"), out.toString());
  }

  @Test
  void shouldRefuseWhatCannotBe() {
    refuse("no such algorithm of consensus: algorithm=paxo, did you mean paxos?", "explore", "paxo");
    refuse("not a proposal: text=x, wanted=a number or -", "explore", "paxos", "--proposals", "0,x");
    refuse("proposal out of range: value=64, min=0, max=63, none=-1", "explore", "paxos", "--proposals", "64");
    refuse(
        "proposal out of range: value=2, min=0, max=1, none=-1", "explore", "ben-or", "--proposals", "0,1,2");
    refuse("nobody proposes anything: nodes=3", "adversary", "paxos", "--proposals", "-,-,-");
    refuse("nobody proposes anything: nodes=3", "explore", "paxos", "--proposals", "-,-,-");
    refuse("no restarts to be had of this algorithm: restarts=1", "explore", "flood-set", "--restarts", "1");
    refuse("no crashes to be had of this algorithm: crashes=1", "explore", "paxos", "--crashes", "1");
    refuse(
        "states out of range: states=99999999999, min=1, max=600000000",
        "explore", "paxos", "--states", "99999999999");
    refuse("crashes out of range: crashes=4, min=0, max=3", "explore", "flood-set", "--crashes", "4");
    refuse("too many coins to try all: coins=9, nodes=3, max=24", "explore", "ben-or", "--coins", "9");
    refuse("unknown parameter: name=faulst", "explore", "flood-set", "--set", "faulst=1");
    refuse("a scheduler has no say in rounds: algorithm=flood-set", "adversary", "flood-set");
    refuse("steps and runs out of range: steps=0, min=1, runs=1, min=1", "adversary", "paxos", "--steps", "0");
  }

  @Test
  void shouldKeepDuellersUndecidedAndLetACoinDecide() {
    assertEquals(Exit.AS_EXPECTED, lab("adversary", "paxos", "--set", "duel=true", "--steps", "30"));
    assertTrue(out.toString().contains("1 of 1 runs undecided after 30 steps"), out.toString());
    assertEquals(Exit.AS_EXPECTED, lab("adversary", "ben-or", "--steps", "200", "--seed", "2"));
    assertTrue(out.toString().contains("0 of 1 runs undecided after 200 steps"), out.toString());
  }

  private int lab(final String... arguments) {
    return Lab.execute(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private void refuse(final String message, final String... arguments) {
    err.getBuffer().setLength(0);
    assertEquals(Exit.USAGE, lab(arguments));
    assertTrue(err.toString().contains(message), err.toString());
  }
}
