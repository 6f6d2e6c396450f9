package com.anykoma.privacy.local.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the installer with programs that stand in for npm, and what it hands to npm. */
final class AuthEmulatorInstallTest {
  @TempDir private Path directory = Path.of("");
  private final StringWriter told = new StringWriter();

  private static JsonObject json(String name) throws Exception {
    return JsonParser.parseString(
            new String(AuthEmulatorInstall.resource(name), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }

  private AuthEmulatorInstall install(String npm) throws Exception {
    Path program = directory.resolve("npm");
    Files.writeString(program, "#!/bin/sh\n" + npm);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return new AuthEmulatorInstall(directory.resolve("emulators"), program.toString());
  }

  @Test
  void everyPackageIsPinnedByItsChecksumAndNamesNoServer() throws Exception {
    JsonObject packages = json("package-lock.json").getAsJsonObject("packages");

    assertThat(packages.keySet()).hasSizeGreaterThan(100);
    for (String name : packages.keySet()) {
      JsonObject each = packages.getAsJsonObject(name);
      assertThat(each.has("resolved")).as(name).isFalse();
      assertThat(name.isEmpty() || each.has("integrity")).as(name).isTrue();
    }
    assertThat(json("package.json").getAsJsonObject("dependencies").get("firebase-tools"))
        .isEqualTo(packages.getAsJsonObject("node_modules/firebase-tools").get("version"));
  }

  @Test
  void isCompleteOnceNpmHasSucceededWithOurLockFile() throws Exception {
    AuthEmulatorInstall install =
        install("echo \"$@\"; mkdir node_modules; touch node_modules/.package-lock.json");
    assertThat(install.isComplete()).isFalse();

    install.run(new PrintWriter(told));

    assertThat(told.toString())
        .isEqualToIgnoringNewLines("ci --ignore-scripts --no-audit --no-fund");
    assertThat(install.isComplete()).isTrue();
    Files.writeString(install.directory().resolve("package-lock.json"), "{}");
    assertThat(install.isComplete()).isFalse();
  }

  @Test
  void aFailingNpmIsAFailure() throws Exception {
    AuthEmulatorInstall install = install("echo no network; exit 7");

    assertThatThrownBy(() -> install.run(new PrintWriter(told)))
        .hasMessage("npm failed with exit code 7");
    assertThat(told.toString()).contains("no network");
    assertThat(install.isComplete()).isFalse();
  }

  @Test
  void aMissingNpmIsToldAsSuch() {
    AuthEmulatorInstall install =
        new AuthEmulatorInstall(directory, directory.resolve("absent").toString());

    assertThatThrownBy(() -> install.run(new PrintWriter(told)))
        .hasMessageStartingWith("npm cannot be run; it comes with Node.js");
  }

  @Test
  void onlyDemoProjectsAreEmulated() {
    assertThatThrownBy(
            () ->
                AuthEmulator.start(
                    directory, "real", Optional.empty(), directory.resolve("log.txt")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
