package com.anykoma.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that every id in {@link Keeps} is in the promise register. */
@Tag("slow")
class KeepsTest {
  private static final String REGISTERED = "P([1-9]|[12][0-9]|3[0-8])|E([1-9]|[12][0-9]|3[0-4])";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages("com.anykoma.privacy");

  @Test
  void everyIdIsInTheRegister() {
    List<String> ids = CLASSES.stream().flatMap(KeepsTest::idsIn).toList();

    assertThat(ids).contains("E23").allSatisfy(each -> assertThat(each).matches(REGISTERED));
  }

  @Test
  void idsAfterTheLastOfTheRegisterAreUnknown() {
    assertThat(List.of("P1", "P38", "E1", "E34")).allMatch(each -> each.matches(REGISTERED));
    assertThat(List.of("P0", "P39", "E35", "P01", "p1", "P1 ", "P", "C1"))
        .noneMatch(each -> each.matches(REGISTERED));
  }

  private static Stream<String> idsIn(JavaClass type) {
    return Stream.concat(
            type.tryGetAnnotationOfType(Keeps.class).stream(),
            type.getMethods().stream()
                .flatMap(each -> each.tryGetAnnotationOfType(Keeps.class).stream()))
        .flatMap(each -> Stream.of(each.value()));
  }
}
