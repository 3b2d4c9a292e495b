package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.experiment.ExperimentException;
import dev.ordeal.faultlab.experiment.Mistake;
import dev.ordeal.faultlab.experiment.Suggestion;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code lab}. */
@Command(
    name = "lab",
    description = "Runs distributed algorithms under faults, judges every run, and draws what it found.",
    mixinStandardHelpOptions = true,
    versionProvider = Lab.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ListCommand.class,
      RunCommand.class,
      ReplayCommand.class,
      ShrinkCommand.class,
      CrashPointsCommand.class,
      KillCommand.class,
      ReportCommand.class,
      MergeCommand.class,
      DoctorCommand.class,
      CheckCommand.class,
      ExploreCommand.class,
      AdversaryCommand.class,
      SchemaCommand.class,
      CompletionCommand.class,
      CommandLine.HelpCommand.class
    },
    footerHeading = "%nTo begin with:%n",
    footer = {
      "  scripts/lab run first-look",
      "  scripts/lab --classpath my.jar list    algorithms in jars of your own, with every command"
    },
    exitCodeListHeading = Lab.EXIT_HEADING,
    exitCodeList = {
      "0:as expected; what broke beyond a model is a finding, not a failure",
      "1:a promise broken inside an algorithm's model or in a recorded file, or a threshold missed",
      "2:wrong usage, or mistakes in an experiment file or a recorded one",
      "3:undecided: a cell in which nothing happened, a history the budget did not allow to decide",
      "70:a defect of the lab",
      "130:interrupted; what finished is kept"
    })
public final class Lab implements Runnable {
  static final String EXIT_HEADING = "%nExit status:%n";
  private static final int HELP_WIDTH_MIN = 60;

  @Spec private CommandSpec spec;

  /** Created by picocli. */
  public Lab() {}

  /** Runs one command and exits with its status. */
  @SuppressWarnings("checkstyle:RegexpSinglelineJava") // the entry: it hands the exit code to the shell
  public static void main(final String[] arguments) {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    final int status = execute(arguments, writer(System.out), writer(System.err));
    System.exit(status);
  }

  private static PrintWriter writer(final PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Runs one command and returns its status. */
  static int execute(final String[] arguments, final PrintWriter out, final PrintWriter err) {
    final CommandLine line = commandLine().setOut(out).setErr(err);
    line.setExecutionExceptionHandler((e, command, result) -> explain(e, command.getErr()));
    line.setParameterExceptionHandler((e, args) -> usage(e));
    return line.execute(arguments);
  }

  static CommandLine commandLine() {
    final CommandLine line = new CommandLine(new Lab());
    line.setUsageHelpWidth(Math.max(HELP_WIDTH_MIN, Terminal.width()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    if (!System.getenv().getOrDefault("NO_COLOR", "").isEmpty()) {
      line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    }
    line.getSubcommands()
        .values()
        .stream()
        .filter(sub -> sub.getCommandSpec().usageMessage().exitCodeList().isEmpty())
        .forEach(
            sub ->
                sub.getCommandSpec()
                    .usageMessage()
                    .exitCodeListHeading(line.getCommandSpec().usageMessage().exitCodeListHeading())
                    .exitCodeList(line.getCommandSpec().usageMessage().exitCodeList()));
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "command missing");
  }

  private static int usage(final ParameterException e) {
    final CommandLine command = e.getCommandLine();
    final PrintWriter err = command.getErr();
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      final String word = unmatched.getUnmatched().get(0);
      final boolean isOption = word.startsWith("-");
      final Collection<String> known =
          isOption ? command.getCommandSpec().optionsMap().keySet() : command.getSubcommands().keySet();
      err.println(
          isOption || !known.isEmpty()
              ? "unknown %s: %s%s".formatted(isOption ? "option" : "command", word, Suggestion.of(word, known))
              : e.getMessage());
    } else {
      err.println(inWords(e));
    }
    err.println("see: lab %s--help".formatted(command.getParent() == null ? "" : command.getCommandName() + " "));
    return Exit.USAGE;
  }

  /** A mistake in a command as we word mistakes. */
  private static String inWords(final ParameterException e) {
    if (e instanceof CommandLine.MissingParameterException missing) {
      return missing.getMissing().stream()
          .map(one -> one.isOption() ? "value missing: option=" + nameOf(one) : "argument missing: name=" + nameOf(one))
          .distinct()
          .collect(Collectors.joining("\n"));
    }
    if (e.getArgSpec() != null && e.getValue() != null) {
      final Class<?> type = e.getArgSpec().type();
      final boolean isWhole = type == Integer.class || type == int.class || type == Long.class || type == long.class;
      return "not a %s: %s=%s".formatted(isWhole ? "whole number" : "value", nameOf(e.getArgSpec()), e.getValue());
    }
    final String text = String.valueOf(e.getMessage());
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  private static String nameOf(final ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static int explain(final Exception e, final PrintWriter err) {
    if (e instanceof ExperimentException wrong) {
      wrong.mistakes().stream().map(Mistake::toString).forEach(err::println);
      err.println("mistakes=%d, nothing was run".formatted(wrong.mistakes().size()));
      return Exit.USAGE;
    }
    if (e instanceof UsageException) {
      err.println(e.getMessage());
      return Exit.USAGE;
    }
    if (e instanceof IOException trouble) {
      err.println(FileTrouble.inWords(trouble));
      return Exit.USAGE;
    }
    if (e instanceof UncheckedIOException trouble) {
      err.println(trouble.getMessage() + ": " + FileTrouble.inWords(trouble.getCause()));
      return Exit.USAGE;
    }
    e.printStackTrace(err);
    err.println("a defect of the lab: please report the lines above");
    return Exit.INTERNAL;
  }

  /** The version of the package, and of the Java it runs on. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      final String version = Lab.class.getPackage().getImplementationVersion();
      return new String[] {
        "ordeal " + (version == null ? "unpackaged" : version), "java " + Runtime.version()
      };
    }
  }
}
