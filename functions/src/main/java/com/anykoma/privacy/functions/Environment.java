package com.anykoma.privacy.functions;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.functions.Config.StripeEvents;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.google.GoogleSettings;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.net.URI;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The validated environment of a deployed function. One exception lists all missing and malformed
 * variables before the first request is served. No message contains a value.
 *
 * @param config of the services
 * @param cloud the endpoints and settings of Google Cloud, Firebase and Stripe
 */
public record Environment(Config config, GoogleSettings cloud) {
  public static final String PROJECT = "GOOGLE_CLOUD_PROJECT";
  public static final String DATABASE = "FIRESTORE_DATABASE";
  public static final String DELETE_RAMP = "FIRESTORE_DELETE_RAMP";
  public static final String KEYS_DATABASE = "KEYS_DATABASE";
  public static final String BUCKETS = "BUCKETS";
  public static final String KEK = "KEK_URI";
  public static final String SIGNING_KEK = "SIGNING_KEK_URI";
  public static final String STRIPE_KEY = "STRIPE_API_KEY";
  public static final String STRIPE_SECRETS = "STRIPE_WEBHOOK_SECRETS";
  public static final String MAIL_KEY = "MAIL_SIGNING_KEY";
  public static final String STRIPE_LIVE = "STRIPE_LIVEMODE";
  public static final String STRIPE_ACCOUNT = "STRIPE_ACCOUNT";
  public static final String REALTIME = "REALTIME_DATABASE_URL";
  public static final String PAGES = "PAGES_URL";
  public static final String ORIGINS = "ALLOWED_ORIGINS";
  public static final String SUBJECT_HASH_KEY = "SUBJECT_HASH_KEY";

  /** The variables that every function needs. */
  public static final List<String> ALWAYS = List.of(PROJECT, SUBJECT_HASH_KEY);

  /** The variable of each service's emulator or fake, {@code HOST:PORT}; unset in production. */
  public static final Map<Service, String> EMULATORS =
      Map.of(
          Service.FIRESTORE, "FIRESTORE_EMULATOR_HOST",
          Service.STORAGE, "STORAGE_EMULATOR_HOST",
          Service.AUTH, "FIREBASE_AUTH_EMULATOR_HOST",
          Service.PUBSUB, "PUBSUB_EMULATOR_HOST",
          Service.KMS, "KMS_EMULATOR_HOST",
          Service.STRIPE, "STRIPE_EMULATOR_HOST",
          Service.REALTIME, "FIREBASE_DATABASE_EMULATOR_HOST");

  private static final String KMS = "gcp-kms://";
  private static final int MIN_KEY_BYTES = 32;
  private static final Pattern BUCKET = Pattern.compile("([a-z0-9._-]+)=([a-z0-9._-]{3,222})");
  private static final Form PROJECT_ID =
      new Form("[a-z][a-z0-9-]{4,28}[a-z0-9]", "is not a project id");
  private static final Form DATABASE_ID =
      new Form("\\(default\\)|[a-z][a-z0-9-]{3,62}", "is not a database id");
  private static final Form KMS_KEY =
      new Form(
          KMS + "projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+",
          "is not the URI of a Cloud KMS key");
  private static final Form DATABASE_URL =
      new Form(
          "https://[a-z0-9-]+(\\.[a-z0-9-]+)?\\.(firebaseio\\.com|firebasedatabase\\.app)",
          "is not a database's URL");
  private static final Form PAGES_URL =
      new Form(
          "https://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*",
          "is not an https URL without a slash at the end");
  private static final Form API_KEY =
      new Form("[rs]k_(test|live)_\\S+", "is not a secret (sk_) or restricted (rk_) key of Stripe");
  private static final Form SECRET =
      new Form("(?s).{16,}", "has a secret of fewer than 16 characters");
  private static final Form FLAG = new Form("true|false", "is neither \"true\" nor \"false\"");
  private static final Form RAMP =
      new Form("0|[1-9][0-9]{0,4}", "is not a number of deletes per second up to 99999");

  /** Exactly as browsers send it: in lower case and without a path; http only on this computer. */
  private static final Form ORIGIN =
      new Form(
          "(https://[a-z0-9.-]+|http://localhost)(:[1-9][0-9]{0,4})?",
          "is not a list of https://HOST or https://HOST:PORT");

  /** The form of a valid value, and the problem with others. */
  private record Form(String regex, String problem) {
    String read(String value) {
      if (!value.matches(regex)) {
        throw new IllegalArgumentException(problem);
      }
      return value;
    }

    List<String> readAll(String values) {
      return Stream.of(values.split(",", -1)).map(this::read).toList();
    }
  }

  public Environment {
    Objects.requireNonNull(config);
    Objects.requireNonNull(cloud);
  }

