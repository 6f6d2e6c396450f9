package com.anykoma.privacy.functions;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.anykoma.privacy.services.Services;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Functions take their services from {@link Services}: no second graph is built beside it. */
final class WiringTest {
  @Test
  void noFunctionConstructsAServiceItself() {
    noClasses()
        .should()
        .callConstructorWhere(
            describe(
                "the class is a service of ours",
                call ->
                    call.getTargetOwner().getPackageName().startsWith("com.anykoma.privacy.")
                        && call.getTargetOwner().getSimpleName().matches("\\w+Service")))
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("com.anykoma.privacy.functions"));
  }
}
