package dev.ordeal.protocols;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compares the pinned table of models with what the algorithms say of themselves. */
class PinnedModelsTest {
  private static final Path TABLE = Path.of("docs", "models.md");
  private static final int SIZE_MAX = 9;

  /** Formulas the table may use, as it writes them. */
  private static final Map<String, IntUnaryOperator> FORMULAS =
      Map.of(
          "0", n -> 0,
          "n", n -> n,
          "n - 1", n -> n - 1,
          "(n - 1) / 2", n -> (n - 1) / 2,
          "(n - 1) / 3", n -> (n - 1) / 3,
          "min(1, (n - 1) / 2)", n -> Math.min(1, (n - 1) / 2));

  private record Row(
      String timing,
      Set<String> admitted,
      String crashes,
      String byzantine,
      Set<String> promises,
      String storage,
      String source) {}

  @Test
  void shouldPinEveryPublishedModel() throws IOException {
    final List<AlgorithmSpec> specs = published();
    assertTrue(specs.size() >= 2, "specs=" + specs);
    assertEquals(List.of(), differences(parse(Files.readString(TABLE)), specs));
  }

  @Test
  void shouldReportMissingAndExtraRows() throws IOException {
    final Map<String, Row> rows = parse(Files.readString(TABLE));
    rows.put("no-such-algorithm", rows.remove("bully"));
    assertEquals(
        List.of("bully: no row in the table", "no-such-algorithm: a row without an algorithm"),
        differences(rows, published()));
  }

  /** A spec that differs from its row in one thing is found out, whatever the thing. */
  @Test
  void shouldReportEachNarrowedModel() throws IOException {
    final Map<String, Row> rows = parse(Files.readString(TABLE));
    rows.keySet().retainAll(Set.of("raft-election"));
    for (final FaultKind kind : FaultKind.values()) {
      final RaftElectionSpec spec = new RaftElectionSpec();
      final Set<FaultKind> toggled = EnumSet.copyOf(spec.model().admitted());
      if (!toggled.remove(kind)) {
        toggled.add(kind);
      }
      final FaultModel model =
          new FaultModel(spec.model().timing(), toggled, spec.model().crashesMax(), spec.model().byzantineMax());
      assertEquals(1, differences(rows, List.of(with(model, spec.promises()))).size(), kind.label());
    }
    final FaultModel pinned = new RaftElectionSpec().model();
    final FaultModel fewer =
        new FaultModel(pinned.timing(), pinned.admitted(), n -> n == 9 ? 3 : (n - 1) / 2, pinned.byzantineMax());
    assertEquals(1, differences(rows, List.of(with(fewer, new RaftElectionSpec().promises()))).size());
    assertEquals(1, differences(rows, List.of(with(pinned, Set.of(Property.ONE_LEADER_PER_EPOCH)))).size());
  }

  @Test
  void shouldPublishWhatTheLabNeeds() {
    final Set<String> names = new TreeSet<>();
    for (final AlgorithmSpec spec : published()) {
      assertTrue(names.add(spec.name()), "twice: " + spec.name());
      assertTrue(spec.name().matches("[a-z]+(-[a-z]+)*"), spec.name());
      assertFalse(spec.paper().isBlank() || spec.storageNeeds().isBlank() || spec.stateNames().isEmpty());
      final ClassLoader loader = spec.getClass().getClassLoader();
      spec.schemas().forEach(schema -> assertTrue(loader.getResource(schema) != null, schema));
      final ParameterValues defaults = ParameterValues.defaultsOf(spec.parameters());
      for (final Parameter parameter : spec.parameters()) {
        assertTrue(parameter.name().matches("[a-z]+(-[a-z]+)*"), parameter.name());
      }
      for (int n = 1; n <= SIZE_MAX; n++) {
        assertEquals(List.of(), spec.conflicts(defaults, n));
        assertTrue(spec.recoveryBoundNs(defaults, n, 1_000_000) > 0);
      }
    }
  }

