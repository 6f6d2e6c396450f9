package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.functions.Environment;
import com.anykoma.privacy.functions.VariableGroup;
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
 * Where the emulators of a running {@code ./run serve --cloud=emulators} are, for other commands: a
 * file of variables as {@link Environment} reads them, in the emulators' directory while they run.
 *
 * @param directory where the emulators keep what they keep
 */
public record RunningEmulators(Path directory, Map<String, String> variables) {
  private static final String FUNCTIONS = "FUNCTIONS";
  private static final String PROCESS = "PROCESS";

  public RunningEmulators {
    variables = Map.copyOf(variables);
  }

  /** Tells other commands of them. */
  static void announce(Path directory, GoogleSettings settings, URI functions) {
    Properties told = new Properties();
    told.setProperty(FUNCTIONS, functions.toString());
    told.setProperty(PROCESS, process(ProcessHandle.current()));
    told.setProperty(Environment.PROJECT, settings.project());
    told.setProperty(Environment.KEYS_DATABASE, settings.keysDatabase().orElseThrow());
    told.setProperty(
        Environment.BUCKETS,
        settings.buckets().entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .sorted()
            .collect(Collectors.joining(",")));
    told.setProperty(Environment.KEK, "gcp-kms://" + settings.kek().orElseThrow());
    told.setProperty(Environment.SIGNING_KEK, "gcp-kms://" + settings.signingKek().orElseThrow());
    told.setProperty(Environment.STRIPE_KEY, settings.stripeKey().orElseThrow().reveal());
    settings
        .endpoints()
        .forEach((of, at) -> told.setProperty(Environment.EMULATORS.get(of), at.getAuthority()));
    try (Writer out = Files.newBufferedWriter(file(directory))) {
      told.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(file(directory) + " cannot be written", e);
    }
  }

  /** Takes back what was told of them, as they end. */
  static void forget(Path directory) {
    try {
      Files.deleteIfExists(file(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(file(directory) + " cannot be deleted", e);
    }
  }

  /** Those in a data directory; empty when none run, though some may have once. */
  public static Optional<RunningEmulators> of(Path data) {
    Path directory = data.resolve("emulators");
    Properties told = new Properties();
    if (Files.exists(file(directory))) {
      try (Reader in = Files.newBufferedReader(file(directory))) {
        told.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(file(directory) + " cannot be read", e);
      }
    }
    return isRunning(told.getProperty(PROCESS, ""))
        ? Optional.of(
            new RunningEmulators(
                directory,
                told.stringPropertyNames().stream()
                    .collect(Collectors.toMap(each -> each, told::getProperty))))
        : Optional.empty();
  }

  private static Path file(Path directory) {
    return directory.resolve("running.properties");
  }

  /** A process and when it started: a later one may have the same number. */
  private static String process(ProcessHandle process) {
    return process.pid() + " " + process.info().startInstant().map(String::valueOf).orElse("");
  }

  private static boolean isRunning(String process) {
    return !process.isEmpty()
        && ProcessHandle.of(Long.parseLong(process.split(" ", 2)[0]))
            .filter(it -> process(it).equals(process))
            .isPresent();
  }

  /** Settings with which the Google adapters speak to all of them. */
  GoogleSettings settings() {
    return Environment.settings(variables, EnumSet.allOf(VariableGroup.class));
  }

  /** Where the functions are, and the app's stand-in. */
  public URI functions() {
    return URI.create(variables.getOrDefault(FUNCTIONS, ""));
  }
}
