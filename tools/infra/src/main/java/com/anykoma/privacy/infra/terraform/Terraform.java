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
 * Terraform's own program on a copy of our files, so that nothing of theirs is touched and no state
 * is written.
 *
 * @param program the program
 * @param copy where the copy is
 * @param variables of the environment that the program runs in, besides this process's
 */
public record Terraform(Path program, Path copy, Map<String, String> variables) {
  /** Where our files are, from the project's root, and what they read besides each other. */
  public static final Path FILES = Path.of("terraform");

  private static final Path SETTINGS = Path.of("shared", "src", "main", "resources", "privacy");

  /** Keeps state nowhere else, in the place of the environments' bucket. */
  private static final String NO_BACKEND = "terraform {\n  backend \"local\" {}\n}\n";

  /** Has Terraform plan with the provider's schema and made-up values: no account is asked. */
  private static final String PLANNED =
      "mock_provider \"google\" {}\n\nrun \"planned\" {\n  command = plan\n}\n";

  /** Terraform refused; the message is its own. */
  public static final class Refused extends RuntimeException {
    public Refused(String message) {
      super(message);
    }

    /** Whether Terraform did not reach the registry that it fetches providers from. */
    public boolean isForWantOfProvider() {
      String message = String.valueOf(getMessage());
      return message.contains("Failed to query available provider packages")
          || message.contains("Failed to install provider");
    }
  }

  /** The program of this machine's {@code PATH}. */
  public static Optional<Path> found() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(each -> Path.of(each, "terraform"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Copies the files.
   *
   * @param root the project's
   * @param into an empty folder
   */
  public static Terraform copied(Path program, Path root, Path into) {
    for (Path folder : List.of(FILES, SETTINGS)) {
      try (Stream<Path> files = Files.walk(root.resolve(folder))) {
        for (Path each : files.filter(Files::isRegularFile).toList()) {
          Path copy = into.resolve(root.relativize(each));
          Files.createDirectories(Objects.requireNonNull(copy.getParent()));
          Files.copy(each, copy);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Terraform(program, into, Map.of());
  }

  /** The environments' names. */
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
   * Has Terraform look whether the files are laid out as it does.
   *
   * @throws Refused naming those that are not
   */
  public void requireFormatted() {
    run(copy.resolve(FILES), "fmt", "-check", "-recursive");
  }

  /**
   * Prepares an environment, for which Terraform fetches Google's provider.
   *
   * @throws Refused with Terraform's own complaint
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
   * Validates what would be deployed to an environment that has nothing yet, and plans it.
   *
   * @param functionsZip what is deployed
   * @throws Refused with Terraform's own complaint, with file and line
   */
  public TerraformPlan plan(String environment, Path functionsZip) {
    Path folder = environmentsFolder().resolve(environment);
    run(folder, "validate");
    String told = run(folder, "test", "-json", "-verbose", "-var=functions_zip=" + functionsZip);
    return told.lines()
        .map(each -> JsonParser.parseString(each).getAsJsonObject())
        .filter(each -> each.has("test_plan"))
        .map(each -> TerraformPlan.ofChanges(each.getAsJsonObject("test_plan")))
        .findFirst()
        .orElseThrow(() -> new Refused("terraform test planned nothing"));
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
      Path complaints = Files.createTempFile(copy, "terraform", ".err");
      Process running = process.redirectError(complaints.toFile()).start();
      running.getOutputStream().close();
      String told = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (running.waitFor() != 0) {
        throw new Refused(
            ("terraform " + arguments[0] + " in " + copy.relativize(folder) + ":\n")
                + (complaints(told) + Files.readString(complaints)).strip());
      }
      return told;
    } catch (IOException e) {
      throw new UncheckedIOException(program + " cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Terraform ran", e);
    }
  }

  /** Of what it told: of JSON lines those that complain, in words. */
  private static String complaints(String told) {
    return told.lines()
        .map(each -> each.startsWith("{") ? complaint(each) : each)
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String complaint(String line) {
    JsonObject json = JsonParser.parseString(line).getAsJsonObject();
    if (!json.has("diagnostic")) {
      return "";
    }
    JsonObject complaint = json.getAsJsonObject("diagnostic");
    JsonObject range = complaint.getAsJsonObject("range");
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
        + complaint.get("detail").getAsString();
  }
}
