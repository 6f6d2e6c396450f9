package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.Sensitive;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where the adapters find what they use.
 *
 * @param project the Google Cloud project's id
 * @param database the Firestore database's id, {@code (default)} for the first one
 * @param keysDatabase the id of the database that holds the wrapped keys and nothing else
 * @param buckets the real bucket for each bucket that the data map names
 * @param kek the full resource name of the Cloud KMS key, {@code projects/.../cryptoKeys/...}
 * @param signingKek the same of the key that wraps what certificates are signed with
 * @param stripeKey Stripe's API key
 * @param endpoints emulators and doubles to speak to instead of the real services: on the loopback
 *     interface only, and for a project whose id starts with {@code demo-} only
 * @param deletesPerSecond at which rate an instance begins to delete documents in bulk; it grows by
 *     half every five minutes. 0 for as fast as it goes
 */
public record GoogleSettings(
    String project,
    String database,
    Optional<String> keysDatabase,
    Map<String, String> buckets,
    Optional<String> kek,
    Optional<String> signingKek,
    Optional<Sensitive<String>> stripeKey,
    Map<Service, URI> endpoints,
    int deletesPerSecond) {
  /** What Firestore asks for. */
  private static final int DEFAULT_DELETES_PER_SECOND = 500;

  private static final String DEMO_PREFIX = "demo-";
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  /** An outside system that an emulator or a double can stand in for. */
  public enum Service {
    FIRESTORE,
    STORAGE,
    AUTH,
    STRIPE,
    PUBSUB,
    KMS
  }

  public GoogleSettings {
    Objects.requireNonNull(project);
    Objects.requireNonNull(database);
    Objects.requireNonNull(keysDatabase);
    if (keysDatabase.filter(database::equals).isPresent()) {
      throw new IllegalArgumentException("the wrapped keys need a database of their own");
    }
    buckets = Map.copyOf(buckets);
    Objects.requireNonNull(kek);
    Objects.requireNonNull(signingKek);
    if (kek.isPresent() && kek.equals(signingKek)) {
      throw new IllegalArgumentException(
          "what signs needs a key-encryption key of its own, or whoever signs could open content");
    }
    Objects.requireNonNull(stripeKey);
    endpoints = Map.copyOf(endpoints);
    endpoints.forEach(GoogleSettings::requireLoopback);
    if (!endpoints.isEmpty() && !project.startsWith(DEMO_PREFIX)) {
      throw new IllegalArgumentException(
          "an emulator is for projects whose id starts with " + DEMO_PREFIX);
    }
    if (deletesPerSecond < 0) {
      throw new IllegalArgumentException("nothing is deleted at a negative rate");
    }
  }

  /** With the ramp that Firestore asks for; its emulator asks for none. */
  public GoogleSettings(
      String project,
      String database,
      Optional<String> keysDatabase,
      Map<String, String> buckets,
      Optional<String> kek,
      Optional<Sensitive<String>> stripeKey,
      Map<Service, URI> endpoints) {
    this(
        project,
        database,
        keysDatabase,
        buckets,
        kek,
        Optional.empty(),
        stripeKey,
        endpoints,
        endpoints.containsKey(Service.FIRESTORE) ? 0 : DEFAULT_DELETES_PER_SECOND);
  }

  /** The same with another ramp. */
  public GoogleSettings withDeletesPerSecond(int rate) {
    return new GoogleSettings(
        project, database, keysDatabase, buckets, kek, signingKek, stripeKey, endpoints, rate);
  }

  /** The same with a key for what certificates are signed with. */
  public GoogleSettings withSigningKek(Optional<String> key) {
    return new GoogleSettings(
        project, database, keysDatabase, buckets, kek, key, stripeKey, endpoints, deletesPerSecond);
  }

  private static void requireLoopback(Service service, URI endpoint) {
    if (!"http".equals(endpoint.getScheme())
        || !LOOPBACK.contains(String.valueOf(endpoint.getHost()))
        || endpoint.getPort() < 0) {
      throw new IllegalArgumentException(
          "the endpoint for " + service + " is not http://127.0.0.1:PORT");
    }
  }

  /** The database's resource name, {@code projects/P/databases/D}. */
  String databaseName() {
    return nameOf(database);
  }

  /**
   * The resource name of the database with the wrapped keys.
   *
   * @throws IllegalArgumentException when none is set
   */
  String keysDatabaseName() {
    return nameOf(
        keysDatabase.orElseThrow(
            () -> new IllegalArgumentException("no database is set for the wrapped keys")));
  }

  private String nameOf(String databaseId) {
    return "projects/" + project + "/databases/" + databaseId;
  }

  /** Where to find the service's stand-in; empty for the real service. */
  public Optional<URI> endpoint(Service service) {
    return Optional.ofNullable(endpoints.get(service));
  }

  /**
   * The real bucket of one that the data map names.
   *
   * @throws IllegalArgumentException when none is set for it
   */
  public String bucket(String named) {
    String real = buckets.get(named);
    if (real == null) {
      throw new IllegalArgumentException("no bucket is set for '" + named + "'");
    }
    return real;
  }
}
