package com.anykoma.privacy.functions;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.http.HttpFrame;
import com.anykoma.privacy.platform.Topic;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks that every function class is deployed, small and without logic. */
final class DeployedFunctionTest {
  private static final String FUNCTIONS = "com.anykoma.privacy.functions";
  private static final String HTTP = FUNCTIONS + ".http";
  private static final String EVENTS = FUNCTIONS + ".events";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages("com.anykoma.privacy.functions");

  @Test
  void everyFunctionClassIsDeployedOnce() {
    List<String> classes =
        MAIN.stream()
            .filter(it -> it.getSimpleName().endsWith("Function"))
            .filter(it -> !it.isEquivalentTo(DeployedFunction.class))
            .map(JavaClass::getFullName)
            .sorted()
            .toList();

    assertThat(
            Arrays.stream(DeployedFunction.values()).map(it -> it.entryPoint().getName()).sorted())
        .isEqualTo(classes);
  }

  @Test
  void everyFunctionDeclaresItsPromises() {
    for (DeployedFunction each : DeployedFunction.values()) {
      assertThat(each.entryPoint().getAnnotation(Keeps.class)).as(each.functionName()).isNotNull();
    }
  }

  @Test
  void functionsAreFinalAndHaveOnlyConstructors() {
    for (DeployedFunction each : DeployedFunction.values()) {
      Class<?> function = each.entryPoint();
      assertThat(function.getSuperclass())
          .isEqualTo(each.trigger() instanceof Trigger.Http ? HttpFrame.class : EventFrame.class);
      assertThat(Modifier.isFinal(function.getModifiers())).as(each.functionName()).isTrue();
      assertThat(function.getDeclaredFields()).as(each.functionName()).isEmpty();
      assertThat(Arrays.stream(function.getDeclaredMethods()).filter(it -> !it.isSynthetic()))
          .as(each.functionName())
          .isEmpty();
    }
    noClasses()
        .that()
        .haveSimpleNameEndingWith("Function")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.gson..", "com.anykoma.privacy.platform.embedded..")
        .check(MAIN);
  }

  @Test
  void functionClassHasAtMost40Lines() throws IOException {
    for (DeployedFunction each : DeployedFunction.values()) {
      Path source =
          Path.of("src/main/java", each.entryPoint().getName().replace('.', '/') + ".java");
      List<String> lines = Files.readAllLines(source);

      assertThat(lines.stream().filter(it -> !it.startsWith("import ")))
          .as(each.functionName())
          .hasSizeLessThanOrEqualTo(40);
    }
  }

  @Test
  void framesDependNeitherOnFunctionsNorEachOther() {
    noClasses()
        .that()
        .resideInAPackage(HTTP)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(EVENTS, FUNCTIONS)
        .check(MAIN);
    noClasses()
        .that()
        .resideInAPackage(EVENTS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(HTTP, FUNCTIONS)
        .check(MAIN);
  }

  @Test
  void onlyWiringAndEnvironmentUseGoogleAdapters() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Wiring")
        .and()
        .doNotHaveSimpleName("Environment")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.anykoma.privacy.platform.google..")
        .check(MAIN);
  }

  @Test
  void onlyWiringAndConfigUseEnvironmentClockAndAdapters() {
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
  void sweepIntervalMatchesTheResidencySolver() {
    assertThat(FixtureProduct.RESIDENCY.slack().sweep()).isEqualTo(Duration.ofMinutes(5));
    assertThat(DeployedFunction.SWEEP.trigger())
        .isEqualTo(new Trigger.Scheduled(Topic.SWEEP, "*/5 * * * *", false));
  }
}
