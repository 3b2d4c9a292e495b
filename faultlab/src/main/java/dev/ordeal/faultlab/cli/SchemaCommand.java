package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.experiment.SchemaCheck;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lab schema}. */
@Command(
    name = "schema",
    description = "Prints the JSON Schema of experiment files, for editors that check and complete.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(SchemaCheck.text());
    spec.commandLine().getOut().flush();
    return Exit.AS_EXPECTED;
  }
}
