package com.anykoma.privacy.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmulatorJarTest {
  private static final String IN_SDK =
      "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar";

  @TempDir Path directory;

  private Path file(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }

  private java.util.Optional<Path> found(Map<String, String> environment) {
    return EmulatorJar.FIRESTORE.find(
        name ->
            environment.getOrDefault(
                name, name.equals("PRIVACY_EMULATORS_DIR") ? directory.toString() : ""));
  }

  @Test
  void prefersTheVariable() throws IOException {
    Path named = file("named.jar");
    file("sdk/" + IN_SDK);

    assertThat(
            found(
                Map.of(
                    "FIRESTORE_EMULATOR_JAR", named.toString(),
                    "CLOUDSDK_ROOT_DIR", directory.resolve("sdk").toString())))
        .hasValue(named);
    assertThat(found(Map.of("FIRESTORE_EMULATOR_JAR", directory.resolve("not-there").toString())))
        .isEmpty();
  }

  @Test
  void findsTheSdkByItsVariableOrGcloudOnThePath() throws IOException {
    Path jar = file("sdk/" + IN_SDK);
    Path gcloud = file("sdk/bin/gcloud");
    assertThat(gcloud.toFile().setExecutable(true)).isTrue();
    Path link = directory.resolve("bin/gcloud");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, gcloud);

    assertThat(found(Map.of("CLOUDSDK_ROOT_DIR", directory.resolve("sdk").toString())))
        .hasValue(jar);
    assertThat(found(Map.of("PATH", "/nowhere" + File.pathSeparator + link.getParent())))
        .hasValue(jar.toRealPath());
  }

  @Test
  void usesTheCacheLast() throws IOException {
    assertThat(found(Map.of("PATH", directory.toString()))).isEmpty();

    Path cached = file("cloud-firestore-emulator-v1.19.8.jar");

    assertThat(found(Map.of())).hasValue(cached);
  }

  @Test
  void findsThePubSubJarOfAnyVersion() throws IOException {
    Path jar = file("sdk/platform/pubsub-emulator/lib/cloud-pubsub-emulator-1.2.3-all.jar");
    file("sdk/platform/pubsub-emulator/lib/notes.txt");

    assertThat(
            EmulatorJar.PUBSUB.find(
                name ->
                    name.equals("CLOUDSDK_ROOT_DIR") ? directory.resolve("sdk").toString() : ""))
        .hasValue(jar);
  }
}
