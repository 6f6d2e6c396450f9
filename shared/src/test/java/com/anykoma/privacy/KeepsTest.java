package com.anykoma.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.changes.policy.PromiseRegister;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that {@link Keeps} only names ids of the register of promises. */
@Tag("slow")
class KeepsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages("com.anykoma.privacy");

  @Test
  void registerHasEveryIdOfAnAnnotation() {
    PromiseRegister register = FixtureProduct.FILES.promises();

    List<String> ids = CLASSES.stream().flatMap(KeepsTest::idsIn).toList();

    assertThat(ids).contains("E23").allMatch(each -> register.find(each).isPresent());
  }

  private static Stream<String> idsIn(JavaClass type) {
    return Stream.concat(
            type.tryGetAnnotationOfType(Keeps.class).stream(),
            type.getMethods().stream()
                .flatMap(each -> each.tryGetAnnotationOfType(Keeps.class).stream()))
        .flatMap(each -> Stream.of(each.value()));
  }
}
