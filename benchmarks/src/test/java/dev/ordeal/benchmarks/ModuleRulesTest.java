package dev.ordeal.benchmarks;

import static org.junit.jupiter.api.Assertions.assertFalse;
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

class ModuleRulesTest {
  private static final String ROOT = "dev.ordeal";
  private static final String PLANTED = "dev.ordeal.benchmarks.planted";
  private static final JavaClasses OURS =
      new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ROOT);
  private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(PLANTED);

  static Stream<Named<Function<String, ArchRule>>> rules() {
    return Stream.of(
        Named.of("protocols know nobody", ModuleRules::protocolsKnowNobody),
        Named.of("the lab's packages have no cycles", ModuleRules::labHasNoCycles),
        Named.of("draws are the same on every JVM", ModuleRules::drawsAreTheSameOnEveryJvm),
        Named.of("package names say something", ModuleRules::packageNamesSaySomething));
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

  @Test
  void shouldKeepBenchmarksOutOfTheLab() {
    ModuleRules.labKnowsNoBenchmark(ROOT).check(OURS);
  }

  @Test
  void shouldSeeAllThreeModules() {
    for (final String module : new String[] {"protocols.core", "faultlab.fault", "benchmarks"}) {
      assertFalse(OURS.that(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  module, type -> type.getPackageName().equals(ROOT + "." + module)))
          .isEmpty());
    }
  }
}
