package com.anykoma.privacy.local.infra;

import com.anykoma.privacy.local.emulators.NpmInstall;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.settings.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the functions may do: the rights of {@code iam.yaml} in the words of the ports.
 *
 * @param byFunction by the functions' names
 */
public record FunctionRights(Map<String, Set<Use>> byFunction) {
  private static final String FILE = "/infra/iam.yaml";

  private static final Map<String, Set<String>> VERBS =
      Map.ofEntries(
          Map.entry("roles/datastore.viewer", Set.of("read")),
          Map.entry("roles/datastore.user", Set.of("read", "write")),
          Map.entry("roles/storage.objectViewer", Set.of("get", "list")),
          Map.entry("roles/storage.objectCreator", Set.of("create")),
          Map.entry(
              "roles/storage.objectUser", Set.of("get", "list", "create", "update", "delete")),
          Map.entry("roles/pubsub.publisher", Set.of("publish")),
          Map.entry("roles/cloudkms.cryptoKeyDecrypter", Set.of("decrypt")),
          Map.entry("roles/cloudkms.cryptoKeyEncrypterDecrypter", Set.of("encrypt", "decrypt")));

  /** What a key of Stripe's can do, by the secret that holds it. */
  private static final Map<String, Set<String>> STRIPE =
      Map.of(
          "secret/stripe-read-key", Set.of("read"),
          "secret/stripe-erase-key", Set.of("read", "write"));

  public FunctionRights {
    byFunction = Map.copyOf(byFunction);
  }

  /** Those that are deployed. */
  public static FunctionRights deployed() {
    try {
      String yaml = new String(NpmInstall.resource(FILE), StandardCharsets.UTF_8);
      return of(GrantsFile.read(Setting.parse("iam.yaml", yaml)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FunctionRights of(GrantsFile file) {
    return new FunctionRights(
        file.entries().stream()
            .filter(each -> each.kind().equals("functions"))
            .collect(
                Collectors.groupingBy(
                    GrantsFile.Entry::holder,
                    Collectors.flatMapping(each -> uses(file, each), Collectors.toSet()))));
  }

  private static Stream<Use> uses(GrantsFile file, GrantsFile.Entry entry) {
    return entry.targets().stream()
        .flatMap(
            target ->
                verbs(file, entry.role(), target).stream().map(verb -> new Use(verb, on(target))));
  }

  /** Our own roles' permissions end in the verb: {@code storage.objects.get}. */
  private static Set<String> verbs(GrantsFile file, String role, String target) {
    if (role.startsWith("custom/")) {
      return file.roles().getOrDefault(role.substring("custom/".length()), Set.of()).stream()
          .map(each -> each.substring(each.lastIndexOf('.') + 1))
          .collect(Collectors.toSet());
    }
    return STRIPE.getOrDefault(target, VERBS.getOrDefault(role, Set.of()));
  }

  private static String on(String target) {
    if (STRIPE.containsKey(target)) {
      return "stripe";
    }
    return target.equals("project") ? "accounts" : target;
  }

  /** What lets a function do what it may and nothing else. */
  public GuardedCloud.Guard guard(String function) {
    Set<Use> may = byFunction.getOrDefault(function, Set.of());
    return use -> {
      if (!may.contains(use)) {
        throw new CloudFailure(
            "IAM", "let " + function + " " + use.verb() + " " + use.on(), "PERMISSION_DENIED");
      }
    };
  }
}
