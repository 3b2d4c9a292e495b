package dev.ordeal.faultlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of checking: what it prints, and its exit status. */
class CheckCommandTest {
  @TempDir private Path folder;

  private record Ran(int status, String out, String err) {}

  private static Ran run(final String... arguments) {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final int status = Lab.execute(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
    return new Ran(status, out.toString(), err.toString());
  }

  private static String file(final String name) throws URISyntaxException {
    return Path.of(CheckCommandTest.class.getResource("/histories/" + name).toURI()).toString();
  }

  @Test
  void shouldListTheModels() {
    final Ran ran = run("check");
    assertEquals(Exit.AS_EXPECTED, ran.status);
    assertTrue(ran.out.contains("cas-register") && ran.out.contains("fifo-queue"), ran.out);
  }

  @Test
  void shouldExitAsTheWorstFileDemands() throws URISyntaxException, IOException {
    final String good = file("register-ok.ndjson");
    final String bad = file("register-bad.ndjson");
    final String broken = Files.writeString(folder.resolve("broken"), "{\"process\":1}\n").toString();
    final String nothing =
        Files.writeString(folder.resolve("nothing"), "{:process 1 :type :invoke :f :read}\n").toString();
    assertEquals(Exit.AS_EXPECTED, run("check", "--model", "register", good).status);
    assertEquals(Exit.UNDECIDED, run("check", "--model", "register", good, nothing).status);
    final Ran both = run("check", "--model", "register", broken, nothing, folder.resolve("none").toString(), good);
    assertEquals(Exit.USAGE, both.status);
    assertTrue(both.out.contains("broken:1: ") && both.out.contains("no such file"), both.out);
    assertTrue(both.out.contains("files=4 good=1 violated=0 malformed=2 undecided=1"), both.out);
    final Ran all = run("check", "--model", "register", broken, bad, good);
    assertEquals(Exit.VIOLATED, all.status);
    assertTrue(all.out.contains("2 read → 1 could not follow"), all.out);
  }

  @Test
  void shouldPrintJson() throws URISyntaxException, IOException {
    final Ran ran = run("check", "--model", "register", "--json", file("register-bad.ndjson"));
    final JsonNode node = new ObjectMapper().readTree(ran.out);
    assertEquals(1, node.path("schema").asInt());
    assertEquals("violated", node.path("files").path(0).path("ruling").asText());
    assertEquals("2 read → 1", node.path("files").path(0).path("facts").path("violation").path("culprit").asText());
    assertEquals(1, node.path("summary").path("violated").asInt());
  }

  @Test
  void shouldRefuseWhatItDoesNotKnow() throws URISyntaxException {
    final String good = file("register-ok.ndjson");
    assertTrue(run("check", "--model", "registr", good).err.contains("did you mean register?"));
    assertTrue(run("check", "--model", "register", "--format", "yaml", good).err.contains("unknown format"));
    assertTrue(run("check", "--model", "register", "--budget", "soon", good).err.contains("not a duration"));
    assertEquals(Exit.USAGE, run("check", good).status);
    assertEquals(Exit.USAGE, run("check", "--model", "register").status);
  }
}
