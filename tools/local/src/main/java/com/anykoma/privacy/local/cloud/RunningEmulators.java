package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.functions.Environment;
import com.anykoma.privacy.functions.VariableGroup;
import com.anykoma.privacy.platform.embedded.WritingProcess;
import com.anykoma.privacy.platform.google.GoogleSettings;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The endpoints of the emulators of a running {@code ./run serve --cloud=emulators}, for other
 * commands: a file of variables in the format of {@link Environment}, which exists while the
 * emulators run.
 *
 * @param directory the directory of the emulators
 */
public record RunningEmulators(Path directory, Map<String, String> variables) {
  private static final String FUNCTIONS = "FUNCTIONS";
  private static final String PROCESS = "PROCESS";

  public RunningEmulators {
    variables = Map.copyOf(variables);
  }

  /** Writes the file when the emulators have started. */
  static void write(Path directory, GoogleSettings settings, URI functions) {
    Properties properties = new Properties();
    properties.setProperty(FUNCTIONS, functions.toString());
    properties.setProperty(PROCESS, WritingProcess.current());
    properties.setProperty(Environment.PROJECT, settings.project());
    properties.setProperty(Environment.KEYS_DATABASE, settings.keysDatabase().orElseThrow());
    properties.setProperty(
        Environment.BUCKETS,
        settings.buckets().entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .sorted()
            .collect(Collectors.joining(",")));
    properties.setProperty(Environment.KEK, "gcp-kms://" + settings.kek().orElseThrow());
    properties.setProperty(
        Environment.SIGNING_KEK, "gcp-kms://" + settings.signingKek().orElseThrow());
    properties.setProperty(Environment.REALTIME, settings.realtime().orElseThrow().toString());
    properties.setProperty(Environment.STRIPE_KEY, settings.stripeKey().orElseThrow().reveal());
    settings
        .endpoints()
        .forEach(
            (of, at) -> properties.setProperty(Environment.EMULATORS.get(of), at.getAuthority()));
    try (Writer out = Files.newBufferedWriter(file(directory))) {
      properties.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(file(directory) + " cannot be written", e);
    }
  }

  /** Deletes the file when the emulators stop. */
  static void delete(Path directory) {
    try {
      Files.deleteIfExists(file(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(file(directory) + " cannot be deleted", e);
    }
  }

  /** Reads the running emulators of a data directory; empty when none run. */
  public static Optional<RunningEmulators> of(Path data) {
    Path directory = data.resolve("emulators");
    Properties properties = new Properties();
    if (Files.exists(file(directory))) {
      try (Reader in = Files.newBufferedReader(file(directory))) {
        properties.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(file(directory) + " cannot be read", e);
      }
    }
    return WritingProcess.isAlive(properties.getProperty(PROCESS, ""))
        ? Optional.of(
            new RunningEmulators(
                directory,
                properties.stringPropertyNames().stream()
                    .collect(Collectors.toMap(each -> each, properties::getProperty))))
        : Optional.empty();
  }

  private static Path file(Path directory) {
    return directory.resolve("running.properties");
  }

  /** The settings of the Google adapters for all these emulators. */
  GoogleSettings settings() {
    return Environment.settings(variables, EnumSet.allOf(VariableGroup.class));
  }

  /** The base URL of the functions and the fake app. */
  public URI functions() {
    return URI.create(variables.getOrDefault(FUNCTIONS, ""));
  }
}
