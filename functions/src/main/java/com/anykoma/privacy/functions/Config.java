package com.anykoma.privacy.functions;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The checked environment of a function. Wrong or missing variables are named all at once and
 * before anything is served; no value is ever printed.
 *
 * @param dataDirectory where the embedded cloud keeps its state
 * @param stripeSecrets the webhook's signing secrets: two while one is rotated
 * @param stripeLive whether this deployment handles live-mode events
 * @param stripeAccount the Connect account whose events are expected, if not our own
 * @param subjectHashKey at least 32 bytes; the same for ever
 */
public record Config(
    Path dataDirectory,
    List<String> stripeSecrets,
    boolean stripeLive,
    Optional<String> stripeAccount,
    Bytes subjectHashKey) {
  public static final String DATA_DIRECTORY = "PRIVACY_DATA_DIR";
  public static final String STRIPE_SECRETS = "STRIPE_WEBHOOK_SECRETS";
  public static final String STRIPE_LIVE = "STRIPE_LIVEMODE";
  public static final String STRIPE_ACCOUNT = "STRIPE_ACCOUNT";
  public static final String SUBJECT_HASH_KEY = "SUBJECT_HASH_KEY";

  private static final int MIN_KEY_BYTES = 32;
  private static final int MIN_SECRET_CHARS = 16;

  public Config {
    Objects.requireNonNull(dataDirectory);
    stripeSecrets = List.copyOf(stripeSecrets);
    Objects.requireNonNull(stripeAccount);
    Objects.requireNonNull(subjectHashKey);
  }

  /**
   * Reads the variables.
   *
   * @throws PermanentFailure naming every variable that is missing or malformed
   */
  public static Config read(Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    Config config =
        new Config(
            Path.of(required(environment, DATA_DIRECTORY, Config::path, ".", problems)),
            List.of(
                required(environment, STRIPE_SECRETS, Config::secrets, "", problems).split(",")),
            Boolean.parseBoolean(
                required(environment, STRIPE_LIVE, Config::flag, "false", problems)),
            Optional.ofNullable(environment.get(STRIPE_ACCOUNT)),
            Bytes.of(
                Base64.getDecoder()
                    .decode(required(environment, SUBJECT_HASH_KEY, Config::key, "", problems))));
    if (!problems.isEmpty()) {
      throw new PermanentFailure("the environment is not complete: " + String.join("; ", problems));
    }
    return config;
  }

  /** The variable, or {@code fallback} with a problem noted; {@code check} says what is wrong. */
  private static String required(
      Map<String, String> environment,
      String name,
      Function<String, Optional<String>> check,
      String fallback,
      List<String> problems) {
    String value = environment.getOrDefault(name, "");
    Optional<String> problem = value.isEmpty() ? Optional.of("is missing") : check.apply(value);
    problem.ifPresent(it -> problems.add(name + " " + it));
    return problem.isPresent() ? fallback : value;
  }

  private static Optional<String> path(String value) {
    return value.indexOf('\0') >= 0 ? Optional.of("is no path") : Optional.empty();
  }

  private static Optional<String> secrets(String value) {
    for (String secret : value.split(",", -1)) {
      if (secret.length() < MIN_SECRET_CHARS) {
        return Optional.of("holds a secret of fewer than " + MIN_SECRET_CHARS + " characters");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> flag(String value) {
    return value.equals("true") || value.equals("false")
        ? Optional.empty()
        : Optional.of("is neither true nor false");
  }

  private static Optional<String> key(String value) {
    try {
      int bytes = Base64.getDecoder().decode(value).length;
      return bytes < MIN_KEY_BYTES
          ? Optional.of("has " + bytes + " bytes instead of " + MIN_KEY_BYTES)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("is not base64");
    }
  }

  @Override
  public String toString() {
    return "Config[live=" + stripeLive + "]";
  }
}
