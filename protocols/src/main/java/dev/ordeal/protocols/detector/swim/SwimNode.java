package dev.ordeal.protocols.detector.swim;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import dev.ordeal.protocols.detector.Suspects;
import dev.ordeal.protocols.detector.swim.codec.Kind;
import dev.ordeal.protocols.detector.swim.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.detector.swim.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.detector.swim.codec.Opinion;
import dev.ordeal.protocols.detector.swim.codec.ProbeDecoder;
import dev.ordeal.protocols.detector.swim.codec.ProbeEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One member of SWIM; {@link SwimSpec} states model and promises, the package comment the messages.
 *
 * <p>Cost: two messages for each member and period, and 4k for one that does not answer in time, whatever n; up to
 * {@code rumours-max} rumours of 9 bytes in each. State: a few words for each member.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public class SwimNode implements ProtocolNode {
  private static final int NOBODY = -1;

  private final int nodeId;
  private final SwimConfig config;
  private final CounterRandom random;
  private final Members members;
  private final Rumours rumours;
  private final Suspects suspects;

  /** The others in the order they are pinged, shuffled anew for each pass (section 4.3). */
  private final int[] targets;

  private final int[] chosen;
  private final MutableDirectBuffer message = new ExpandableArrayBuffer(512);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final ProbeEncoder probeEncoder = new ProbeEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final ProbeDecoder probeDecoder = new ProbeDecoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(256);

  private int nextTarget;
  private int target = NOBODY;
  private long sequence;
  private boolean isAnswered;
  private boolean hasAskedOthers;
  private int incarnation;
  private long periodEndNs = NO_DEADLINE;
  private long deadlineNs = NO_DEADLINE;

  SwimNode(final NodeContext context, final SwimConfig config) {
    this.nodeId = context.nodeId();
    this.config = config;
    this.random = context.random();
    final int clusterSize = context.clusterSize();
    members = new Members(clusterSize);
    rumours = new Rumours(clusterSize, config.transmissions(clusterSize));
    suspects = new Suspects(nodeId, clusterSize);
    targets = new int[clusterSize - 1];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = i < nodeId ? i : i + 1;
    }
    chosen = targets.clone();
    nextTarget = targets.length;
  }

  @Override
  public final void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    throw new IllegalStateException(
        "record in a journal never written to: nodeId=%d, length=%d".formatted(nodeId, length));
  }

  /** The first period begins some time within one, so that members that start together do not ping together. */
  @Override
  public final void onStart(final long nowNs, final Outbox outbox) {
    suspects.start(outbox);
    if (targets.length > 0) {
      periodEndNs = nowNs + random.nextLong(config.periodNs());
      deadlineNs = periodEndNs;
    }
  }

  @Override
  public final void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (length < MessageHeaderDecoder.ENCODED_LENGTH + ProbeDecoder.BLOCK_LENGTH) {
      return;
    }
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || headerDecoder.templateId() != ProbeDecoder.TEMPLATE_ID) {
      return;
    }
    probeDecoder.wrap(
        buffer,
        offset + MessageHeaderDecoder.ENCODED_LENGTH,
        ProbeDecoder.BLOCK_LENGTH,
        ProbeDecoder.SCHEMA_VERSION);
    final int origin = probeDecoder.origin();
    final int subject = probeDecoder.subject();
    if (!isMember(origin) || !isMember(subject)) {
      return;
    }
    final Kind kind = probeDecoder.kind();
    final long probe = probeDecoder.sequence();
    final int subjectIncarnation = probeDecoder.subjectIncarnation();
    learn(nowNs, fromId, Opinion.ALIVE, probeDecoder.incarnation(), outbox);
    for (final ProbeDecoder.RumoursDecoder rumour = probeDecoder.rumours(); rumour.hasNext(); ) {
      rumour.next();
      if (isMember(rumour.member()) && rumour.opinion() != Opinion.NULL_VAL) {
        learn(nowNs, rumour.member(), rumour.opinion(), rumour.incarnation(), outbox);
      }
    }
    switch (kind) {
      case PING -> send(fromId, Kind.ACK, origin, probe, nodeId, incarnation, outbox);
      case PING_REQUEST -> {
        if (subject != nodeId) {
          send(subject, Kind.PING, fromId, probe, subject, 0, outbox);
        }
      }
      case ACK -> onAck(nowNs, origin, probe, subject, subjectIncarnation, outbox);
      default -> {
        // Not one of ours.
      }
    }
  }

  @Override
  public final void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    // A detector serves no clients.
  }

  @Override
  public final void onDeadline(final long nowNs, final Outbox outbox) {
    if (nowNs < deadlineNs) {
      return;
    }
    if (nowNs >= periodEndNs) {
      endPeriod(nowNs, outbox);
      beginPeriod(nowNs, outbox);
    } else {
      askOthers(outbox);
    }
  }

  @Override
  public final long nextDeadlineNs() {
    return deadlineNs;
  }

  @Override
  public final int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, periodEndNs, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, deadlineNs, LITTLE_ENDIAN);
    buffer.putLong(offset + 16, sequence, LITTLE_ENDIAN);
    buffer.putLong(offset + 24, random.position(), LITTLE_ENDIAN);
    buffer.putInt(offset + 32, target, LITTLE_ENDIAN);
    buffer.putInt(offset + 36, incarnation, LITTLE_ENDIAN);
    buffer.putInt(offset + 40, nextTarget, LITTLE_ENDIAN);
    buffer.putByte(offset + 44, (byte) (isAnswered ? 1 : 0));
    buffer.putByte(offset + 45, (byte) (hasAskedOthers ? 1 : 0));
    int at = offset + 46;
    for (int i = 0; i < targets.length; i++) {
      buffer.putInt(at, targets[i], LITTLE_ENDIAN);
      buffer.putInt(at + 4, chosen[i], LITTLE_ENDIAN);
      at += 8;
    }
    at += members.encodeState(buffer, at);
    at += rumours.encodeState(buffer, at);
    return at + suspects.encodeState(buffer, at) - offset;
  }

  @Override
  public final long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  /** Whether this member says that it lives when it hears that others doubt it: always. */
  boolean refutes() {
    return true;
  }

  /** Whether this member pings another one in its turn: always. */
  boolean pings(final int id) {
    return true;
  }

  private boolean isMember(final int id) {
    return id >= 0 && id <= targets.length;
  }

  /**
   * Section 4.2: a member that others doubt refutes with its next incarnation; of others the greater opinion counts.
   */
  private void learn(
      final long nowNs, final int member, final Opinion opinion, final int about, final Outbox outbox) {
    if (member == nodeId) {
      if (opinion != Opinion.ALIVE && about >= incarnation && refutes()) {
        incarnation = about + 1;
        members.merge(nodeId, Members.rank(Opinion.ALIVE, incarnation), 0);
        rumours.add(nodeId);
      }
      return;
    }
    if (members.merge(member, Members.rank(opinion, about), nowNs + config.suspicionTimeoutNs())) {
      rumours.add(member);
      if (members.opinion(member) == Opinion.FAILED) {
        suspects.suspect(member, outbox);
      } else {
        suspects.trust(member, outbox);
      }
    }
  }

  /** The subject's own answer, or one that a helper has got and passes on. */
  private void onAck(
      final long nowNs,
      final int origin,
      final long probe,
      final int subject,
      final int subjectIncarnation,
      final Outbox outbox) {
    if (origin != nodeId) {
      if (subject != nodeId) {
        send(origin, Kind.ACK, origin, probe, subject, subjectIncarnation, outbox);
      }
      return;
    }
    learn(nowNs, subject, Opinion.ALIVE, subjectIncarnation, outbox);
    if (probe == sequence && subject == target) {
      isAnswered = true;
      deadlineNs = periodEndNs;
    }
  }

  /** Section 4.1: nobody got an answer, so the target is suspected. Suspicions not refuted in time are failures. */
  private void endPeriod(final long nowNs, final Outbox outbox) {
    if (target != NOBODY && !isAnswered && members.opinion(target) == Opinion.ALIVE) {
      learn(nowNs, target, Opinion.SUSPECT, members.incarnation(target), outbox);
    }
    for (int member = members.nextOverdue(nowNs); member != NOBODY; member = members.nextOverdue(nowNs)) {
      learn(nowNs, member, Opinion.FAILED, members.incarnation(member), outbox);
    }
  }

  private void beginPeriod(final long nowNs, final Outbox outbox) {
    periodEndNs = nowNs + config.periodNs();
    if (nextTarget == targets.length) {
      shuffle(targets, targets.length);
      nextTarget = 0;
    }
    target = targets[nextTarget++];
    sequence++;
    isAnswered = false;
    hasAskedOthers = false;
    deadlineNs = nowNs + config.pingTimeoutNs();
    if (pings(target)) {
      send(target, Kind.PING, nodeId, sequence, target, 0, outbox);
    } else {
      target = NOBODY;
      deadlineNs = periodEndNs;
    }
  }

  /** Section 3.1: k others, drawn anew, are asked to ping the target. For one held to have failed nobody is. */
  private void askOthers(final Outbox outbox) {
    deadlineNs = periodEndNs;
    if (isAnswered || hasAskedOthers || members.opinion(target) == Opinion.FAILED) {
      return;
    }
    hasAskedOthers = true;
    final int count = Math.min(config.helpers() + 1, chosen.length);
    shuffle(chosen, count);
    for (int i = 0, asked = 0; i < count && asked < config.helpers(); i++) {
      if (chosen[i] != target) {
        send(chosen[i], Kind.PING_REQUEST, nodeId, sequence, target, 0, outbox);
        asked++;
      }
    }
  }

  /** Draws the first so many places of a permutation, without preference. */
  private void shuffle(final int[] ids, final int count) {
    for (int i = 0; i < count; i++) {
      final int other = i + (int) random.nextLong(ids.length - i);
      final int id = ids[i];
      ids[i] = ids[other];
      ids[other] = id;
    }
  }

  private void send(
      final int toId,
      final Kind kind,
      final int origin,
      final long probe,
      final int subject,
      final int subjectIncarnation,
      final Outbox outbox) {
    probeEncoder.wrapAndApplyHeader(message, 0, headerEncoder)
        .kind(kind)
        .origin(origin)
        .sequence(probe)
        .subject(subject)
        .subjectIncarnation(subjectIncarnation)
        .incarnation(incarnation);
    encodeRumours(toId);
    outbox.send(toId, message, 0, MessageHeaderEncoder.ENCODED_LENGTH + probeEncoder.encodedLength());
  }

  /** What the receiver must refute comes first; then what has been sent on least often. */
  private void encodeRumours(final int toId) {
    final boolean isDoubted = members.opinion(toId) != Opinion.ALIVE;
    int count = isDoubted ? 1 : 0;
    for (int member = rumours.first();
        member != Rumours.NONE && count < config.rumoursMax();
        member = rumours.after(member)) {
      count++;
    }
    final ProbeEncoder.RumoursEncoder group = probeEncoder.rumoursCount(count);
    if (isDoubted) {
      encodeRumour(group, toId);
      count--;
    }
    for (; count > 0; count--) {
      final int member = rumours.first();
      encodeRumour(group, member);
      rumours.onSent(member);
    }
  }

  private void encodeRumour(final ProbeEncoder.RumoursEncoder group, final int member) {
    group.next().member(member).incarnation(members.incarnation(member)).opinion(members.opinion(member));
  }
}
