package com.anykoma.privacy.bench;

import com.anykoma.privacy.functions.Deployed;
import com.anykoma.privacy.functions.Environment;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The environment of a function in a process of its own: what it needs, and no more. */
final class FunctionEnvironment {
  static final String PROJECT = "demo-bench";
  static final String WEBHOOK_SECRET = "whsec_of_this_benchmark_only";

  private static final Map<String, String> VALUES =
      Map.of(
          Environment.PROJECT, PROJECT,
          Environment.SUBJECT_HASH_KEY, "A".repeat(43) + "=",
          Environment.KEYS_DATABASE, "keys",
          Environment.BUCKETS,
              "uploads=bench-uploads,content=bench-content,evidence=bench-evidence",
          Environment.SIGNING_KEK, "gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/s",
          Environment.KEK, "gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k",
          Environment.STRIPE_KEY, "sk_test_of_this_benchmark_only",
          Environment.STRIPE_SECRETS, WEBHOOK_SECRET,
          Environment.STRIPE_LIVE, "false");

  private FunctionEnvironment() {}

  /**
   * The variables.
   *
   * @param endpoints the emulators and doubles that it speaks to
   */
  static Map<String, String> of(Deployed function, Map<Service, URI> endpoints) {
    Map<String, String> environment = new HashMap<>();
    Stream.concat(
            Environment.ALWAYS.stream(),
            function.variableGroups().stream().flatMap(need -> need.variables().stream()))
        .forEach(name -> environment.put(name, value(VALUES, name)));
    endpoints.forEach(
        (service, at) -> environment.put(value(Environment.EMULATORS, service), at.getAuthority()));
    return environment;
  }

  private static <K> String value(Map<K, String> values, K key) {
    return Objects.requireNonNull(values.get(key), key.toString());
  }
}
