package com.anykoma.privacy.infra.terraform;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the Terraform program on a copy of the project's files, so that it neither changes them nor
 * writes state.
 *
 * @param program the path of the executable
 * @param copy the root folder of the copy
 * @param variables environment variables in addition to this process's
 */
public record Terraform(Path program, Path copy, Map<String, String> variables) {
  /** The folder of the Terraform files, and that of the settings that they read; from the root. */
  public static final Path FILES = Path.of("terraform");

  private static final Path SETTINGS = Path.of("privacy");

  /** The folder of the data map of this software's own records. */
  public static final Path RECORDS = Path.of("shared", "src", "main", "resources", "privacy");

  /** Replaces the environments' remote backend. */
  private static final String NO_BACKEND = "terraform {\n  backend \"local\" {}\n}\n";

  /** Plans with the provider's schema and mock values, which needs no account. */
  private static final String PLANNED =
      "mock_provider \"google\" {}\n\nrun \"planned\" {\n  command = plan\n}\n";

  /** Terraform failed; the message contains its diagnostics. */
  public static final class Refused extends RuntimeException {
    public Refused(String message) {
      super(message);
    }

    /** Whether Terraform could not fetch the provider from the registry. */
    public boolean isMissingProvider() {
      String message = String.valueOf(getMessage());
      return message.contains("Failed to query available provider packages")
          || message.contains("Failed to install provider");
    }
  }

  /** The executable on the {@code PATH}; empty when it is not installed. */
  public static Optional<Path> onPath() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(each -> Path.of(each, "terraform"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Copies the project's files.
   *
   * @param root the project's folder
   * @param settings the folder of the product's settings
   * @param into an empty folder
   */
  public static Terraform copyOf(Path program, Path root, Path settings, Path into) {
    copy(root.resolve(FILES), into.resolve(FILES));
    copy(root.resolve(RECORDS), into.resolve(RECORDS));
    copy(settings, into.resolve(SETTINGS));
    return new Terraform(program, into, Map.of());
  }

  private static void copy(Path folder, Path into) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Path copy = into.resolve(folder.relativize(each).toString());
        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
        Files.copy(each, copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the environments. */
  public List<String> environments() {
    try (Stream<Path> folders = Files.list(environmentsFolder())) {
      return folders.map(each -> each.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path environmentsFolder() {
    return copy.resolve(FILES).resolve("environments");
  }

  /**
   * Runs {@code terraform fmt -check}.
   *
   * @throws Refused with the names of the files that are not formatted
   */
  public void requireFormatted() {
    run(copy.resolve(FILES), "fmt", "-check", "-recursive");
  }

  /**
   * Runs {@code terraform init}, which fetches Google's provider.
   *
   * @throws Refused with Terraform's diagnostics
   */
  public void initialise(String environment) {
    Path folder = environmentsFolder().resolve(environment);
    try {
      Files.writeString(folder.resolve("backend_override.tf"), NO_BACKEND);
      Files.writeString(folder.resolve("planned.tftest.hcl"), PLANNED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(folder, "init", "-input=false");
  }

  /**
   * Validates an environment's files, and plans its first deployment.
   *
   * @param functionsZip the deployable zip
   * @throws Refused with Terraform's diagnostics, including file and line
   */
  public TerraformPlan plan(String environment, Path functionsZip) {
    Path folder = environmentsFolder().resolve(environment);
    run(folder, "validate");
    String output = run(folder, "test", "-json", "-verbose", "-var=functions_zip=" + functionsZip);
    return output
        .lines()
        .map(each -> JsonParser.parseString(each).getAsJsonObject())
        .filter(each -> each.has("test_plan"))
        .map(each -> TerraformPlan.ofChanges(each.getAsJsonObject("test_plan")))
        .findFirst()
        .orElseThrow(() -> new Refused("terraform test returned no plan"));
  }

  @CanIgnoreReturnValue
  private String run(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder process = new ProcessBuilder(command).directory(folder.toFile());
    process.environment().keySet().removeIf(each -> each.startsWith("TF_"));
    process.environment().putAll(variables);
    process.environment().put("TF_IN_AUTOMATION", "1");
    process.environment().put("TF_CLI_ARGS", "-no-color");
    process.environment().put("CHECKPOINT_DISABLE", "1");
    try {
      Path errors = Files.createTempFile(copy, "terraform", ".err");
      Process running = process.redirectError(errors.toFile()).start();
      running.getOutputStream().close();
      String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (running.waitFor() != 0) {
        throw new Refused(
            ("terraform " + arguments[0] + " in " + copy.relativize(folder) + ":\n")
                + (diagnostics(output) + Files.readString(errors)).strip());
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(program + " cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Terraform ran", e);
    }
  }

  /** The diagnostics in JSON lines as text, and all other lines. */
  private static String diagnostics(String output) {
    return output
        .lines()
        .map(each -> each.startsWith("{") ? diagnostic(each) : each)
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String diagnostic(String line) {
    JsonObject json = JsonParser.parseString(line).getAsJsonObject();
    if (!json.has("diagnostic")) {
      return "";
    }
    JsonObject diagnostic = json.getAsJsonObject("diagnostic");
    JsonObject range = diagnostic.getAsJsonObject("range");
    String where =
        range == null
            ? ""
            : " on %s line %s"
                .formatted(
                    range.get("filename").getAsString(),
                    range.getAsJsonObject("start").get("line").getAsString());
    return json.get("@message").getAsString()
        + where
        + "\n"
        + diagnostic.get("detail").getAsString();
  }
}
