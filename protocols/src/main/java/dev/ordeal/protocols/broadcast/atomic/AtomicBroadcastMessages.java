package dev.ordeal.protocols.broadcast.atomic;

import dev.ordeal.protocols.broadcast.atomic.codec.BatchCoordinateDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchCoordinateEncoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchDecisionDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchDecisionEncoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchEstimateDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchEstimateEncoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchReplyDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchReplyEncoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BooleanType;
import dev.ordeal.protocols.broadcast.atomic.codec.BroadcastReplyEncoder;
import dev.ordeal.protocols.broadcast.atomic.codec.DiffusionDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.DiffusionEncoder;
import dev.ordeal.protocols.broadcast.atomic.codec.GroupSizeEncodingDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.broadcast.atomic.codec.RepairDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.RepairEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes and reads the messages of the atomic broadcast. What is read is checked: a message that is cut short, names no
 * node or instance there is, or holds more than a batch may, is none.
 *
 * <p>Single owner; allocates nothing after warm-up.
 */
final class AtomicBroadcastMessages {
  /** What a message that makes no sense is. */
  static final int NOTHING = 0;

  private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;

  /** Where a message is written; each overwrites the one before. */
  final MutableDirectBuffer frame = new ExpandableArrayBuffer(1024);

  /** What was read last: the fields that its kind has. */
  final Batch batch;

  long instance;
  long round;
  long adoptedIn;
  long id;
  long value;
  int proposer;
  boolean isAdopted;

  private final int clusterSize;
  private final int batchSize;
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final GroupSizeEncodingDecoder groupDecoder = new GroupSizeEncodingDecoder();
  private final DiffusionEncoder diffusionEncoder = new DiffusionEncoder();
  private final DiffusionDecoder diffusionDecoder = new DiffusionDecoder();
  private final BatchEstimateEncoder estimateEncoder = new BatchEstimateEncoder();
  private final BatchEstimateDecoder estimateDecoder = new BatchEstimateDecoder();
  private final BatchCoordinateEncoder coordinateEncoder = new BatchCoordinateEncoder();
  private final BatchCoordinateDecoder coordinateDecoder = new BatchCoordinateDecoder();
  private final BatchReplyEncoder replyEncoder = new BatchReplyEncoder();
  private final BatchReplyDecoder replyDecoder = new BatchReplyDecoder();
  private final BatchDecisionEncoder decisionEncoder = new BatchDecisionEncoder();
  private final BatchDecisionDecoder decisionDecoder = new BatchDecisionDecoder();
  private final BroadcastReplyEncoder toClientEncoder = new BroadcastReplyEncoder();
  private final RepairEncoder repairEncoder = new RepairEncoder();
  private final RepairDecoder repairDecoder = new RepairDecoder();

  AtomicBroadcastMessages(final int clusterSize, final int batchSize) {
    this.clusterSize = clusterSize;
    this.batchSize = batchSize;
    this.batch = new Batch(Math.max(batchSize, AtomicBroadcastConfig.WAITING_MAX));
  }

  int writeDiffusion(final long messageId, final long itsValue) {
    diffusionEncoder
        .wrapAndApplyHeader(frame, 0, headerEncoder)
        .origin(MessageId.origin(messageId))
        .number(MessageId.number(messageId))
        .value(itsValue);
    return HEADER_LENGTH + diffusionEncoder.encodedLength();
  }

  int writeEstimate(
      final long itsInstance,
      final long itsRound,
      final long itsAdoptedIn,
      final int itsProposer,
      final Batch messages) {
    estimateEncoder
        .wrapAndApplyHeader(frame, 0, headerEncoder)
        .instance(itsInstance)
        .round(itsRound)
        .adoptedIn(itsAdoptedIn)
        .proposer(itsProposer);
    final BatchEstimateEncoder.BatchEncoder entries = estimateEncoder.batchCount(messages.count);
    for (int i = 0; i < messages.count; i++) {
      entries
          .next()
          .origin(MessageId.origin(messages.ids[i]))
          .number(MessageId.number(messages.ids[i]))
          .value(messages.values[i]);
    }
    return HEADER_LENGTH + estimateEncoder.encodedLength();
  }

