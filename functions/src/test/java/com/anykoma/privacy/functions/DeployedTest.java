package com.anykoma.privacy.functions;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.StripeEdge;
import com.anykoma.privacy.functions.edge.SubjectEdge;
import com.anykoma.privacy.retention.residency.Residency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is deployed is what there is, and every function class is as thin as the others. */
final class DeployedTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("com.anykoma.privacy.functions");

  @Test
  void everyFunctionClassIsDeployedOnce() {
    List<String> there =
        MAIN.stream()
            .filter(it -> it.getSimpleName().endsWith("Function"))
            .map(JavaClass::getFullName)
            .sorted()
            .toList();

    assertThat(Arrays.stream(Deployed.values()).map(it -> it.entryPoint().getName()).sorted())
        .isEqualTo(there);
  }

  @Test
  void everyFunctionSaysWhichPromisesItKeeps() {
    for (Deployed each : Deployed.values()) {
      assertThat(each.entryPoint().getAnnotation(Keeps.class)).as(each.functionName()).isNotNull();
    }
  }

  @Test
  void functionsAreFinalEdgesWithoutLogicOfTheirOwn() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Function")
        .should()
        .haveModifier(JavaModifier.FINAL)
        .andShould()
        .beAssignableTo(EventEdge.class)
        .orShould()
        .beAssignableTo(StripeEdge.class)
        .orShould()
        .beAssignableTo(SubjectEdge.class)
        .check(MAIN);
    noClasses()
        .that()
        .haveSimpleNameEndingWith("Function")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.gson..", "com.anykoma.privacy.platform.embedded..")
        .check(MAIN);
  }

  @Test
  void onlyWiringAndConfigKnowTheEnvironmentTheClockAndTheAdapters() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Wiring")
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(java.time.Clock.class, "systemUTC")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("com.anykoma.privacy.platform.embedded..")
        .check(MAIN);
  }

  @Test
  @Keeps("P20")
  void theSweepRunsAsOftenAsTheResidencySolverCounts() {
    assertThat(Residency.shipped().slack().sweep()).isEqualTo(Duration.ofMinutes(5));
    assertThat(Deployed.SWEEP.trigger())
        .isEqualTo(new Trigger.Scheduled("sweep", "*/5 * * * *", false));
  }
}
