package dev.ordeal.faultlab.problem.commit;

import dev.ordeal.faultlab.problem.commit.TransactionPlan.Step;
import dev.ordeal.protocols.commit.TransactionRequest;
import dev.ordeal.protocols.commit.codec.OperationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Transactions as directed runs write them: operations with a semicolon between them, each at a participant by its
 * node, and {@code rollback} at the end for one that is to be aborted.
 *
 * <pre>{@code 1 set 7 100; 2 increment 3 -5; 2 read 3; 1 cas 7 100 90; 3 require 1 0; 3 fail; rollback}</pre>
 */
final class TransactionScript {
  private static final Pattern STEP =
      Pattern.compile("(\\d{1,4}) (read|set|increment|cas|require|fail)(?: (-?\\d{1,18}))?(?: (-?\\d{1,18}))?"
          + "(?: (-?\\d{1,18}))?");

  /** Reads one. */
  TransactionPlan parse(final int client, final long sequence, final String text) {
    final List<Step> steps = new ArrayList<>();
    boolean isRollback = false;
    for (final String part : text.split(";")) {
      final String words = part.trim();
      if (words.equals("rollback")) {
        isRollback = true;
      } else {
        steps.add(step(words, text));
      }
    }
    return new TransactionPlan(client, sequence, isRollback, steps);
  }

  /** Writes one as {@link #parse} reads it. */
  String text(final TransactionPlan plan) {
    final StringJoiner text = new StringJoiner("; ");
    for (final Step step : plan.steps()) {
      final String numbers =
          switch (step.kind()) {
            case READ -> "read %d".formatted(step.key());
            case SET -> "set %d %d".formatted(step.key(), step.value());
            case INCREMENT -> "increment %d %d".formatted(step.key(), step.value());
            case COMPARE_AND_SET -> "cas %d %d %d".formatted(step.key(), step.expected(), step.value());
            case REQUIRE -> "require %d %d".formatted(step.key(), step.value());
            default -> "fail";
          };
      text.add(step.participant() + " " + numbers);
    }
    return plan.isRollback() ? text.add("rollback").toString() : text.toString();
  }

  /** Refuses what the coordinator would refuse, in words, and what cannot be read. */
  void check(final String text, final int participants) {
    final TransactionPlan plan = parse(0, 1, text);
    if (plan.steps().isEmpty() || plan.steps().size() > TransactionRequest.OPERATIONS_MAX) {
      throw new IllegalArgumentException(
          "operations of a transaction out of range: operations=%d, min=1, max=%d, transaction=%s"
              .formatted(plan.steps().size(), TransactionRequest.OPERATIONS_MAX, text));
    }
    for (final int participant : plan.participants()) {
      if (participant <= TransactionRequest.COORDINATOR || participant > participants) {
        throw new IllegalArgumentException(
            "no such participant: node=%d, min=%d, max=%d, transaction=%s"
                .formatted(participant, TransactionRequest.COORDINATOR + 1, participants, text));
      }
    }
  }

  private static Step step(final String words, final String text) {
    final Matcher matcher = STEP.matcher(words);
    if (!matcher.matches()) {
      throw wrong(words, text);
    }
    final int participant = Integer.parseInt(matcher.group(1));
    final String kind = matcher.group(2);
    final int wanted =
        switch (kind) {
          case "fail" -> 0;
          case "read" -> 1;
          case "cas" -> 3;
          default -> 2;
        };
    final long[] numbers = new long[3];
    int found = 0;
    while (found < 3 && matcher.group(3 + found) != null) {
      numbers[found] = Long.parseLong(matcher.group(3 + found));
      found++;
    }
    if (found != wanted) {
      throw wrong(words, text);
    }
    return switch (kind) {
      case "read" -> new Step(participant, OperationKind.READ, numbers[0], 0, 0);
      case "set" -> new Step(participant, OperationKind.SET, numbers[0], numbers[1], 0);
      case "increment" -> new Step(participant, OperationKind.INCREMENT, numbers[0], numbers[1], 0);
      case "cas" -> new Step(participant, OperationKind.COMPARE_AND_SET, numbers[0], numbers[2], numbers[1]);
      case "require" -> new Step(participant, OperationKind.REQUIRE, numbers[0], numbers[1], 0);
      default -> new Step(participant, OperationKind.FAIL, 0, 0, 0);
    };
  }

  private static IllegalArgumentException wrong(final String words, final String text) {
    return new IllegalArgumentException(
        ("not an operation of a transaction: operation=%s, transaction=%s, expected=<node> read <key> | set <key>"
                + " <value> | increment <key> <amount> | cas <key> <expected> <value> | require <key> <least> | fail")
            .formatted(words, text));
  }
}
