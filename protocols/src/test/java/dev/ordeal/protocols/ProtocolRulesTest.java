package dev.ordeal.protocols;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProtocolRulesTest {
  private static final String ROOT = "dev.ordeal.protocols";
  private static final String PLANTED = "dev.ordeal.protocols.planted";
  private static final JavaClasses OURS =
      new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ROOT);
  private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(PLANTED);

  static Stream<Named<Function<String, ArchRule>>> rules() {
    return Stream.of(
        Named.of("no sockets and files", ProtocolRules::noSocketsAndFiles),
        Named.of("no threads and locks", ProtocolRules::noThreadsAndLocks),
        Named.of("nothing shared but clocks", ProtocolRules::nothingSharedButClocks),
        Named.of("no clocks", ProtocolRules::noClocks),
        Named.of("no unseeded randomness", ProtocolRules::noUnseededRandomness),
        Named.of("no loggers", ProtocolRules::noLoggers),
        Named.of("no transcendental functions", ProtocolRules::noTranscendentals),
        Named.of("nothing of the lab", ProtocolRules::nothingOfTheLab),
        Named.of("package names say something", ProtocolRules::packageNamesSaySomething));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void shouldHoldOnOurClasses(final Function<String, ArchRule> rule) {
    rule.apply(ROOT).check(OURS);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void shouldCatchThePlantedViolation(final Function<String, ArchRule> rule) {
    assertTrue(rule.apply(PLANTED).evaluate(BROKEN).hasViolation());
  }

  /** Each planted method breaks one rule and is named by it. */
  @Test
  void shouldNameWhatIsForbidden() {
    for (final String method :
        new String[] {
          "socket", "lock", "thread", "shared", "monotonicClock", "wallClock", "unseeded",
          "unseededDouble", "log"
        }) {
      assertTrue(
          rules()
              .map(rule -> rule.getPayload().apply(PLANTED).evaluate(BROKEN))
              .flatMap(result -> result.getFailureReport().getDetails().stream())
              .anyMatch(detail -> detail.contains("ForbiddenNode." + method + "(")),
          method);
    }
  }

  @Test
  void shouldSeeAlgorithmsAndGeneratedCodecs() {
    assertTrue(OURS.contain(ROOT + ".election.raft.RaftElectionNode"));
    assertTrue(OURS.contain(ROOT + ".link.ReliableLinkNode"));
  }
}
