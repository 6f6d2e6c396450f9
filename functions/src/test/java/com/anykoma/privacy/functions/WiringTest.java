package com.anykoma.privacy.functions;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.anykoma.privacy.services.Services;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Checks that functions take their services from {@link Services} and build no second graph. */
final class WiringTest {
  @Test
  void functionsConstructNoServices() {
    noClasses()
        .should()
        .callConstructorWhere(
            describe(
                "the class is a service",
                call ->
                    call.getTargetOwner().getPackageName().startsWith("com.anykoma.privacy.")
                        && call.getTargetOwner().getSimpleName().matches("\\w+Service")))
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("com.anykoma.privacy.functions"));
  }
}
