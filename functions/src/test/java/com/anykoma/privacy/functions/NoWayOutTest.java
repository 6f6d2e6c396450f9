package com.anykoma.privacy.functions;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.PortProxy;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Checks that deployed code cannot be made to call an attacker's address, start a program or
 * deserialize objects (ASVS 1.3.6, 1.5.2).
 */
@Keeps(
    value = {"P17", "P27", "P31"},
    invariant = true)
final class NoWayOutTest {
  private static final JavaClasses DEPLOYED =
      new ClassFileImporter()
          .withImportOption(each -> !each.contains("/platform/embedded/")) // never deployed
          .importLocations(Set.of(moduleOf(Wiring.class), moduleOf(GoogleCloud.class)));

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

  /** The folder or jar of a module's main classes. */
  private static Location moduleOf(Class<?> type) {
    try {
      Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isDirectory(place)
          ? Location.of(place)
          : Location.of(URI.create("jar:" + place.toUri() + "!/").toURL());
    } catch (URISyntaxException | MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DescribedPredicate<JavaClass> among(Set<String> names, String... packages) {
    return describe(
        "dangerous",
        type ->
            names.contains(type.getName())
                || Set.of(packages).stream().anyMatch(type.getPackageName()::startsWith));
  }

  /** PortProxy calls only ports, TaskAttributes only the components of task payloads. */
  private static boolean isNoReflection(JavaClass type) {
    return !type.getName().startsWith(PortProxy.class.getName())
        && !type.getName().startsWith("com.anykoma.privacy.platform.TaskAttributes");
  }

  @Test
  void rulesCoverBothModules() {
    assertThat(DEPLOYED.contain(GoogleCloud.class)).isTrue();
    assertThat(DEPLOYED.contain(Wiring.class)).isTrue();
    assertThat(DEPLOYED.contain(NoWayOutTest.class)).isFalse();
  }

  @Test
  void onlyAdaptersOpenConnections() {
    noClasses()
        .that()
        .resideOutsideOfPackage("com.anykoma.privacy.platform.google")
        .should()
        .dependOnClassesThat(among(CONNECTIONS, "java.net.http"))
        .check(DEPLOYED);
  }

  @Test
  void noCodeStartsProgramsOrDeserializesObjects() {
    noClasses()
        .that(describe("not the two that call ports and records", NoWayOutTest::isNoReflection))
        .should()
        .dependOnClassesThat(among(CODE, "javax.script", "javax.xml", "org.xml.sax"))
        .check(DEPLOYED);
  }

  @Test
  @Keeps("P15")
  void onlyThePackageLogWritesLogs() {
    noClasses()
        .that()
        .resideOutsideOfPackage("com.anykoma.privacy.log")
        .should()
        .dependOnClassesThat(among(Set.of("java.util.logging.Logger"), "org.slf4j.."))
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(DEPLOYED);
  }
}
