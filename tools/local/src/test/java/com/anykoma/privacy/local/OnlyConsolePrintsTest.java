package com.anykoma.privacy.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.local.console.Console;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.io.PrintWriter;
import org.junit.jupiter.api.Test;

/** Nothing reaches a terminal but through the one class that makes foreign text harmless. */
final class OnlyConsolePrintsTest {
  /** Download shows on a terminal how far it has come: names and numbers of our own. */
  private static final String PRINTERS = ".*\\.(local\\.console\\.Console|emulators\\.Download)";

  private static final ArchRule RULE =
      noClasses()
          .that()
          .haveNameNotMatching(PRINTERS)
          .should()
          .accessTargetWhere(
              DescribedPredicate.<JavaAccess<?>>describe(
                  "print",
                  access ->
                      (access.getTargetOwner().isAssignableTo(PrintWriter.class)
                              || access.getTargetOwner().isAssignableTo(PrintStream.class))
                          && access.getTarget().getName().matches("print.*|format|write|append")));

  /** A careless new command. */
  private static final class Careless {
    @SuppressWarnings("UnusedMethod") // the rule looks at it
    static void print(PrintWriter out, String foreign) {
      out.println(foreign);
    }
  }

  @Test
  void onlyConsolePrints() {
    JavaClasses main =
        new ClassFileImporter()
            .withImportOption(each -> !each.contains("test"))
            .importPackages(
                "com.anykoma.privacy.emulators",
                "com.anykoma.privacy.infra",
                "com.anykoma.privacy.local");

    assertThat(main.contain(Console.class)).isTrue();
    RULE.check(main);
  }

  @Test
  void refusesNewClassesThatPrint() {
    JavaClasses careless = new ClassFileImporter().importClasses(Careless.class);

    assertThatThrownBy(() -> RULE.check(careless))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Careless.print");
  }
}
