package dev.ordeal.faultlab.exploration;

import dev.ordeal.faultlab.schema.SchemaRegistry;
import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** How a search ended. Immutable; cold. */
public final class ExplorationResult {
  /** Why a search ended. */
  public enum End {
    /** All worlds have been visited: within the plan's bounds nothing breaks. */
    EXHAUSTED("exhausted: there is no other world"),
    /** Something broke. */
    VIOLATED("violated"),
    /** Longer schedules than the bound were not tried. */
    DEPTH("cut: schedules longer than the bound were not tried"),
    /** More worlds than the bound were there. */
    WORLDS("cut: there are more worlds than the bound");

    private final String label;

    End(final String label) {
      this.label = label;
    }

    /** In words. */
    public String label() {
      return label;
    }
  }

  private final ExplorationPlan plan;
  private final End end;
  private final long worlds;
  private final long transitions;
  private final int depth;
  private final int localStates;
  private final int messages;
  private final long stepsPlayed;
  private final Property broken;
  private final String explanation;
  private final long[] schedule;
  private final LocalStates locals;
  private final int[] patterns;

  ExplorationResult(
      final ExplorationPlan plan,
      final End end,
      final long worlds,
      final long transitions,
      final int depth,
      final int localStates,
      final int messages,
      final long stepsPlayed,
      final Property broken,
      final String explanation,
      final long[] schedule,
      final LocalStates locals,
      final int[] patterns) {
    this.plan = plan;
    this.end = end;
    this.worlds = worlds;
    this.transitions = transitions;
    this.depth = depth;
    this.localStates = localStates;
    this.messages = messages;
    this.stepsPlayed = stepsPlayed;
    this.broken = broken;
    this.explanation = explanation;
    this.schedule = schedule;
    this.locals = locals;
    this.patterns = patterns;
  }

  public End end() {
    return end;
  }

  /** Different worlds visited. */
  public long worlds() {
    return worlds;
  }

  /** Actions tried. */
  public long transitions() {
    return transitions;
  }

  /** Actions of the longest schedule tried. */
  public int depth() {
    return depth;
  }

  /** Different local states, of all nodes together. */
  public int localStates() {
    return localStates;
  }

  /** Different messages. */
  public int messages() {
    return messages;
  }

  /** Steps that real nodes took. */
  public long stepsPlayed() {
    return stepsPlayed;
  }

  /** The property that broke; null if none did, or if a node threw. */
  public Property broken() {
    return broken;
  }

  /** What broke, in a sentence; null if nothing did. */
  public String explanation() {
    return explanation;
  }

  /** How many actions the shortest schedule to the violation has; 0 without one. */
  public int scheduleLength() {
    return schedule.length;
  }

  /** The shortest schedule to the violation, an action a line. */
  public List<String> schedule() {
    final SchemaRegistry schemas = SchemaRegistry.of(plan.spec());
    final List<String> lines = new ArrayList<>();
    final int[] local = new int[plan.clusterSize()];
    for (int id = 0; id < local.length; id++) {
      local[id] = locals.start(id, patterns[id]).to;
    }
    for (final long action : schedule) {
      final int nodeId = Action.nodeId(action);
      final StringBuilder line = new StringBuilder("node %d ".formatted(nodeId));
      switch (Action.kind(action)) {
        case Action.DELIVER, Action.DELIVER_CUT -> line.append(taken(Action.input(action), schemas));
        case Action.RESTART -> line.append("crashes and comes back with what it forced to disk");
        case Action.CRASH -> line.append("crashes for good");
        default -> line.append("meets its deadline");
      }
      if (Action.kind(action) != Action.CRASH) {
        final LocalStates.Step step = locals.step(local[nodeId], Action.inputOf(action));
        final boolean isCut = Action.kind(action) > Action.CRASH;
        append(line, step, isCut ? Action.sentMask(action) : -1, schemas);
        if (isCut) {
          line.append("; crashes for good, nothing else has left");
        }
        local[nodeId] = step.to;
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private String taken(final int message, final SchemaRegistry schemas) {
    final int senderId = locals.senderOf(message);
    return (senderId == LocalStates.CLIENT ? "is asked for " : "takes from node %d ".formatted(senderId))
        + print(message, schemas);
  }

  private void append(
      final StringBuilder line, final LocalStates.Step step, final int mask, final SchemaRegistry schemas) {
    String before = "";
    for (int i = 0; i < step.sent.length; i++) {
      if ((mask >>> i & 1) != 0) {
        final String text = print(step.sent[i], schemas);
        final String to = " to " + locals.receiverOf(step.sent[i]);
        if (text.equals(before)) {
          line.append(',').append(to.substring(3));
        } else {
          line.append("; sends ").append(text).append(to);
        }
        before = text;
      }
    }
    if (step.decided != ConsensusNode.NO_VALUE) {
      line.append("; decides ").append(step.decided);
    }
    if (step.failure != null) {
      line.append("; throws ").append(step.failure);
    }
  }

  private String print(final int message, final SchemaRegistry schemas) {
    final byte[] body = locals.bodyOf(message);
    return schemas.print(new UnsafeBuffer(body), 0, body.length);
  }
}
