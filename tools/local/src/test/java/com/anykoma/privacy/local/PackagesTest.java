package com.anykoma.privacy.local;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Which package of the command line, and which of the tools, may use which other one. */
final class PackagesTest {
  private static final String ROOT = "com.anykoma.privacy";
  private static final JavaClasses LOCAL = classesOf(ROOT + ".local");

  private static JavaClasses classesOf(String... packages) {
    return new ClassFileImporter()
        .withImportOption(each -> !each.contains("test"))
        .importPackages(packages);
  }

  @Test
  void packagesOfTheCommandLineHaveNoCycles() {
    slices().matching(ROOT + ".local.(*)..").should().beFreeOfCycles().check(LOCAL);
  }

  @Test
  void commandsUseHostAndHostUsesCloud() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("main")
        .definedBy(ROOT + ".local")
        .layer("commands")
        .definedBy(ROOT + ".local.cli", ROOT + ".local.demo", ROOT + ".local.replay")
        .layer("app")
        .definedBy(ROOT + ".local.app")
        .layer("host")
        .definedBy(ROOT + ".local.host")
        .layer("cloud")
        .definedBy(ROOT + ".local.cloud")
        .whereLayer("main")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("commands")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("app")
        .mayOnlyBeAccessedByLayers("commands")
        .whereLayer("host")
        .mayOnlyBeAccessedByLayers("commands", "app")
        .check(LOCAL);
  }

  @Test
  void emulatorsAndInfraDoNotUseTheCommandLine() {
    slices()
        .matching(ROOT + ".(emulators|infra|local)..")
        .should()
        .beFreeOfCycles()
        .check(classesOf(ROOT + ".emulators", ROOT + ".infra", ROOT + ".local"));
  }
}
