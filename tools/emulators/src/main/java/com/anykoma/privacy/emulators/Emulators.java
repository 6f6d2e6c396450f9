package com.anykoma.privacy.emulators;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.platform.google.GoogleSettings;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.common.collect.Maps;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/**
 * Local replacements for every service of the Google adapters: Google's emulators of Firestore and
 * Pub/Sub, Firebase's Auth emulator if it is installed, and fakes of Cloud Storage, KMS, Stripe and
 * the Realtime Database. They start empty, and only the key file remains after they are closed.
 */
public final class Emulators implements AutoCloseable {
  private static final Set<String> BUCKETS =
      Set.of("uploads", "content", "evidence", "exports", "releases");
  private static final String KEK = "projects/local/locations/local/keyRings/local/cryptoKeys/kek";
  private static final String SIGNING_KEK =
      "projects/local/locations/local/keyRings/local/cryptoKeys/signing";

  /** The URL in settings; requests go to the fake. */
  private static final URI REALTIME = URI.create("https://local-default-rtdb.firebaseio.com");

  private final String project;
  private final StartedResources started = new StartedResources();
  private final CompletableFuture<FirestoreEmulator> firestore;
  private final CompletableFuture<PubSubEmulator> pubSub;
  private final CompletableFuture<Optional<AuthEmulator>> auth;
  private final FakeStorage storage;
  private final FakeStripe stripe;
  private final FakeKms kms;
  private final FakeRealtime realtime;

  private Emulators(String project, URI functions, Path directory, Map<Service, Integer> ports) {
    URI firestoreAt =
        endpoint(ports, Service.FIRESTORE); // fails for a port in use before anything starts
    URI pubSubAt = endpoint(ports, Service.PUBSUB);
    URI authAt = endpoint(ports, Service.AUTH);
    URI storageAt = endpoint(ports, Service.STORAGE);
    this.project = project;
    this.storage =
        started.add(
            FakeStorage.start(
                storageAt.getPort(),
                directory.resolve("objects"),
                Set.copyOf(bucketNames().values()),
                Set.of(),
                UnaryOperator.identity()));
    this.stripe = started.add(FakeStripe.start());
    this.kms = started.add(FakeKms.start(directory.resolve("kms.json")));
    this.realtime = started.add(FakeRealtime.start(UnaryOperator.identity()));
    this.firestore =
        starting(
            () ->
                FirestoreEmulator.start(
                    firestoreAt,
                    EmulatorJar.FIRESTORE.findOrDownload(),
                    Optional.of(functions),
                    directory));
    this.pubSub =
        starting(
            () -> PubSubEmulator.start(pubSubAt, EmulatorJar.PUBSUB.findOrDownload(), directory));
    this.auth = startingAuth(authAt, functions, directory);
  }

  private static URI endpoint(Map<Service, Integer> ports, Service service) {
    return EmulatorProcess.endpoint(ports.getOrDefault(service, 0));
  }

  /**
   * Starts all services in parallel and waits until they answer.
   *
   * @param project its id starts with {@code demo-}
   * @param functions receives the events of Firestore and Auth
   * @param directory for logs, objects and keys
   * @param ports fixed ports; services without one use any free port
   * @throws IllegalStateException with instructions, if an emulator is missing
   * @throws PortTaken if another process listens on one of the ports
   */
  public static Emulators start(
      String project, URI functions, Path directory, Map<Service, Integer> ports) {
    try {
      Files.createDirectories(directory.resolve("objects"));
    } catch (IOException e) {
      throw new IllegalStateException(directory + " cannot be written", e);
    }
    Emulators emulators = new Emulators(project, functions, directory, ports);
    try {
      emulators.firestore.join();
      emulators.pubSub.join();
      emulators.auth.join();
      return emulators;
    } catch (CompletionException e) {
      emulators.close();
      throw e.getCause() instanceof RuntimeException failed
          ? failed
          : new IllegalStateException(e.getCause());
    }
  }

  private CompletableFuture<Optional<AuthEmulator>> startingAuth(
      URI at, URI functions, Path directory) {
    Optional<Path> installed = AuthEmulator.installed();
    if (installed.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return starting(
            () ->
                AuthEmulator.start(
                    at,
                    installed.get(),
                    project,
                    Optional.of(functions),
                    directory.resolve("auth.log")))
        .thenApply(Optional::of);
  }

  private <T extends AutoCloseable> CompletableFuture<T> starting(Callable<T> start) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return started.add(start.call());
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException("an emulator did not start", e);
          }
        },
        task -> new Thread(task, "emulator-start").start());
  }

  private static Map<String, String> bucketNames() {
    return Maps.toMap(BUCKETS, Emulators::realName);
  }

  /** The local name of a bucket of the data map. */
  public static String realName(String bucket) {
    return "local-" + bucket;
  }

  /** Settings that connect the Google adapters to these services. */
  public GoogleSettings settings() {
    Map<Service, URI> endpoints = new EnumMap<>(Service.class);
    endpoints.put(Service.FIRESTORE, firestore().uri());
    endpoints.put(Service.PUBSUB, pubSub().uri());
    endpoints.put(Service.STORAGE, storage.uri());
    endpoints.put(Service.STRIPE, stripe.uri());
    endpoints.put(Service.KMS, kms.uri());
    endpoints.put(Service.REALTIME, realtime.uri());
    auth().ifPresent(it -> endpoints.put(Service.AUTH, it.uri()));
    return new GoogleSettings(
        project,
        "(default)",
        Optional.of("keys"),
        bucketNames(),
        Optional.of(KEK),
        Optional.of(SIGNING_KEK),
        Optional.of(Sensitive.of("sk_test_local")),
        Optional.of(REALTIME),
        endpoints,
        0);
  }

  /** Firestore's emulator. */
  public FirestoreEmulator firestore() {
    return firestore.join();
  }

  /** Pub/Sub's emulator. */
  public PubSubEmulator pubSub() {
    return pubSub.join();
  }

  /** Firebase's Auth emulator; empty if it is not installed. */
  public Optional<AuthEmulator> auth() {
    return auth.join();
  }

  /** The fake Cloud Storage. */
  public FakeStorage storage() {
    return storage;
  }

  /** The fake Stripe. */
  public FakeStripe stripe() {
    return stripe;
  }

  /** Ends all services, even if some fail to end. */
  @Override
  public void close() {
    started.close();
  }
}
