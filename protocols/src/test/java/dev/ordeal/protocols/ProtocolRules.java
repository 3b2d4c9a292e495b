package dev.ordeal.protocols;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;

/** What an algorithm may not touch, for all classes in and below a package. */
final class ProtocolRules {
  private ProtocolRules() {}

  private static GivenClassesConjunction noClassBelow(final String root) {
    return noClasses().that().resideInAPackage(root + "..");
  }

  static ArchRule noSocketsAndFiles(final String root) {
    return noClassBelow(root)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..", "java.io..", "java.nio.channels..", "java.nio.file..", "javax.net..", "org.agrona.nio..");
  }

  static ArchRule noThreadsAndLocks(final String root) {
    return noClassBelow(root)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.assignableTo(Thread.class)
                .or(JavaClass.Predicates.assignableTo(java.util.Timer.class))
                .or(JavaClass.Predicates.assignableTo(java.util.concurrent.Executor.class))
                .or(JavaClass.Predicates.resideInAPackage("java.util.concurrent.locks.."))
                .as("threads, timers, executors or locks"));
  }

  /** Nodes have one owner; only clocks are shared, without locks. */
  static ArchRule nothingSharedButClocks(final String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .resideOutsideOfPackage(root + ".clock..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.equivalentTo(java.lang.invoke.VarHandle.class)
                .or(JavaClass.Predicates.resideInAPackage("java.util.concurrent.."))
                .as("what threads share memory with"));
  }

  static ArchRule noClocks(final String root) {
    return noClassBelow(root)
        .should()
        .callMethodWhere(
            target(owner(JavaClass.Predicates.equivalentTo(System.class)))
                .and(target(nameMatching("nanoTime|currentTimeMillis"))))
        .orShould()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("java.time..")
                .or(JavaClass.Predicates.equivalentTo(java.util.Date.class))
                .or(JavaClass.Predicates.assignableTo(java.util.Calendar.class))
                .or(JavaClass.Predicates.assignableTo(org.agrona.concurrent.NanoClock.class))
                .or(JavaClass.Predicates.assignableTo(org.agrona.concurrent.EpochClock.class))
                .as("clocks and dates"));
  }

  static ArchRule noUnseededRandomness(final String root) {
    return noClassBelow(root)
        .should()
        .callMethodWhere(
            target(owner(JavaClass.Predicates.equivalentTo(Math.class))).and(target(nameMatching("random"))))
        .orShould()
        .callMethodWhere(target(nameMatching("randomUUID|identityHashCode")))
        .orShould()
        .dependOnClassesThat(
            JavaClass.Predicates.assignableTo(java.util.random.RandomGenerator.class)
                .as("generators of random numbers"));
  }

  static ArchRule noLoggers(final String root) {
    return noClassBelow(root)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging..", "org.apache.log4j..")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err");
  }

  /** Their last bits may differ between JVMs, and a digest would see it. */
  static ArchRule noTranscendentals(final String root) {
    return noClassBelow(root)
        .should()
        .callMethodWhere(
            target(owner(JavaClass.Predicates.equivalentTo(Math.class)))
                .and(
                    target(
                        nameMatching(
                            "a?sin|a?cos|a?tan|atan2|sinh|cosh|tanh|exp|expm1|log|log10|log1p|pow|cbrt|hypot"))));
  }

  static ArchRule nothingOfTheLab(final String root) {
    return noClassBelow(root).should().dependOnClassesThat().resideInAnyPackage("..faultlab..", "..benchmarks..");
  }

  static ArchRule packageNamesSaySomething(final String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .resideInAnyPackage("..util..", "..common..", "..impl..", "..internal..", "..manager..");
  }
}
