package dev.ordeal.protocols.consensus;

import dev.ordeal.protocols.consensus.codec.AcceptDecoder;
import dev.ordeal.protocols.consensus.codec.AcceptEncoder;
import dev.ordeal.protocols.consensus.codec.AcceptedDecoder;
import dev.ordeal.protocols.consensus.codec.AcceptedEncoder;
import dev.ordeal.protocols.consensus.codec.AcceptorStateDecoder;
import dev.ordeal.protocols.consensus.codec.AcknowledgeDecoder;
import dev.ordeal.protocols.consensus.codec.AcknowledgeEncoder;
import dev.ordeal.protocols.consensus.codec.BooleanType;
import dev.ordeal.protocols.consensus.codec.CoordinateDecoder;
import dev.ordeal.protocols.consensus.codec.CoordinateEncoder;
import dev.ordeal.protocols.consensus.codec.DecisionDecoder;
import dev.ordeal.protocols.consensus.codec.DecisionEncoder;
import dev.ordeal.protocols.consensus.codec.EarlyFloodDecoder;
import dev.ordeal.protocols.consensus.codec.EarlyFloodEncoder;
import dev.ordeal.protocols.consensus.codec.EstimateDecoder;
import dev.ordeal.protocols.consensus.codec.EstimateEncoder;
import dev.ordeal.protocols.consensus.codec.FloodDecoder;
import dev.ordeal.protocols.consensus.codec.FloodEncoder;
import dev.ordeal.protocols.consensus.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.consensus.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.consensus.codec.PrepareDecoder;
import dev.ordeal.protocols.consensus.codec.PrepareEncoder;
import dev.ordeal.protocols.consensus.codec.PromiseDecoder;
import dev.ordeal.protocols.consensus.codec.PromiseEncoder;
import dev.ordeal.protocols.consensus.codec.ProposeRequestEncoder;
import dev.ordeal.protocols.consensus.codec.RatifyDecoder;
import dev.ordeal.protocols.consensus.codec.RatifyEncoder;
import dev.ordeal.protocols.consensus.codec.RefusedDecoder;
import dev.ordeal.protocols.consensus.codec.RefusedEncoder;
import dev.ordeal.protocols.consensus.codec.ReportDecoder;
import dev.ordeal.protocols.consensus.codec.ReportEncoder;
import dev.ordeal.protocols.consensus.codec.RoundQuestionDecoder;
import dev.ordeal.protocols.consensus.codec.RoundQuestionEncoder;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.RecordingOutbox;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One node of a consensus driven by hand. What it does comes back as lines: {@code decides 3}, {@code forces
 * AcceptorState 4 0 -1}, {@code Promise 4 0 -1 → 1}; a message's fields stand in the order of its schema.
 */
public final class ConsensusServer {
  /** The node, bare. */
  public ProtocolNode node;

  /** Its clock. */
  public long nowNs;

  private final Supplier<ProtocolNode> factory;
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private RecordingOutbox outbox;

  /** A node that has been started. */
  public ConsensusServer(final int nodeId, final int clusterSize, final Supplier<ProtocolNode> factory) {
    this.factory = factory;
    this.outbox = new RecordingOutbox(nodeId, clusterSize);
    this.node = factory.get();
    node.onStart(nowNs, outbox);
  }

  /** The node crashes, and comes back with what it forced. */
  public List<String> restart() {
    node = factory.get();
    outbox = outbox.restart(node);
    node.onStart(nowNs, outbox);
    return effects();
  }

  /** Its client hands it a value. */
  public List<String> propose(final long value) {
    final ProposeRequestEncoder request = new ProposeRequestEncoder();
    request.wrapAndApplyHeader(buffer, 0, header).value(value);
    node.onRequest(nowNs, 0, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + request.encodedLength(), outbox);
    return effects();
  }

  /** Its deadline comes. */
  public List<String> timeOut() {
    nowNs = Math.max(nowNs, node.nextDeadlineNs());
    node.onDeadline(nowNs, outbox);
    return effects();
  }

  /** It takes a message, by name, with its fields in order. */
  public List<String> take(final int fromId, final String name, final long... fields) {
    final int length =
        switch (name) {
          case "Decision" -> new DecisionEncoder().wrapAndApplyHeader(buffer, 0, header).value(fields[0]).limit();
          case "RoundQuestion" ->
              new RoundQuestionEncoder().wrapAndApplyHeader(buffer, 0, header).round(fields[0]).limit();
          case "Prepare" -> new PrepareEncoder().wrapAndApplyHeader(buffer, 0, header).ballot(fields[0]).limit();
          case "Promise" ->
              new PromiseEncoder().wrapAndApplyHeader(buffer, 0, header).ballot(fields[0])
                  .acceptedBallot(fields[1]).acceptedValue(fields[2]).limit();
          case "Accept" ->
              new AcceptEncoder().wrapAndApplyHeader(buffer, 0, header).ballot(fields[0]).value(fields[1]).limit();
          case "Accepted" -> new AcceptedEncoder().wrapAndApplyHeader(buffer, 0, header).ballot(fields[0]).limit();
          case "Refused" ->
              new RefusedEncoder().wrapAndApplyHeader(buffer, 0, header).ballot(fields[0]).promised(fields[1]).limit();
          case "Flood" -> new FloodEncoder().wrapAndApplyHeader(buffer, 0, header).values(fields[0]).limit();
          case "EarlyFlood" ->
              new EarlyFloodEncoder().wrapAndApplyHeader(buffer, 0, header).estimate(fields[0])
                  .early(BooleanType.get((short) fields[1])).limit();
          case "Report" ->
              new ReportEncoder().wrapAndApplyHeader(buffer, 0, header).phase(fields[0]).value(fields[1]).limit();
          case "Ratify" ->
              new RatifyEncoder().wrapAndApplyHeader(buffer, 0, header).phase(fields[0]).value(fields[1]).limit();
          case "Estimate" ->
              new EstimateEncoder().wrapAndApplyHeader(buffer, 0, header).round(fields[0]).value(fields[1])
                  .adoptedIn(fields[2]).limit();
          case "Coordinate" ->
              new CoordinateEncoder().wrapAndApplyHeader(buffer, 0, header).round(fields[0]).value(fields[1]).limit();
          case "Acknowledge" ->
              new AcknowledgeEncoder().wrapAndApplyHeader(buffer, 0, header).round(fields[0])
                  .adopted(BooleanType.get((short) fields[1])).limit();
          default -> throw new IllegalArgumentException("no such message: name=" + name);
        };
    node.onMessage(nowNs, fromId, buffer, 0, length, outbox);
    return effects();
  }

