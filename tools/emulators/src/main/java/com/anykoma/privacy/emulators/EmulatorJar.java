package com.anykoma.privacy.emulators;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An emulator that Google ships as one jar. It is searched for by an environment variable, in the
 * Google Cloud SDK and in our cache folder, and downloaded into that folder if possible.
 */
@SuppressWarnings("ImmutableEnumChecker") // every field is a string, a path or a URI
public enum EmulatorJar {
  FIRESTORE(
      "FIRESTORE_EMULATOR_JAR",
      Path.of("platform", "cloud-firestore-emulator", "cloud-firestore-emulator.jar"),
      "gcloud components install cloud-firestore-emulator",
      new Source(
          "cloud-firestore-emulator-v1.19.8.jar",
          "9d43599ed6151199e8d604dc87fac51218e49e5f3a48519b1ae560bbe5e3382d")),
  PUBSUB(
      "PUBSUB_EMULATOR_JAR",
      Path.of("platform", "pubsub-emulator", "lib"),
      "gcloud components install pubsub-emulator",
      null);

  private static final String SDK_ROOT = "CLOUDSDK_ROOT_DIR";
  private static final URI DOWNLOADS =
      URI.create("https://storage.googleapis.com/firebase-preview-drop/emulator/");

  private final String variable;
  private final Path inSdk;
  private final String command;
  private final @Nullable Source source;

  /** A file to download and its SHA-256. */
  private record Source(String file, String sha256) {}

  EmulatorJar(String variable, Path inSdk, String command, @Nullable Source source) {
    this.variable = variable;
    this.inSdk = inSdk;
    this.command = command;
    this.source = source;
  }

  /** The jar on this machine; empty if it is not installed. */
  public Optional<Path> find() {
    return find(EmulatorFolder::variable);
  }

  /** The jar, if one is found by the variables of the environment. */
  Optional<Path> find(UnaryOperator<String> environment) {
    String named = environment.apply(variable);
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named)).filter(Files::isRegularFile);
    }
    return sdkRoots(environment)
        .flatMap(root -> jars(root.resolve(inSdk)))
        .findFirst()
        .or(() -> cached(environment).filter(Files::isRegularFile));
  }

  /** The jar, downloaded first if it is missing; a failure has instructions. */
  public Path findOrDownload() {
    return find().orElseGet(this::download);
  }

  private Path download() {
    if (source == null) {
      throw new IllegalStateException(instructions());
    }
    Path into = EmulatorFolder.onThisMachine().resolve(source.file());
    try {
      Download.of(DOWNLOADS.resolve(source.file()), source.sha256(), into);
      return into;
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + "; or " + instructions(), e);
    }
  }

  /** How to install the jar. */
  public String instructions() {
    return "install it with '" + command + "', or set " + variable + " to its jar";
  }

  private Optional<Path> cached(UnaryOperator<String> environment) {
    return Optional.ofNullable(source)
        .map(it -> EmulatorFolder.path(environment).resolve(it.file()));
  }

  private static Stream<Path> sdkRoots(UnaryOperator<String> environment) {
    String root = environment.apply(SDK_ROOT);
    Stream<Path> named = root.isEmpty() ? Stream.empty() : Stream.of(Path.of(root));
    return Stream.concat(
        named,
        Stream.of(environment.apply("PATH").split(File.pathSeparator))
            .filter(each -> !each.isEmpty())
            .map(each -> Path.of(each, "gcloud"))
            .filter(Files::isExecutable)
            .flatMap(EmulatorJar::sdkOf));
  }

  /** The SDK's root: its {@code bin} holds the real {@code gcloud}. */
  private static Stream<Path> sdkOf(Path gcloud) {
    try {
      return Stream.ofNullable(gcloud.toRealPath().getParent()).map(Path::getParent);
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  /** The path itself if it is a file, else the jars in the folder. */
  private static Stream<Path> jars(Path path) {
    File[] inside = path.toFile().listFiles((folder, name) -> name.endsWith(".jar"));
    return inside == null
        ? Stream.of(path).filter(Files::isRegularFile)
        : Stream.of(inside).map(File::toPath).sorted();
  }
}