  int writeCoordinate(
      final long itsInstance, final long itsRound, final int itsProposer, final Batch messages) {
    coordinateEncoder
        .wrapAndApplyHeader(frame, 0, headerEncoder)
        .instance(itsInstance)
        .round(itsRound)
        .proposer(itsProposer);
    final BatchCoordinateEncoder.BatchEncoder entries = coordinateEncoder.batchCount(messages.count);
    for (int i = 0; i < messages.count; i++) {
      entries
          .next()
          .origin(MessageId.origin(messages.ids[i]))
          .number(MessageId.number(messages.ids[i]))
          .value(messages.values[i]);
    }
    return HEADER_LENGTH + coordinateEncoder.encodedLength();
  }

  int writeReply(final long itsInstance, final long itsRound, final boolean isTakenOn) {
    replyEncoder
        .wrapAndApplyHeader(frame, 0, headerEncoder)
        .instance(itsInstance)
        .round(itsRound)
        .adopted(isTakenOn ? BooleanType.T : BooleanType.F);
    return HEADER_LENGTH + replyEncoder.encodedLength();
  }

  int writeDecision(final long itsInstance, final Batch messages) {
    decisionEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).instance(itsInstance);
    final BatchDecisionEncoder.BatchEncoder entries = decisionEncoder.batchCount(messages.count);
    for (int i = 0; i < messages.count; i++) {
      entries
          .next()
          .origin(MessageId.origin(messages.ids[i]))
          .number(MessageId.number(messages.ids[i]))
          .value(messages.values[i]);
    }
    return HEADER_LENGTH + decisionEncoder.encodedLength();
  }

  int writeRepair(final long itsInstance, final long itsRound, final Batch messages) {
    repairEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).instance(itsInstance).round(itsRound);
    final RepairEncoder.BatchEncoder entries = repairEncoder.batchCount(messages.count);
    for (int i = 0; i < messages.count; i++) {
      entries
          .next()
          .origin(MessageId.origin(messages.ids[i]))
          .number(MessageId.number(messages.ids[i]))
          .value(messages.values[i]);
    }
    return HEADER_LENGTH + repairEncoder.encodedLength();
  }

  int writeReply(final boolean isTaken) {
    toClientEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).taken(isTaken ? BooleanType.T : BooleanType.F);
    return HEADER_LENGTH + toClientEncoder.encodedLength();
  }

  /** Reads a message; returns its template, or {@link #NOTHING}. */
  int read(final DirectBuffer buffer, final int offset, final int length) {
    if (length < HEADER_LENGTH) {
      return NOTHING;
    }
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      return NOTHING;
    }
    batch.count = 0;
    final int template = headerDecoder.templateId();
    final boolean isRead =
        switch (template) {
          case DiffusionDecoder.TEMPLATE_ID -> readDiffusion(buffer, offset, length);
          case BatchEstimateDecoder.TEMPLATE_ID -> readBatchEstimate(buffer, offset, length);
          case BatchCoordinateDecoder.TEMPLATE_ID -> readBatchCoordinate(buffer, offset, length);
          case BatchReplyDecoder.TEMPLATE_ID -> readBatchReply(buffer, offset, length);
          case BatchDecisionDecoder.TEMPLATE_ID -> readBatchDecision(buffer, offset, length);
          case RepairDecoder.TEMPLATE_ID -> readRepair(buffer, offset, length);
          default -> false;
        };
    return isRead ? template : NOTHING;
  }

  private boolean readDiffusion(final DirectBuffer buffer, final int offset, final int length) {
    if (!isBlockWhole(length, DiffusionDecoder.BLOCK_LENGTH)) {
      return false;
    }
    diffusionDecoder.wrap(
        buffer, offset + HEADER_LENGTH, DiffusionDecoder.BLOCK_LENGTH, DiffusionDecoder.SCHEMA_VERSION);
    id = MessageId.of(diffusionDecoder.origin(), diffusionDecoder.number());
    value = diffusionDecoder.value();
    return MessageId.isValid(diffusionDecoder.origin(), diffusionDecoder.number(), clusterSize);
  }

  private boolean readBatchReply(final DirectBuffer buffer, final int offset, final int length) {
    if (!isBlockWhole(length, BatchReplyDecoder.BLOCK_LENGTH)) {
      return false;
    }
    replyDecoder.wrap(
        buffer, offset + HEADER_LENGTH, BatchReplyDecoder.BLOCK_LENGTH, BatchReplyDecoder.SCHEMA_VERSION);
    instance = replyDecoder.instance();
    round = replyDecoder.round();
    isAdopted = replyDecoder.adoptedRaw() == BooleanType.T.value();
    return instance >= 1;
  }

  private boolean readBatchEstimate(final DirectBuffer buffer, final int offset, final int length) {
    if (!isBatchWhole(buffer, offset, length, BatchEstimateDecoder.BLOCK_LENGTH)) {
      return false;
    }
    estimateDecoder.wrap(
        buffer, offset + HEADER_LENGTH, BatchEstimateDecoder.BLOCK_LENGTH, BatchEstimateDecoder.SCHEMA_VERSION);
    instance = estimateDecoder.instance();
    round = estimateDecoder.round();
    adoptedIn = estimateDecoder.adoptedIn();
    proposer = estimateDecoder.proposer();
    final BatchEstimateDecoder.BatchDecoder entries = estimateDecoder.batch();
    while (entries.hasNext()) {
      entries.next();
      if (!add(entries.origin(), entries.number(), entries.value())) {
        return false;
      }
    }
    return instance >= 1 && proposer < clusterSize;
  }

  private boolean readBatchCoordinate(final DirectBuffer buffer, final int offset, final int length) {
    if (!isBatchWhole(buffer, offset, length, BatchCoordinateDecoder.BLOCK_LENGTH)) {
      return false;
    }
    coordinateDecoder.wrap(
        buffer, offset + HEADER_LENGTH, BatchCoordinateDecoder.BLOCK_LENGTH, BatchCoordinateDecoder.SCHEMA_VERSION);
    instance = coordinateDecoder.instance();
    round = coordinateDecoder.round();
    proposer = coordinateDecoder.proposer();
    final BatchCoordinateDecoder.BatchDecoder entries = coordinateDecoder.batch();
    while (entries.hasNext()) {
      entries.next();
      if (!add(entries.origin(), entries.number(), entries.value())) {
        return false;
      }
    }
    return instance >= 1 && proposer < clusterSize;
  }

  private boolean readBatchDecision(final DirectBuffer buffer, final int offset, final int length) {
    if (!isBatchWhole(buffer, offset, length, BatchDecisionDecoder.BLOCK_LENGTH)) {
      return false;
    }
    decisionDecoder.wrap(
        buffer, offset + HEADER_LENGTH, BatchDecisionDecoder.BLOCK_LENGTH, BatchDecisionDecoder.SCHEMA_VERSION);
    instance = decisionDecoder.instance();
    final BatchDecisionDecoder.BatchDecoder entries = decisionDecoder.batch();
    while (entries.hasNext()) {
      entries.next();
      if (!add(entries.origin(), entries.number(), entries.value())) {
        return false;
      }
    }
    return instance >= 1;
  }

  private boolean readRepair(final DirectBuffer buffer, final int offset, final int length) {
    if (!isBatchWhole(buffer, offset, length, RepairDecoder.BLOCK_LENGTH)) {
      return false;
    }
    repairDecoder.wrap(buffer, offset + HEADER_LENGTH, RepairDecoder.BLOCK_LENGTH, RepairDecoder.SCHEMA_VERSION);
    instance = repairDecoder.instance();
    round = repairDecoder.round();
    final RepairDecoder.BatchDecoder entries = repairDecoder.batch();
    while (entries.hasNext()) {
      entries.next();
      if (!add(entries.origin(), entries.number(), entries.value())) {
        return false;
      }
    }
    return instance >= 1 && round >= 0;
  }

  private boolean isBlockWhole(final int length, final int blockLength) {
    return headerDecoder.blockLength() == blockLength && length - HEADER_LENGTH >= blockLength;
  }

  /** Whether the group that ends a message is all there, and no longer than such a message's may be. */
  private boolean isBatchWhole(
      final DirectBuffer buffer, final int offset, final int length, final int blockLength) {
    final int groupAt = HEADER_LENGTH + blockLength;
    final int entriesAt = groupAt + GroupSizeEncodingDecoder.ENCODED_LENGTH;
    if (!isBlockWhole(length, blockLength) || length < entriesAt) {
      return false;
    }
    groupDecoder.wrap(buffer, offset + groupAt);
    final int countMax =
        headerDecoder.templateId() == RepairDecoder.TEMPLATE_ID ? AtomicBroadcastConfig.WAITING_MAX : batchSize;
    return groupDecoder.blockLength() == RepairDecoder.BatchDecoder.sbeBlockLength()
        && groupDecoder.numInGroup() <= countMax
        && groupDecoder.numInGroup() * groupDecoder.blockLength() <= length - entriesAt;
  }

  private boolean add(final int origin, final long number, final long itsValue) {
    if (!MessageId.isValid(origin, number, clusterSize)) {
      return false;
    }
    batch.add(MessageId.of(origin, number), itsValue);
    return true;
  }
}