  private List<String> effects() {
    final List<String> lines = new ArrayList<>();
    for (final RecordingOutbox.Effect effect : outbox.drain()) {
      if (effect instanceof RecordingOutbox.Sent sent) {
        sent.toIds().forEach(to -> lines.add(text(sent.bytes()) + " → " + to));
      } else if (effect instanceof RecordingOutbox.Written written) {
        lines.add((written.isForced() ? "forces " : "writes ") + text(written.bytes()));
      } else if (effect instanceof RecordingOutbox.Indicated said && said.indication() == Indication.DECIDE) {
        lines.add("decides " + said.value());
      }
    }
    return lines;
  }

  private static String text(final byte[] bytes) {
    final UnsafeBuffer message = new UnsafeBuffer(bytes);
    final MessageHeaderDecoder h = new MessageHeaderDecoder();
    return switch (h.wrap(message, 0).templateId()) {
      case DecisionDecoder.TEMPLATE_ID ->
          line("Decision", new DecisionDecoder().wrapAndApplyHeader(message, 0, h).value());
      case RoundQuestionDecoder.TEMPLATE_ID ->
          line("RoundQuestion", new RoundQuestionDecoder().wrapAndApplyHeader(message, 0, h).round());
      case PrepareDecoder.TEMPLATE_ID ->
          line("Prepare", new PrepareDecoder().wrapAndApplyHeader(message, 0, h).ballot());
      case PromiseDecoder.TEMPLATE_ID -> {
        final PromiseDecoder d = new PromiseDecoder().wrapAndApplyHeader(message, 0, h);
        yield line("Promise", d.ballot(), d.acceptedBallot(), d.acceptedValue());
      }
      case AcceptDecoder.TEMPLATE_ID -> {
        final AcceptDecoder d = new AcceptDecoder().wrapAndApplyHeader(message, 0, h);
        yield line("Accept", d.ballot(), d.value());
      }
      case AcceptedDecoder.TEMPLATE_ID ->
          line("Accepted", new AcceptedDecoder().wrapAndApplyHeader(message, 0, h).ballot());
      case RefusedDecoder.TEMPLATE_ID -> {
        final RefusedDecoder d = new RefusedDecoder().wrapAndApplyHeader(message, 0, h);
        yield line("Refused", d.ballot(), d.promised());
      }
      case AcceptorStateDecoder.TEMPLATE_ID -> {
        final AcceptorStateDecoder d = new AcceptorStateDecoder().wrapAndApplyHeader(message, 0, h);
        yield line("AcceptorState", d.promised(), d.acceptedBallot(), d.acceptedValue());
      }
      case FloodDecoder.TEMPLATE_ID -> line("Flood", new FloodDecoder().wrapAndApplyHeader(message, 0, h).values());
      case EarlyFloodDecoder.TEMPLATE_ID -> {
        final EarlyFloodDecoder d = new EarlyFloodDecoder().wrapAndApplyHeader(message, 0, h);
        yield line("EarlyFlood", d.estimate(), d.earlyRaw());
      }
      case ReportDecoder.TEMPLATE_ID -> {
        final ReportDecoder d = new ReportDecoder().wrapAndApplyHeader(message, 0, h);
        yield line("Report", d.phase(), d.value());
      }
      case RatifyDecoder.TEMPLATE_ID -> {
        final RatifyDecoder d = new RatifyDecoder().wrapAndApplyHeader(message, 0, h);
        yield line("Ratify", d.phase(), d.value());
      }
      case EstimateDecoder.TEMPLATE_ID -> {
        final EstimateDecoder d = new EstimateDecoder().wrapAndApplyHeader(message, 0, h);
        yield line("Estimate", d.round(), d.value(), d.adoptedIn());
      }
      case CoordinateDecoder.TEMPLATE_ID -> {
        final CoordinateDecoder d = new CoordinateDecoder().wrapAndApplyHeader(message, 0, h);
        yield line("Coordinate", d.round(), d.value());
      }
      case AcknowledgeDecoder.TEMPLATE_ID -> {
        final AcknowledgeDecoder d = new AcknowledgeDecoder().wrapAndApplyHeader(message, 0, h);
        yield line("Acknowledge", d.round(), d.adoptedRaw());
      }
      default -> throw new IllegalStateException("unknown message: templateId=" + h.templateId());
    };
  }

  private static String line(final String name, final long... fields) {
    final StringBuilder line = new StringBuilder(name);
    for (final long field : fields) {
      line.append(' ').append(field);
    }
    return line.toString();
  }
}
