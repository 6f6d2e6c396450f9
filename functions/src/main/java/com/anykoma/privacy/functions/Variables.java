package com.anykoma.privacy.functions;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads environment variables and collects all problems with them; never quotes a value. */
final class Variables {
  private static final Map<String, String> EXAMPLES =
      Map.ofEntries(
          entry(Environment.PROJECT, "anykoma-prod"),
          entry(Environment.DATABASE, "(default)"),
          entry(Environment.DELETE_RAMP, "500"),
          entry(Environment.KEYS_DATABASE, "keys"),
          entry(Environment.BUCKETS, "uploads=anykoma-uploads,content=anykoma-content"),
          entry(Environment.KEK, kmsKey("kek")),
          entry(Environment.SIGNING_KEK, kmsKey("signing")),
          entry(Environment.STRIPE_KEY, "rk_test_..."),
          entry(Environment.STRIPE_SECRETS, "whsec_..."),
          entry(Environment.MAIL_KEY, "the HTTP webhook signing key of Mailgun"),
          entry(Environment.STRIPE_LIVE, "false"),
          entry(Environment.REALTIME, "https://anykoma-prod-default-rtdb.firebaseio.com"),
          entry(Environment.PAGES, "https://anykoma.com/privacy"),
          entry(Environment.ORIGINS, "https://app.example.com,https://www.example.com"),
          entry(Environment.SUBJECT_HASH_KEY, "the output of: openssl rand -base64 32"));

  private static final String ENDPOINT = "127.0.0.1:8080";

  private final Map<String, String> values;
  private final Set<VariableGroup> groups;
  private final List<String> problems = new ArrayList<>();

  Variables(Map<String, String> values, Set<VariableGroup> groups) {
    this.values = values;
    this.groups = groups;
  }

  /** A variable of a group: required if the function needs the group, otherwise ignored. */
  <T> Optional<T> read(String name, Function<String, T> reader) {
    return groups.stream().anyMatch(each -> each.variables().contains(name))
        ? required(name, reader)
        : Optional.empty();
  }

  /** A required variable; empty, with a problem added, when it is missing or malformed. */
  <T> Optional<T> required(String name, Function<String, T> reader) {
    if (values.getOrDefault(name, "").isEmpty()) {
      problem(name, "is missing");
    }
    return optional(name, reader);
  }

  /** An optional variable; empty when it is unset, or malformed (then with a problem added). */
  <T> Optional<T> optional(String name, Function<String, T> reader) {
    String value = values.getOrDefault(name, "");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(value));
    } catch (IllegalArgumentException e) {
      problem(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Adds a problem, with an example of a valid value where the name is a variable's. */
  void problem(String name, String problem) {
    String example = EXAMPLES.getOrDefault(name, name.endsWith("_HOST") ? ENDPOINT : "");
    problems.add(name + " " + problem + (example.isEmpty() ? "" : " (example: " + example + ")"));
  }

  private static String kmsKey(String name) {
    return "gcp-kms://projects/anykoma-prod/locations/eu/keyRings/privacy/cryptoKeys/" + name;
  }

  List<String> problems() {
    return List.copyOf(problems);
  }
}
