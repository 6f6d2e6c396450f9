package com.anykoma.privacy.local.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.stripe.StripeClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Looks into what is deployed. */
final class DeployedFilesIT {
  private static List<String> namesIn(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }

  private static List<String> providers(String service) throws IOException {
    try (ZipFile jar = new ZipFile(DeployedFiles.JAR.toFile());
        InputStream in =
            jar.getInputStream(
                Objects.requireNonNull(jar.getEntry("META-INF/services/" + service), service))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static String fileOf(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  @Test
  void zipContainsOnlyTheJar() throws Exception {
    try (ZipFile zip = new ZipFile(DeployedFiles.ZIP.toFile());
        InputStream zipped = zip.getInputStream(zip.getEntry("functions.jar"))) {
      assertThat(namesIn(DeployedFiles.ZIP)).containsExactly("functions.jar");
      assertThat(Arrays.equals(zipped.readAllBytes(), Files.readAllBytes(DeployedFiles.JAR)))
          .as("the zipped jar is the jar")
          .isTrue();
    }
  }

  /** A library's entries keep the library's times; a build's own time would be later than this. */
  @Test
  void noEntryHasTheTimeOfTheBuild() throws Exception {
    LocalDateTime stamp =
        LocalDateTime.ofInstant(
            Instant.parse(System.getProperty("outputTimestamp")), ZoneOffset.UTC);
    for (Path file : List.of(DeployedFiles.JAR, DeployedFiles.ZIP)) {
      try (ZipFile zip = new ZipFile(file.toFile())) {
        assertThat(zip.stream())
            .as("younger than project.build.outputTimestamp")
            .filteredOn(each -> each.getTimeLocal().isAfter(stamp))
            .isEmpty();
      }
    }
  }

  @Test
  void jarContainsEveryFunctionWithItsResources() throws Exception {
    Stream<Class<?>> needed =
        Stream.concat(
            Stream.of(DeployedFunction.values()).map(DeployedFunction::entryPoint),
            Stream.of(GoogleCloud.class, StripeClient.class));

    assertThat(namesIn(DeployedFiles.JAR))
        .containsAll(needed.map(each -> fileOf(each)).toList())
        .contains("privacy/datamap.yaml", "privacy/plans.yaml", "privacy/records.yaml");
  }

  /** Those of {@code -Dprivacy.config}: each function reads the settings of its jar. */
  @Test
  void jarContainsTheSettingsOfTheBuild() throws Exception {
    try (ZipFile jar = new ZipFile(DeployedFiles.JAR.toFile());
        Stream<Path> files = Files.list(Path.of(System.getProperty("packagedSettings")))) {
      for (Path each : files.toList()) {
        ZipEntry packaged = jar.getEntry("privacy/" + each.getFileName());
        assertThat(packaged).as(each.toString()).isNotNull();
        try (InputStream in = jar.getInputStream(packaged)) {
          assertThat(in.readAllBytes()).as(each.toString()).isEqualTo(Files.readAllBytes(each));
        }
      }
    }
  }

  @Test
  @Keeps("P17")
  void jarContainsNeitherLocalNorFrameworkClasses() throws Exception {
    assertThat(namesIn(DeployedFiles.JAR))
        .doesNotHaveDuplicates()
        .noneMatch(each -> each.startsWith("com/anykoma/privacy/platform/embedded/"))
        .noneMatch(each -> each.startsWith("com/anykoma/privacy/local/"))
        .noneMatch(each -> each.startsWith("org/sqlite/"))
        .noneMatch(each -> each.startsWith("org/junit/"))
        .noneMatch(each -> each.startsWith("com/google/cloud/functions/"))
        .noneMatch(each -> each.startsWith("io/cloudevents/"));
  }

  /** Cloud Functions run on Linux, on x86-64. */
  @Test
  void jarContainsTheNativeCipherOnlyForLinuxX86() throws Exception {
    assertThat(namesIn(DeployedFiles.JAR))
        .filteredOn(each -> each.startsWith("META-INF/native/") && each.contains("conscrypt"))
        .containsExactly("META-INF/native/libconscrypt_openjdk_jni-linux-x86_64.so");
  }

  @Test
  void jarContainsNoSignaturesOfLibraries() throws Exception {
    assertThat(namesIn(DeployedFiles.JAR))
        .noneMatch(each -> each.matches("META-INF/[^/]+\\.(SF|DSA|RSA|EC)"))
        .noneMatch(each -> each.endsWith("module-info.class"));
  }

  @Test
  void jarListsTheProvidersOfEveryLibrary() throws Exception {
    assertThat(providers("io.grpc.LoadBalancerProvider"))
        .contains(
            "io.grpc.internal.PickFirstLoadBalancerProvider", // of grpc-core
            "io.grpc.util.SecretRoundRobinLoadBalancerProvider$Provider"); // of grpc-util
    assertThat(providers("io.grpc.NameResolverProvider"))
        .contains(
            "io.grpc.internal.DnsNameResolverProvider", // of grpc-core
            "io.grpc.netty.shaded.io.grpc.netty.UdsNameResolverProvider"); // of grpc-netty-shaded
    assertThat(providers("io.grpc.ManagedChannelProvider"))
        .contains("io.grpc.netty.shaded.io.grpc.netty.NettyChannelProvider");
  }

  @Test
  void everyListedProviderExists() throws Exception {
    List<String> names = namesIn(DeployedFiles.JAR);
    for (String each : names) {
      if (each.startsWith("META-INF/services/io.grpc.") || each.contains("services/org.slf4j.")) {
        assertThat(providers(each.substring("META-INF/services/".length())))
            .allMatch(provider -> names.contains(provider.replace('.', '/') + ".class"));
      }
    }
  }

  @Test
  void jarIsMultiRelease() throws Exception {
    try (JarFile jar = new JarFile(DeployedFiles.JAR.toFile())) {
      assertThat(jar.isMultiRelease()).isTrue();
    }
  }
}
