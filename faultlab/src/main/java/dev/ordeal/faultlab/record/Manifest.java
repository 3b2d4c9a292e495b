package dev.ordeal.faultlab.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.faultlab.experiment.Shard;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

/**
 * {@code manifest.json}: what was run, by which build, where, when. The only file of a run folder that holds facts of
 * wall-clock time.
 *
 * @param json everything
 */
public record Manifest(JsonNode json) {
  /** Version of the file. */
  public static final int SCHEMA = 1;

  private static final String FILE = "manifest.json";

  /** Reads the manifest of a folder. */
  static Manifest read(final Path folder) throws IOException {
    final JsonNode json = Json.PAGES.readTree(folder.resolve(FILE).toFile());
    if (json.path("schema").asInt() != SCHEMA) {
      throw new IOException(
          "manifest of an unknown version: schema=%s, known=%d".formatted(json.path("schema").asText(), SCHEMA));
    }
    return new Manifest(json);
  }

  /** The manifest of a sweep that begins. */
  static Manifest begin(final Experiment experiment, final Shard shard, final int jobs, final List<String> arguments) {
    final ObjectNode node = Json.object();
    final ObjectNode resolved = Fingerprint.resolved(experiment);
    node.put("schema", SCHEMA);
    node.put("name", experiment.name());
    node.put("question", experiment.question());
    node.put("fingerprint", Fingerprint.of(resolved));
    node.put("build", BuildIdentity.of(experiment));
    node.put("shard", shard.toString());
    Json.putTexts(node, "settings", experiment.settings());
    Json.putTexts(node, "arguments", arguments);
    Json.putTexts(node, "classpath", LabCommand.here().jars());
    final ObjectNode axes = node.putObject("axes");
    experiment.axes().forEach((axis, values) -> Json.putTexts(axes, axis, values));
    final ObjectNode first = node.putObject("first");
    experiment.first().forEach(first::put);
    node.put("runs", experiment.runs());
    node.set("version", MachineFacts.version());
    node.set("jvm", MachineFacts.jvm());
    node.set("machine", MachineFacts.machine());
    node.set("git", MachineFacts.git());
    final ObjectNode sweep = node.putObject("sweep");
    sweep.put("jobs", jobs);
    sweep.put("status", "running");
    sweep.put("startedAt", Instant.now().toString());
    sweep.put("loadAtStart", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    node.set("resolved", resolved);
    return new Manifest(node);
  }

  /** This manifest, with how the sweep ended. */
  Manifest ended(final String status, final double seconds, final long runsHere) {
    final ObjectNode node = json.deepCopy();
    final ObjectNode sweep = node.withObject("/sweep");
    sweep.put("status", status);
    sweep.put("endedAt", Instant.now().toString());
    sweep.put("seconds", seconds);
    sweep.put("runsOfThisProcess", runsHere);
    sweep.put("loadAtEnd", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    return new Manifest(node);
  }

  void write(final Path folder) throws IOException {
    final Path whole = folder.resolve(FILE + ".new");
    Files.writeString(whole, Json.PAGES.writeValueAsString(json) + "\n");
    Files.move(whole, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Name of the experiment. */
  public String name() {
    return json.path("name").asText();
  }

  /** Hash of the experiment with everything spelled out. */
  public String fingerprint() {
    return json.path("fingerprint").asText();
  }

  /** Hash of the classes that ran. */
  public String build() {
    return json.path("build").asText();
  }

  /** The part of the runs that this folder was made for. */
  public Shard shard() {
    return Shard.parse(json.path("shard").asText());
  }

  /** What {@code --set} and {@code --seeds} changed. */
  public List<String> settings() {
    return Json.texts(json.path("settings"));
  }

  /** Jars of the user's own that were on the class path, joined by colons. */
  public String classpath() {
    return String.join(":", Json.texts(json.path("classpath")));
  }

  /** Whether all runs are done and summed up. */
  public boolean isComplete() {
    return json.path("sweep").path("status").asText().equals("complete");
  }
}
