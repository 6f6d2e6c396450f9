package com.anykoma.privacy.infra;

import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsFolder;
import com.anykoma.privacy.yaml.SettingsMistake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The security rules as Terraform deploys them: the app's own rules, with this software's functions
 * inserted where their match of all documents or objects begins. {@code ./run infra check} compares
 * them with a plan.
 */
public final class DeployedRules {
  /** The lines after which the functions are inserted, as in {@code rules.tf}. */
  private static final Map<String, String> BEGINNINGS =
      Map.of(
          "firestore.rules", "match /databases/{database}/documents {\n",
          "storage.rules", "match /b/{bucket}/o {\n");

  private DeployedRules() {}

  /** The names of the app's files. */
  public static Set<String> files() {
    return new TreeSet<>(BEGINNINGS.keySet());
  }

  /**
   * Returns the deployed text of a file.
   *
   * @param name one of {@link #files}
   */
  public static String of(InfraFiles project, String name) {
    try {
      String own = SettingsFolder.of(project.settings()).text(name);
      requireBeginning(name, own);
      String begin = Objects.requireNonNull(BEGINNINGS.get(name));
      return own.replace(begin, begin + functions(project, name) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the functions that are inserted into a file. */
  static String functions(InfraFiles project, String name) throws IOException {
    return Files.readString(project.rules().resolve(name.replace(".rules", "-functions.rules")));
  }

  /**
   * Requires the line after which the functions are inserted, once.
   *
   * @throws SettingsException when the app's file lacks it
   */
  static void requireBeginning(String name, String own) {
    String begin = Objects.requireNonNull(BEGINNINGS.get(name));
    if (!own.contains(begin) || own.indexOf(begin) != own.lastIndexOf(begin)) {
      throw new SettingsException(
          List.of(
              new SettingsMistake(
                  name,
                  1,
                  "the line '%s' must occur once: the functions are inserted there; write it so"
                      .formatted(begin.strip()))));
    }
  }
}
