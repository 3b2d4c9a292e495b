package dev.ordeal.faultlab.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ordeal.faultlab.doctor.Doctor;
import dev.ordeal.faultlab.doctor.DoctorReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab doctor}. */
@Command(
    name = "doctor",
    description = "Checks the fault layer against theory, the clocks, and the machine; exits with 1 if a check fails.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final int SCHEMA = 1;

  @Spec private CommandSpec spec;

  @Option(names = "--seed", paramLabel = "N", description = "Decides every draw that is examined; 1 if left out.")
  private long seed = 1;

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  private boolean isJson;

  @Override
  public Integer call() {
    final DoctorReport report = Doctor.examine(seed);
    final PrintWriter out = spec.commandLine().getOut();
    out.print(isJson ? json(report) + "\n" : report.toText(Terminal.width(), Terminal.isColoured()));
    out.flush();
    return report.isHealthy() ? Exit.AS_EXPECTED : Exit.VIOLATED;
  }

  private static String json(final DoctorReport report) {
    final ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("schema", SCHEMA);
    node.put("seed", report.seed());
    node.put("alpha", report.alpha());
    node.put("healthy", report.isHealthy());
    final ArrayNode rows = node.putArray("rows");
    for (final DoctorReport.Row row : report.rows()) {
      final ObjectNode item = rows.addObject();
      item.put("check", row.check());
      item.put("what", row.what());
      item.put("expected", row.expected());
      item.put("measured", row.measured());
      item.put("sees", row.sees());
      if (!Double.isNaN(row.p())) {
        item.put("p", row.p());
      }
      item.put("verdict", row.verdict().name().toLowerCase(Locale.ROOT));
    }
    return node.toPrettyString();
  }
}
