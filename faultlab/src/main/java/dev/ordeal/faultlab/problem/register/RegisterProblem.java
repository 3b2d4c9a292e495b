package dev.ordeal.faultlab.problem.register;

import dev.ordeal.faultlab.fault.FailureBudget;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.faultlab.problem.client.ClientSettings;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.replication.RegisterRequest;
import dev.ordeal.protocols.replication.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.replication.codec.ReadRequestDecoder;
import dev.ordeal.protocols.replication.codec.WriteRequestDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The shared register. */
public final class RegisterProblem implements Problem {
  /** Whether the run's history has no order. */
  public static final Measure NOT_LINEARIZABLE =
      new Measure(
          "not-linearizable",
          Measure.Kind.HAPPENED,
          "Whether no order of single effects explains what the clients saw.");

  /** How long reads take. */
  public static final Measure READ_LATENCY =
      new Measure(
          "read-latency",
          Measure.Kind.DURATIONS,
          "From a read's intended start until its value was there; reads that failed or were given up are left out.");

  /** How long writes take. */
  public static final Measure WRITE_LATENCY =
      new Measure(
          "write-latency",
          Measure.Kind.DURATIONS,
          "From a write's intended start until it was confirmed; writes that failed or were given up are left out.");

  /** How long reads take once invoked. */
  public static final Measure READ_SERVICE_TIME =
      new Measure(
          "read-service-time", Measure.Kind.DURATIONS, "As read-latency, from when the read was in fact invoked.");

  /** How long writes take once invoked. */
  public static final Measure WRITE_SERVICE_TIME =
      new Measure(
          "write-service-time", Measure.Kind.DURATIONS, "As write-latency, from when the write was in fact invoked.");

  /** How many operations went well. */
  public static final Measure OK_OPERATIONS =
      new Measure("ok-operations", Measure.Kind.COUNTS, "Operations that were confirmed; one value a run.");

  /** How large a part of the operations went well. */
  public static final Measure OK =
      new Measure("ok", Measure.Kind.SHARE, "Share of the operations that ended which were confirmed.");

  /** How large a part of the operations nobody knows of. */
  public static final Measure UNKNOWN =
      new Measure(
          "unknown", Measure.Kind.SHARE, "Share of the operations that ended which were given up, outcome unknown.");

  /** How large a part of the operations was refused. */
  public static final Measure REFUSED =
      new Measure(
          "refused", Measure.Kind.SHARE, "Share of the operations that ended of which every attempt was refused.");

  /** What an operation costs in messages. */
  public static final Measure MESSAGES_PER_OPERATION =
      new Measure(
          "messages-per-operation",
          Measure.Kind.COUNTS,
          "Messages between nodes for each confirmed operation, whatever they were for; one value a run.");

  /** How many operations are reads. */
  static final String READ_SHARE = "read-share";

  /** How many registers there are. */
  static final String KEYS = "keys";

  private static final long HALF_PPB = Parameter.ALL_PPB / 2;

  /** Made by the service loader. */
  public RegisterProblem() {}

  @Override
  public String name() {
    return "register";
  }

  @Override
  public List<Property> properties() {
    return List.of(Property.LINEARIZABILITY, Property.OPERATIONS_TERMINATE);
  }

  @Override
  public List<Parameter> workload() {
    final List<Parameter> parameters = new ArrayList<>(ClientSettings.PARAMETERS);
    parameters.add(Parameter.ratio(READ_SHARE, HALF_PPB, "how many of the operations are reads"));
    parameters.add(
        Parameter.count(KEYS, 3, 1, RegisterRequest.KEYS_MAX, "registers, each operation on any with the same chance"));
    return List.copyOf(parameters);
  }

  /** Says if no progress can be demanded of the algorithm because clients do not wait for it. */
  @Override
  public List<String> warnings(
      final AlgorithmSpec spec,
      final ParameterValues values,
      final WorkloadPlan workload,
      final int clusterSize,
      final FailureBudget budget,
      final long durationNs) {
    final long healedNs = durationNs - budget.healNs();
    final ClientSettings clients = ClientSettings.of(workload.values());
    final long boundNs = spec.recoveryBoundNs(values, clusterSize, budget.healedDelayMaxNs());
    final int crashesMax = spec.model().crashesMax().applyAsInt(clusterSize);
    final long neededNs = boundNs + OperationLog.patienceNs(clients, crashesMax, boundNs);
    final List<String> warnings = new ArrayList<>();
    if (clients.timeoutNs() < boundNs) {
      warnings.add(
          "time-out too short to demand progress: timeout=%s, min=%s"
              .formatted(Quantities.formatDuration(clients.timeoutNs()), Quantities.formatDuration(boundNs)));
    }
    if (clients.retries() < crashesMax) {
      warnings.add(
          "too few retries to demand progress: retries=%d, min=%d, so many nodes may be down"
              .formatted(clients.retries(), crashesMax));
    }
    if (healedNs <= neededNs) {
      warnings.add(
          "run too short to demand progress of its clients: healed=%s, must exceed %s"
              .formatted(Quantities.formatDuration(healedNs), Quantities.formatDuration(neededNs)));
    }
    return warnings;
  }

  @Override
  public List<Measure> measures() {
    return List.of(
        NOT_LINEARIZABLE,
        READ_LATENCY,
        WRITE_LATENCY,
        READ_SERVICE_TIME,
        WRITE_SERVICE_TIME,
        OK_OPERATIONS,
        OK,
        UNKNOWN,
        REFUSED,
        MESSAGES_PER_OPERATION);
  }

  @Override
  public List<String> coverage() {
    return RegisterJudge.COVERAGE;
  }

  @Override
  public Optional<String> scripted(final DirectBuffer request, final int offset, final int length) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(request, offset);
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      return Optional.empty();
    }
    return switch (header.templateId()) {
      case ReadRequestDecoder.TEMPLATE_ID ->
          Optional.of("read " + new ReadRequestDecoder().wrapAndApplyHeader(request, offset, header).key());
      case WriteRequestDecoder.TEMPLATE_ID -> {
        final WriteRequestDecoder write = new WriteRequestDecoder().wrapAndApplyHeader(request, offset, header);
        yield Optional.of("write %d %d".formatted(write.key(), write.value()));
      }
      default -> Optional.empty();
    };
  }

  @Override
  public RunJudge newJudge(final RunSetup setup) {
    return new RegisterJudge(setup);
  }
}
