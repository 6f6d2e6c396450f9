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
 * The option that selects a deployed project instead of a data directory. The commands get
 * overviews and certificates from the project's Evidence function, publish decisions to its topics,
 * and read a person's data from its main database. All of this uses the operator's own rights and
 * no secret of a function. For a running {@code ./run serve --cloud=emulators}, the endpoints come
 * from the data directory.
 */
final class ProjectOption {
  private static final String DEMO = "demo-";
  private static final String STAFF = "operator";

  @Option(
      names = "--project",
      paramLabel = "ID",
      converter = ProjectId.class,
      description =
          "Use this deployed Google Cloud project instead of --data, with Application Default"
              + " Credentials; or the demo- project of a ./run serve --cloud=emulators that runs"
              + " on --data.")
  private Optional<String> project = Optional.empty();

  @Option(
      names = "--evidence",
      paramLabel = "URL",
      converter = WebAddress.class,
      defaultValue = "${env:EVIDENCE_URL}",
      description =
          "The URL of the project's function Evidence. Default: the environment variable"
              + " EVIDENCE_URL. Needs the ID token of staff with the role evidence.")
  private Optional<URI> evidence = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      converter = TokenFile.class,
      description = "A file with that ID token. Default: the environment variable STAFF_TOKEN.")
  private Optional<Token> tokenFile = Optional.empty();

  /** Parses the id of a Google Cloud project. */
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

  /** Parses the URL of a function. */
  private static final class WebAddress implements ITypeConverter<URI> {
    @Override
    public URI convert(String address) {
      if (!address.matches("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")) {
        throw new TypeConversionException("expected a URL such as https://HOST/PATH");
      }
      return URI.create(address);
    }
  }

  record Published(String topic, String task) {}

  /** An ID token. {@code toString} does not reveal it. */
  private record Token(String text) {
    @Override
    public String toString() {
      return "[token]";
    }
  }

  /** Reads an ID token from a file. */
  private static final class TokenFile implements ITypeConverter<Token> {
    @Override
    public Token convert(String file) {
      try {
        return new Token(Files.readString(Path.of(file)).strip());
      } catch (IOException | InvalidPathException e) {
        throw new TypeConversionException("the token file cannot be read");
      }
    }
  }

  /** Whether the command works on a project. */
  boolean isGiven() {
    return project.isPresent();
  }

  /** Publishes a task and prints its id; returns the exit code 0. */
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
                + ";\nsee the log of its function for the result");
  }

  /** Creates a client of the project's Evidence function, with a staff token. */
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
                        "the URL of Evidence is missing: give --evidence URL, or set"
                            + " EVIDENCE_URL (terraform output urls)"));
    String token =
        tokenFile
            .map(Token::text)
            .or(() -> Optional.ofNullable(System.getenv("STAFF_TOKEN")))
            .or(() -> running.map(it -> EvidenceClient.staffToken(it.functions(), STAFF)))
            .orElseThrow(
                () ->
                    new PermanentFailure(
                        "the ID token is missing: give --token-file FILE, or set STAFF_TOKEN"));
    return new EvidenceClient(at, token);
  }

  /** Runs work on the project's cloud with the operator's own rights. */
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
      throw new PermanentFailure("no ./run serve --cloud=emulators is running on " + data);
    }
    return settings;
  }

  /** The running emulators of this data directory, if they serve this project. */
  private Optional<RunningEmulators> running(Path data) {
    return RunningEmulators.of(data)
        .filter(it -> project.equals(Optional.ofNullable(it.variables().get(Environment.PROJECT))));
  }
}
