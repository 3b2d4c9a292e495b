package dev.ordeal.protocols.election;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.RecordingOutbox;
import dev.ordeal.protocols.core.RecordingOutbox.Effect;
import dev.ordeal.protocols.core.RecordingOutbox.Indicated;
import dev.ordeal.protocols.core.RecordingOutbox.Sent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One node of an election driven by hand; its effects come back as lines of text. */
public final class DrivenNode {
  /** Where the next message is written. */
  public final MutableDirectBuffer message = new UnsafeBuffer(new byte[128]);

  /** The time of the next step. */
  public long nowNs;

  private final AlgorithmSpec spec;
  private final ProtocolNode node;
  private final RecordingOutbox outbox;
  private final Function<DirectBuffer, String> printer;

  /** A node that has not started; {@code printer} writes a message. */
  public DrivenNode(
      final AlgorithmSpec spec,
      final int nodeId,
      final int clusterSize,
      final Map<String, Long> chosen,
      final Function<DirectBuffer, String> printer) {
    this.spec = spec;
    this.printer = printer;
    this.outbox = new RecordingOutbox(nodeId, clusterSize);
    this.node =
        spec.newNode(
            new NodeContext(nodeId, clusterSize, 1, new CounterRandom(1), () -> 0),
            ParameterValues.of(spec.parameters(), chosen));
  }

  /** Starts it. */
  public List<String> start() {
    node.onStart(nowNs, outbox);
    return effects();
  }

  /** Its next deadline passes. */
  public List<String> timeOut() {
    nowNs = node.nextDeadlineNs();
    node.onDeadline(nowNs, outbox);
    return effects();
  }

  /** It gets what stands in {@link #message}. */
  public List<String> receive(final int fromId, final int length) {
    node.onMessage(nowNs, fromId, message, 0, length, outbox);
    return effects();
  }

  private List<String> effects() {
    return outbox.drain().stream().map(this::describe).toList();
  }

  private String describe(final Effect effect) {
    if (effect instanceof Sent sent) {
      return "to %s: %s".formatted(sent.toIds(), printer.apply(new UnsafeBuffer(sent.bytes())));
    } else if (effect instanceof Indicated indicated) {
      return indicated.indication() == Indication.STATE
          ? "state " + spec.stateNames().get((int) indicated.key())
          : "%s %d".formatted(indicated.indication().name().toLowerCase(Locale.ROOT), indicated.value());
    }
    return effect.toString();
  }
}
