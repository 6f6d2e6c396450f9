package com.anykoma.privacy.functions;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What an attacker would look for in the code that is deployed is not there: a way to have it call
 * an address of theirs, start a program, or make objects of their bytes (ASVS 1.3.6, 1.5.2).
 */
@Keeps({"P17", "P27"})
final class NoWayOutTest {
  private static final JavaClasses DEPLOYED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("com.anykoma.privacy");

  private static final Set<String> CONNECTIONS =
      Set.of(
          "java.net.URL",
          "java.net.URLConnection",
          "java.net.HttpURLConnection",
          "java.net.Socket",
          "java.net.DatagramSocket",
          "java.nio.channels.SocketChannel",
          "javax.net.ssl.SSLSocketFactory");

  private static final Set<String> CODE =
      Set.of(
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "java.io.ObjectInputStream",
          "java.net.URLClassLoader",
          "java.lang.reflect.Method",
          "java.beans.XMLDecoder",
          "javax.naming.InitialContext");

  private static DescribedPredicate<JavaClass> among(Set<String> names, String... packages) {
    return describe(
        "dangerous",
        type ->
            names.contains(type.getName())
                || Set.of(packages).stream().anyMatch(type.getPackageName()::startsWith));
  }

  @Test
  void theRulesSeeBothModules() {
    assertThat(DEPLOYED.contain(GoogleCloud.class)).isTrue();
    assertThat(DEPLOYED.contain(Wiring.class)).isTrue();
  }

  @Test
  void nothingButTheAdaptersOpensAConnection() {
    noClasses()
        .that()
        .resideOutsideOfPackage("com.anykoma.privacy.platform.google")
        .should()
        .dependOnClassesThat(among(CONNECTIONS, "java.net.http"))
        .check(DEPLOYED);
  }

  @Test
  void nothingStartsAProgramOrMakesObjectsOfBytes() {
    noClasses()
        .should()
        .dependOnClassesThat(among(CODE, "javax.script", "javax.xml", "org.xml.sax"))
        .check(DEPLOYED);
  }
}
