package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.Environment;
import com.anykoma.privacy.local.cloud.RunningEmulators;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.platform.google.GoogleSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The option that names a deployed project instead of a data directory. What names nobody is asked
 * of its function Evidence, what decides is published to its topics, and a person's own data is
 * read from its main database: each with the operator's own rights, and with no secret of a
 * function's. The project of a running {@code ./run serve --cloud=emulators} is found in the data
 * directory.
 */
final class ProjectOption {
  private static final String DEMO = "demo-";
  private static final String STAFF = "operator";

  @Option(
      names = "--project",
      paramLabel = "ID",
      converter = ProjectId.class,
      description =
          "The deployed Google Cloud project to ask instead, with Application Default Credentials;"
              + " or the demo- project of a ./run serve --cloud=emulators that runs on --data.")
  private Optional<String> project = Optional.empty();

  @Option(
      names = "--evidence",
      paramLabel = "URL",
      converter = WebAddress.class,
      defaultValue = "${env:EVIDENCE_URL}",
      description =
          "Where the project's function Evidence is; EVIDENCE_URL in the environment by default."
              + " It is asked with the ID token of an account that has the claim staff.")
  private Optional<URI> evidence = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      converter = TokenFile.class,
      description = "Holds that ID token; STAFF_TOKEN in the environment by default.")
  private Optional<Token> tokenFile = Optional.empty();

  /** Reads the id of a Google Cloud project. */
  private static final class ProjectId implements ITypeConverter<String> {
    @Override
    public String convert(String id) {
      if (!id.matches("[a-z][a-z0-9-]{4,28}[a-z0-9]")) {
        throw new TypeConversionException(
            "a project's id has 6 to 30 lowercase letters, digits and hyphens");
      }
      return id;
    }
  }

  /** Reads the address of a function. */
  private static final class WebAddress implements ITypeConverter<URI> {
    @Override
    public URI convert(String address) {
      if (!address.matches("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")) {
        throw new TypeConversionException("an address like https://HOST/PATH is expected");
      }
      return URI.create(address);
    }
  }

  record Published(String topic, String task) {}

  /** An ID token; it prints as nothing that signs in. */
  private record Token(String text) {
    @Override
    public String toString() {
      return "[token]";
    }
  }

  /** Reads the file of an ID token. */
  private static final class TokenFile implements ITypeConverter<Token> {
    @Override
    public Token convert(String file) {
      try {
        return new Token(Files.readString(Path.of(file)).strip());
      } catch (IOException | InvalidPathException e) {
        throw new TypeConversionException("it cannot be read");
      }
    }
  }

  /** Whether a project is asked. */
  boolean isGiven() {
    return project.isPresent();
  }

  /**
   * Publishes a task that a person decided on.
   *
   * @return the exit code of a command that does nothing else
   */
  int publish(AnswerOption answer, Path data, Topic topic, TaskPayload payload) {
    String id = topic.storedName() + "-command-line-" + Clock.systemUTC().millis();
    onCloud(
        data,
        cloud -> {
          cloud.tasks().publish(List.of(new Task(topic, id, payload)));
          return true;
        });
    return answer.print(
        new Published(topic.storedName(), id),
        () ->
            "published to the topic "
                + topic.storedName()
                + " as "
                + id
                + ";\nits function's log tells what became of it");
  }

  /** The project's function Evidence, as somebody of staff. */
  EvidenceClient evidence(Path data) {
    Optional<RunningEmulators> running = running(data);
    URI at =
        evidence
            .or(
                () ->
                    running.map(
                        it ->
                            it.functions().resolve("/" + DeployedFunction.EVIDENCE.functionName())))
            .orElseThrow(
                () ->
                    new PermanentFailure(
                        "where is Evidence? Give --evidence URL, or set EVIDENCE_URL"
                            + " (terraform output urls)"));
    String token =
        tokenFile
            .map(Token::text)
            .or(() -> Optional.ofNullable(System.getenv("STAFF_TOKEN")))
            .or(() -> running.map(it -> EvidenceClient.staffToken(it.functions(), STAFF)))
            .orElseThrow(
                () ->
                    new PermanentFailure(
                        "who asks? Give --token-file FILE, or set STAFF_TOKEN, to an ID token"));
    return new EvidenceClient(at, token);
  }

  /** Does something with the project's cloud, with the operator's own rights. */
  <T> T onCloud(Path data, Function<GoogleCloud, T> work) {
    try (GoogleCloud cloud = GoogleCloud.open(settings(data))) {
      return work.apply(cloud);
    } catch (UncheckedIOException e) {
      throw new PermanentFailure(
          e.getMessage() + ": run gcloud auth application-default login first", e);
    }
  }

  private GoogleSettings settings(Path data) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    boolean unused = variables.keySet().retainAll(Environment.EMULATORS.values());
    running(data).ifPresent(it -> variables.putAll(it.variables()));
    variables.put(Environment.PROJECT, project.orElseThrow());
    GoogleSettings settings = Environment.settings(variables, Set.of());
    if (settings.project().startsWith(DEMO) && settings.endpoints().isEmpty()) {
      throw new PermanentFailure("no ./run serve --cloud=emulators runs on " + data);
    }
    return settings;
  }

  /** Its own emulators: those of another project are not meant. */
  private Optional<RunningEmulators> running(Path data) {
    return RunningEmulators.of(data)
        .filter(it -> project.equals(Optional.ofNullable(it.variables().get(Environment.PROJECT))));
  }
}
