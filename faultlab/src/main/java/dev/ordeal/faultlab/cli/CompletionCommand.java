package dev.ordeal.faultlab.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lab completion}. */
@Command(
    name = "completion",
    description = "Prints a completion script for bash and zsh: source <(scripts/lab completion).",
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(AutoComplete.bash("lab", spec.root().commandLine()));
    spec.commandLine().getOut().flush();
    return Exit.AS_EXPECTED;
  }
}