  /** Reads the variables of the groups and {@link #ALWAYS}; the failure names every bad one. */
  public static Environment read(Map<String, String> environment, Set<VariableGroup> groups) {
    Variables variables = new Variables(environment, groups);
    Optional<StripeEvents> stripe = stripeEvents(variables);
    Optional<List<String>> mailKeys = variables.read(MAIL_KEY, SECRET::readAll);
    Optional<URI> pages = variables.read(PAGES, PAGES_URL::read).map(URI::create);
    Optional<Bytes> hashKey = variables.required(SUBJECT_HASH_KEY, Environment::hashKey);
    List<String> origins = variables.optional(ORIGINS, ORIGIN::readAll).orElse(List.of());
    Optional<GoogleSettings> cloud = cloud(variables);
    cloud
        .flatMap(GoogleSettings::stripeKey)
        .ifPresent(key -> stripe.ifPresent(it -> requireSameMode(variables, it.live(), key)));
    requireComplete(variables);
    return new Environment(
        new Config(
            stripe, mailKeys.orElse(List.of()), pages, hashKey.orElseThrow(), Set.copyOf(origins)),
        cloud.orElseThrow());
  }

  /** Reads only the cloud's settings, for programs that hold no secret of the functions. */
  public static GoogleSettings settings(
      Map<String, String> environment, Set<VariableGroup> groups) {
    Variables variables = new Variables(environment, groups);
    Optional<GoogleSettings> cloud = cloud(variables);
    requireComplete(variables);
    return cloud.orElseThrow();
  }

  private static void requireComplete(Variables variables) {
    if (!variables.problems().isEmpty()) {
      throw new PermanentFailure(
          "the environment is invalid: " + String.join("; ", variables.problems()));
    }
  }

  private static Optional<StripeEvents> stripeEvents(Variables variables) {
    Optional<List<String>> secrets = variables.read(STRIPE_SECRETS, SECRET::readAll);
    Optional<Boolean> live = variables.read(STRIPE_LIVE, FLAG::read).map(Boolean::valueOf);
    Optional<String> account = variables.optional(STRIPE_ACCOUNT, value -> value);
    return secrets.flatMap(all -> live.map(mode -> new StripeEvents(all, mode, account)));
  }

  private static Optional<GoogleSettings> cloud(Variables variables) {
    Optional<String> project = variables.required(PROJECT, PROJECT_ID::read);
    String database = variables.optional(DATABASE, DATABASE_ID::read).orElse("(default)");
    Optional<String> keys = variables.read(KEYS_DATABASE, it -> keysDatabase(it, database));
    Optional<Map<String, String>> buckets = variables.read(BUCKETS, Environment::buckets);
    Optional<String> kek = variables.read(KEK, Environment::keyName);
    Optional<String> signing = variables.read(SIGNING_KEK, Environment::keyName);
    Optional<Sensitive<String>> key = variables.read(STRIPE_KEY, API_KEY::read).map(Sensitive::of);
    Optional<URI> realtime = variables.optional(REALTIME, DATABASE_URL::read).map(URI::create);
    Map<Service, URI> emulators = emulators(variables);
    int ramp =
        variables
            .optional(DELETE_RAMP, RAMP::read)
            .map(Integer::valueOf)
            .orElseGet(() -> GoogleSettings.defaultDeletesPerSecond(emulators));
    try {
      return project.map(
          id ->
              new GoogleSettings(
                  id,
                  database,
                  keys,
                  buckets.orElse(Map.of()),
                  kek,
                  signing,
                  key,
                  realtime,
                  emulators,
                  ramp));
    } catch (IllegalArgumentException e) {
      variables.problem("the cloud's settings", "are invalid: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Map<Service, URI> emulators(Variables variables) {
    Map<Service, URI> emulators = new EnumMap<>(Service.class);
    EMULATORS.forEach(
        (service, name) ->
            variables
                .optional(name, Environment::endpoint)
                .ifPresent(uri -> emulators.put(service, uri)));
    return emulators;
  }

  private static URI endpoint(String value) {
    try {
      return URI.create("http://" + value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not of the form HOST:PORT", e);
    }
  }

  private static String keysDatabase(String value, String database) {
    if (value.equals(database)) {
      throw new IllegalArgumentException("equals " + DATABASE + ", but must differ");
    }
    return DATABASE_ID.read(value);
  }

  private static Map<String, String> buckets(String value) {
    Map<String, String> buckets = new HashMap<>();
    for (String each : value.split(",", -1)) {
      var pair = BUCKET.matcher(each);
      if (!pair.matches() || buckets.put(pair.group(1), pair.group(2)) != null) {
        throw new IllegalArgumentException("is not a list of NAME=BUCKET with distinct names");
      }
    }
    return buckets;
  }

  private static String keyName(String value) {
    return KMS_KEY.read(value).substring(KMS.length());
  }

  private static void requireSameMode(
      Variables variables, boolean liveEvents, Sensitive<String> key) {
    boolean liveKey = key.reveal().startsWith("_live_", 2);
    if (liveKey != liveEvents) {
      variables.problem(STRIPE_KEY, "has another mode (test or live) than " + STRIPE_LIVE);
    }
  }

  private static Bytes hashKey(String value) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not base64", e);
    }
    if (key.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException(
          "has " + key.length + " bytes; the minimum is " + MIN_KEY_BYTES);
    }
    return Bytes.of(key);
  }

  @Override
  public String toString() {
    return "Environment[" + config + "]";
  }
}
