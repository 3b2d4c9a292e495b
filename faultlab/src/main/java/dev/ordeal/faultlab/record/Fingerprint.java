package dev.ordeal.faultlab.record;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FaultPlan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An experiment with everything spelled out, and the hash of that. */
final class Fingerprint {
  private static final ObjectMapper RECORDS =
      JsonMapper.builder()
          .addMixIn(Delay.class, Named.class)
          .addMixIn(FaultPlan.Condition.class, Named.class)
          .addMixIn(FaultPlan.Action.class, Named.class)
          .build();

  private Fingerprint() {}

  /** Writes which of a family of records a value is. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
  private interface Named {}

  /** What every run of the experiment depends on. */
  static ObjectNode resolved(final Experiment experiment) {
    final ObjectNode node = Json.object();
    node.put("problem", experiment.problem().name());
    node.put("seeds", experiment.seeds());
    node.put("rootSeed", experiment.rootSeed());
    final ArrayNode cells = node.putArray("cells");
    for (final Cell cell : experiment.cells()) {
      final ObjectNode item = cells.addObject();
      item.put("cell", cell.key());
      item.put("environment", cell.environment());
      item.put("algorithm", cell.spec().name());
      Json.putSums(item, "parameters", cell.values().asMap());
      if (!cell.problem().workload().isEmpty()) {
        Json.putSums(item, "workload", cell.workload().values().asMap());
      }
      item.put("nodes", cell.clusterSize());
      item.put("durationNs", cell.durationNs());
      item.set("budget", RECORDS.valueToTree(cell.budget()));
      Json.putTexts(item, "beyond", cell.beyond());
    }
    return node;
  }

  /** Sixty-four hexadecimal digits. */
  static String of(final ObjectNode resolved) {
    try {
      return HexFormat.of().formatHex(sha256().digest(RECORDS.writeValueAsBytes(resolved)));
    } catch (final JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values always prints", e);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (final NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static void update(final MessageDigest digest, final String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }
}
