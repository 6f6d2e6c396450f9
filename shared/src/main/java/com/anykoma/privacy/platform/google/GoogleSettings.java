package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.Sensitive;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The settings of the Google and Stripe adapters.
 *
 * @param project the Google Cloud project's id
 * @param database the Firestore database's id, {@code (default)} for the first one
 * @param keysDatabase the id of the separate database of the wrapped keys
 * @param buckets the real bucket name by the name in the data map
 * @param kek the full resource name of the Cloud KMS key, {@code projects/.../cryptoKeys/...}
 * @param signingKek the full resource name of the Cloud KMS key that wraps the signing keys
 * @param stripeKey Stripe's API key
 * @param realtime the Realtime Database's URL, {@code https://INSTANCE.firebaseio.com}
 * @param endpoints emulators and fakes to use instead of the real services: only on the loopback
 *     interface, and only for a project whose id starts with {@code demo-}
 * @param deletesPerSecond the initial rate of bulk deletions per instance; it grows by half every
 *     five minutes. 0 disables the limit
 */
public record GoogleSettings(
    String project,
    String database,
    Optional<String> keysDatabase,
    Map<String, String> buckets,
    Optional<String> kek,
    Optional<String> signingKek,
    Optional<Sensitive<String>> stripeKey,
    Optional<URI> realtime,
    Map<Service, URI> endpoints,
    int deletesPerSecond) {
  /** The initial rate that Firestore recommends. */
  private static final int DEFAULT_DELETES_PER_SECOND = 500;

  private static final String DEMO_PREFIX = "demo-";
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  /** An outside system that an emulator or a fake can replace. */
  public enum Service {
    FIRESTORE,
    STORAGE,
    AUTH,
    STRIPE,
    PUBSUB,
    KMS,
    REALTIME
  }

  public GoogleSettings {
    Stream.of(project, database, keysDatabase, kek, signingKek, stripeKey, realtime)
        .forEach(Objects::requireNonNull);
    if (keysDatabase.filter(database::equals).isPresent()) {
      throw new IllegalArgumentException(
          "the wrapped keys need a separate database; set another keysDatabase");
    }
    buckets = Map.copyOf(buckets);
    if (kek.isPresent() && kek.equals(signingKek)) {
      throw new IllegalArgumentException(
          "signing keys need a separate key-encryption key, or a signer could decrypt content");
    }
    endpoints = Map.copyOf(endpoints);
    endpoints.forEach(GoogleSettings::requireLoopback);
    if (!endpoints.isEmpty() && !project.startsWith(DEMO_PREFIX)) {
      throw new IllegalArgumentException(
          "an emulator is allowed only for a project whose id starts with " + DEMO_PREFIX);
    }
    if (deletesPerSecond < 0) {
      throw new IllegalArgumentException("the rate of deletions must not be negative");
    }
  }

  /** Firestore's recommended rate; no limit for its emulator. */
  public static int defaultDeletesPerSecond(Map<Service, URI> endpoints) {
    return endpoints.containsKey(Service.FIRESTORE) ? 0 : DEFAULT_DELETES_PER_SECOND;
  }

  private static void requireLoopback(Service service, URI endpoint) {
    if (!"http".equals(endpoint.getScheme())
        || !LOOPBACK.contains(String.valueOf(endpoint.getHost()))
        || endpoint.getPort() < 0) {
      throw new IllegalArgumentException(
          "the endpoint for " + service + " must be http://127.0.0.1:PORT");
    }
  }

  /** The resource name of the database, {@code projects/P/databases/D}. */
  String databaseName() {
    return nameOf(database);
  }

  /** The resource name of the database of the wrapped keys, which must be set. */
  String keysDatabaseName() {
    return nameOf(
        keysDatabase.orElseThrow(
            () -> new IllegalArgumentException("the database of the wrapped keys is not set")));
  }

  private String nameOf(String databaseId) {
    return "projects/" + project + "/databases/" + databaseId;
  }

  /** The endpoint that replaces the service; empty for the real service. */
  public Optional<URI> endpoint(Service service) {
    return Optional.ofNullable(endpoints.get(service));
  }

  /** The real bucket for a name in the data map; fails when it is not set. */
  public String bucket(String named) {
    String real = buckets.get(named);
    if (real == null) {
      throw new IllegalArgumentException("the bucket for '" + named + "' is not set");
    }
    return real;
  }
}
