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
import java.util.function.Function;
import java.util.regex.Pattern;

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
  public static final String STRIPE_LIVE = "STRIPE_LIVEMODE";
  public static final String STRIPE_ACCOUNT = "STRIPE_ACCOUNT";
  public static final String REALTIME = "REALTIME_DATABASE_URL";
  public static final String PAGES = "PAGES_URL";
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

  private static final Pattern PROJECT_ID = Pattern.compile("[a-z][a-z0-9-]{4,28}[a-z0-9]");
  private static final Pattern DATABASE_ID = Pattern.compile("\\(default\\)|[a-z][a-z0-9-]{3,62}");
  private static final Pattern BUCKET = Pattern.compile("([a-z0-9._-]+)=([a-z0-9._-]{3,222})");
  private static final Pattern KMS_KEY =
      Pattern.compile("gcp-kms://(projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+)");
  private static final Pattern DATABASE_URL =
      Pattern.compile(
          "https://[a-z0-9-]+(\\.[a-z0-9-]+)?\\.(firebaseio\\.com|firebasedatabase\\.app)");
  private static final Pattern PAGES_URL =
      Pattern.compile("https://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*");
  private static final Pattern API_KEY = Pattern.compile("[rs]k_(test|live)_\\S+");
  private static final int MIN_KEY_BYTES = 32;
  private static final int MIN_SECRET_CHARS = 16;
  private static final Pattern RAMP = Pattern.compile("0|[1-9][0-9]{0,4}");

  public Environment {
    Objects.requireNonNull(config);
    Objects.requireNonNull(cloud);
  }

  /** Reads the variables of the groups and {@link #ALWAYS}; the failure names every bad one. */
  public static Environment read(Map<String, String> environment, Set<VariableGroup> groups) {
    Variables variables = new Variables(environment);
    Optional<StripeEvents> stripe =
        groups.contains(VariableGroup.STRIPE_EVENTS) ? stripeEvents(variables) : Optional.empty();
    Function<String, String> pagesUrl =
        matching(PAGES_URL, "is not an https URL without a slash at the end");
    Optional<URI> pages =
        read(variables, PAGES, groups.contains(VariableGroup.PAGES), pagesUrl).map(URI::create);
    Optional<Bytes> hashKey = variables.required(SUBJECT_HASH_KEY, Environment::hashKey);
    Optional<GoogleSettings> cloud = cloud(variables, groups);
    cloud
        .flatMap(GoogleSettings::stripeKey)
        .ifPresent(key -> stripe.ifPresent(it -> requireSameMode(variables, it.live(), key)));
    requireComplete(variables);
    return new Environment(new Config(stripe, pages, hashKey.orElseThrow()), cloud.orElseThrow());
  }

  /** Reads only the cloud's settings, for programs that hold no secret of the functions. */
  public static GoogleSettings settings(
      Map<String, String> environment, Set<VariableGroup> groups) {
    Variables variables = new Variables(environment);
    Optional<GoogleSettings> cloud = cloud(variables, groups);
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
    Optional<List<String>> secrets = variables.required(STRIPE_SECRETS, Environment::secrets);
    Optional<Boolean> live = variables.required(STRIPE_LIVE, Environment::flag);
    Optional<String> account = variables.optional(STRIPE_ACCOUNT, value -> value);
    return secrets.flatMap(all -> live.map(mode -> new StripeEvents(all, mode, account)));
  }

  private static Optional<GoogleSettings> cloud(Variables variables, Set<VariableGroup> groups) {
    Optional<String> project =
        variables.required(PROJECT, matching(PROJECT_ID, "is not a project id"));
    String database =
        variables
            .optional(DATABASE, matching(DATABASE_ID, "is not a database id"))
            .orElse("(default)");
    Optional<String> keys =
        read(
            variables,
            KEYS_DATABASE,
            groups.contains(VariableGroup.KEYS),
            value -> keysDatabase(value, database));
    Optional<Map<String, String>> buckets =
        read(variables, BUCKETS, groups.contains(VariableGroup.BLOBS), Environment::buckets);
    Optional<String> kek =
        read(variables, KEK, groups.contains(VariableGroup.KEK), Environment::kmsKey);
    Optional<String> signing =
        read(variables, SIGNING_KEK, groups.contains(VariableGroup.SIGNING), Environment::kmsKey);
    Optional<Sensitive<String>> key =
        read(variables, STRIPE_KEY, groups.contains(VariableGroup.STRIPE_API), Environment::apiKey);
    Optional<URI> realtime =
        variables.optional(
            REALTIME,
            value -> URI.create(matching(DATABASE_URL, "is not a database's URL").apply(value)));
    Map<Service, URI> emulators = emulators(variables);
    int ramp =
        variables
            .optional(DELETE_RAMP, Environment::ramp)
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

  /** Ignores a variable that the function does not need, even if it is set. */
  private static <T> Optional<T> read(
      Variables variables, String name, boolean needed, Function<String, T> reader) {
    return needed ? variables.required(name, reader) : Optional.empty();
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

  private static Function<String, String> matching(Pattern pattern, String problem) {
    return value -> {
      if (!pattern.matcher(value).matches()) {
        throw new IllegalArgumentException(problem);
      }
      return value;
    };
  }

  private static String keysDatabase(String value, String database) {
    if (value.equals(database)) {
      throw new IllegalArgumentException("equals " + DATABASE + ", but must differ");
    }
    return matching(DATABASE_ID, "is not a database id").apply(value);
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

  private static int ramp(String value) {
    return Integer.parseInt(
        matching(RAMP, "is not a number of deletes per second up to 99999").apply(value));
  }

  private static String kmsKey(String value) {
    var key = KMS_KEY.matcher(value);
    if (!key.matches()) {
      throw new IllegalArgumentException("is not the URI of a Cloud KMS key");
    }
    return key.group(1);
  }

  private static Sensitive<String> apiKey(String value) {
    if (!API_KEY.matcher(value).matches()) {
      throw new IllegalArgumentException("is not a secret (sk_) or restricted (rk_) key of Stripe");
    }
    return Sensitive.of(value);
  }

  private static void requireSameMode(
      Variables variables, boolean liveEvents, Sensitive<String> key) {
    boolean liveKey = key.reveal().startsWith("_live_", 2);
    if (liveKey != liveEvents) {
      variables.problem(STRIPE_KEY, "has another mode (test or live) than " + STRIPE_LIVE);
    }
  }

  private static List<String> secrets(String value) {
    List<String> secrets = List.of(value.split(",", -1));
    if (secrets.stream().anyMatch(each -> each.length() < MIN_SECRET_CHARS)) {
      throw new IllegalArgumentException(
          "has a secret of fewer than " + MIN_SECRET_CHARS + " characters");
    }
    return secrets;
  }

  private static boolean flag(String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException("is neither \"true\" nor \"false\"");
    }
    return value.equals("true");
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
