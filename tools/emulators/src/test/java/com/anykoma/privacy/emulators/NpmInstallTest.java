package com.anykoma.privacy.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the installer with substitutes for npm, and the lock files. */
public final class NpmInstallTest {
  @TempDir private Path directory = Path.of("");
  private final StringWriter output = new StringWriter();

  private static JsonObject json(String name) throws Exception {
    return JsonParser.parseString(new String(NpmInstall.resource(name), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }

  private NpmInstall install(String npm) throws Exception {
    Path program = directory.resolve("npm");
    Files.writeString(program, "#!/bin/sh\n" + npm);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return new NpmInstall(
        NpmInstall.AUTH_EMULATOR, directory.resolve("emulators"), program.toString());
  }

  @Test
  void packagesArePinnedByChecksumWithoutServer() throws Exception {
    requirePinned("/emulators/", "firebase-tools");
  }

  /**
   * Requires that a lock file pins every package by its checksum and contains no server.
   *
   * @param folder the resource folder with the lock file
   * @param wanted one of the packages, with the version of {@code package.json}
   */
  public static void requirePinned(String folder, String wanted) throws Exception {
    JsonObject packages = json(folder + "package-lock.json").getAsJsonObject("packages");

    assertThat(packages.keySet()).hasSizeGreaterThan(5);
    for (String name : packages.keySet()) {
      JsonObject each = packages.getAsJsonObject(name);
      assertThat(each.has("resolved")).as(name).isFalse();
      assertThat(name.isEmpty() || each.has("integrity")).as(name).isTrue();
    }
    assertThat(json(folder + "package.json").getAsJsonObject("dependencies").get(wanted))
        .isEqualTo(packages.getAsJsonObject("node_modules/" + wanted).get("version"));
  }

  @Test
  void isCompleteAfterNpmSucceeds() throws Exception {
    NpmInstall install =
        install("echo \"$@\"; mkdir node_modules; touch node_modules/.package-lock.json");
    assertThat(install.isComplete()).isFalse();

    install.run(output::write);

    assertThat(output.toString())
        .isEqualToIgnoringNewLines("ci --ignore-scripts --legacy-peer-deps --no-audit --no-fund");
    assertThat(install.isComplete()).isTrue();
    Files.writeString(install.directory().resolve("package-lock.json"), "{}");
    assertThat(install.isComplete()).isFalse();
  }

  @Test
  void failingNpmIsReported() throws Exception {
    NpmInstall install = install("echo no network; exit 7");

    assertThatThrownBy(() -> install.run(output::write)).hasMessage("npm failed with exit code 7");
    assertThat(output.toString()).contains("no network");
    assertThat(install.isComplete()).isFalse();
  }

  @Test
  void missingNpmIsReported() {
    NpmInstall install =
        new NpmInstall(NpmInstall.AUTH_EMULATOR, directory, directory.resolve("absent").toString());

    assertThatThrownBy(() -> install.run(output::write))
        .hasMessageStartingWith("npm cannot be run; install Node.js");
  }

  @Test
  void nonDemoProjectsAreRefused() {
    assertThatThrownBy(
            () ->
                AuthEmulator.start(
                    directory, "real", Optional.empty(), directory.resolve("log.txt")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