  private static List<AlgorithmSpec> published() {
    return ServiceLoader.load(AlgorithmSpec.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  private static List<String> differences(final Map<String, Row> rows, final List<AlgorithmSpec> specs) {
    final List<String> differences = new ArrayList<>();
    final Set<String> unmatched = new TreeSet<>(rows.keySet());
    for (final AlgorithmSpec spec : specs) {
      final Row row = rows.get(spec.name());
      unmatched.remove(spec.name());
      if (row == null) {
        differences.add(spec.name() + ": no row in the table");
        continue;
      }
      final FaultModel model = spec.model();
      compare(differences, spec, "timing", row.timing(), model.timing().label());
      final List<String> admitted = model.admitted().stream().map(FaultKind::label).toList();
      final List<String> promised = spec.promises().stream().map(Property::label).toList();
      compare(differences, spec, "faults", row.admitted(), labels(admitted));
      compare(differences, spec, "crashes", values(FORMULAS.get(row.crashes())), values(model.crashesMax()));
      compare(differences, spec, "Byzantine", values(FORMULAS.get(row.byzantine())), values(model.byzantineMax()));
      compare(differences, spec, "promises", row.promises(), labels(promised));
      compare(differences, spec, "storage", row.storage(), spec.storageNeeds());
      if (!row.source().matches(".*\\d{4}.*(section|chapter|figure).*")) {
        differences.add(spec.name() + ": no place in a paper: " + row.source());
      }
    }
    unmatched.forEach(name -> differences.add(name + ": a row without an algorithm"));
    return differences;
  }

  private static void compare(
      final List<String> differences,
      final AlgorithmSpec spec,
      final String what,
      final Object pinned,
      final Object claimed) {
    if (!pinned.equals(claimed)) {
      differences.add("%s: %s differ: pinned=%s, claimed=%s".formatted(spec.name(), what, pinned, claimed));
    }
  }

  private static List<Integer> values(final IntUnaryOperator formula) {
    return formula == null ? List.of() : IntStream.rangeClosed(1, SIZE_MAX).map(formula).boxed().toList();
  }

  private static Set<String> labels(final List<String> labels) {
    return new TreeSet<>(labels);
  }

  /** What settings add to a row's promises is in the second table, all of it and no more. */
  @Test
  void shouldPinWhatSettingsAdd() throws IOException {
    final Map<String, Set<String>> pinned = new TreeMap<>();
    final Map<String, Set<String>> claimed = new TreeMap<>();
    for (final String line : Files.readString(TABLE).lines().filter(row -> row.matches("\\| [a-z-]+: .*")).toList()) {
      final String[] cells = line.substring(1).split("\\|");
      pinned.put(cells[0].trim(), labels(List.of(cells[1].trim().split(", "))));
      assertTrue(cells[2].matches(".*\\d{4}.*section.*"), line);
    }
    for (final AlgorithmSpec spec : published()) {
      final List<String> switches =
          spec.parameters().stream().filter(p -> p.kind() == Parameter.Kind.SWITCH).map(Parameter::name).toList();
      for (int chosen = 0; chosen < 1 << switches.size(); chosen++) {
        final Map<String, Long> values = new TreeMap<>();
        for (int i = 0; i < switches.size(); i++) {
          values.put(switches.get(i), (long) (chosen >> i & 1));
        }
        final Set<Property> more = new TreeSet<>(spec.promises(ParameterValues.of(spec.parameters(), values)));
        assertTrue(more.containsAll(spec.promises()), spec.name() + values);
        more.removeAll(spec.promises());
        if (!more.isEmpty()) {
          // Of all settings that promise the same the fewest are named.
          final String name =
              spec.name() + ": " + String.join(", ", switches.stream().filter(s -> values.get(s) == 1).toList());
          claimed.merge(name, labels(more.stream().map(Property::label).toList()), (a, b) -> a);
        }
      }
    }
    claimed.keySet().removeIf(name -> claimed.keySet().stream()
        .anyMatch(less -> isFewer(less, name) && claimed.get(less).equals(claimed.get(name))));
    assertEquals(pinned, claimed);
  }

  private static boolean isFewer(final String less, final String name) {
    final Set<String> few = labels(List.of(less.substring(less.indexOf(':') + 2).split(", ")));
    final Set<String> many = labels(List.of(name.substring(name.indexOf(':') + 2).split(", ")));
    return few.size() < many.size()
        && many.containsAll(few)
        && less.startsWith(name.substring(0, name.indexOf(':') + 1));
  }

  /** The rows below the first line of dashes, by algorithm. */
  private static Map<String, Row> parse(final String markdown) {
    final Map<String, Row> rows = new TreeMap<>();
    boolean isBelowHead = false;
    for (final String line : markdown.lines().toList()) {
      if (line.startsWith("|---")) {
        isBelowHead = true;
      } else if (isBelowHead && !line.startsWith("|")) {
        break;
      } else if (isBelowHead) {
        final List<String> cells =
            Arrays.stream(line.substring(1).split("\\|")).map(String::trim).collect(Collectors.toList());
        assertEquals(8, cells.size(), line);
        final Row row =
            new Row(
                cells.get(1),
                labels(List.of(cells.get(2).split(", "))),
                cells.get(3),
                cells.get(4),
                labels(cells.get(5).equals("nothing") ? List.of() : List.of(cells.get(5).split(", "))),
                cells.get(6),
                cells.get(7));
        assertTrue(FORMULAS.containsKey(row.crashes()), "unknown formula: " + row.crashes());
        assertTrue(FORMULAS.containsKey(row.byzantine()), "unknown formula: " + row.byzantine());
        assertEquals(null, rows.put(cells.get(0), row), "two rows for " + cells.get(0));
      }
    }
    return rows;
  }

  private static AlgorithmSpec with(final FaultModel model, final Set<Property> promises) {
    return new RaftElectionSpec() {
      @Override
      public FaultModel model() {
        return model;
      }

      @Override
      public Set<Property> promises() {
        return promises;
      }

      @Override
      public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
        throw new UnsupportedOperationException("nothing is run here");
      }
    };
  }
}
