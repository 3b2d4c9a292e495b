package dev.ordeal.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The rules of the architecture that span modules, for the package tree below any root. */
final class ModuleRules {
  /** Their last bits may differ between JVMs; StrictMath's do not. sqrt is exact by definition. */
  private static final Set<String> TRANSCENDENTAL =
      Set.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp", "expm1", "log", "log10",
          "log1p", "pow", "cbrt", "hypot");

  private ModuleRules() {}

  static ArchRule protocolsKnowNobody(final String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + ".protocols..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(root + ".faultlab..", root + ".benchmarks..");
  }

  static ArchRule labKnowsNoBenchmark(final String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + ".faultlab..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(root + ".benchmarks..");
  }

  static ArchRule labHasNoCycles(final String root) {
    return slices().matching(root + ".faultlab.(*)..").should().beFreeOfCycles();
  }

  static ArchRule drawsAreTheSameOnEveryJvm(final String root) {
    return noClasses()
        .that()
        .resideInAnyPackage(
            root + ".protocols..",
            root + ".faultlab.fault..",
            root + ".faultlab.simulation..",
            root + ".faultlab.problem..")
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "a transcendental function of Math",
                (JavaMethodCall call) ->
                    call.getTargetOwner().isEquivalentTo(Math.class)
                        && TRANSCENDENTAL.contains(call.getTarget().getName())));
  }

  static ArchRule packageNamesSaySomething(final String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .resideInAnyPackage("..util..", "..common..", "..impl..", "..internal..", "..manager..");
  }
}
