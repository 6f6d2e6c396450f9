package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.yaml.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rights of the functions, from {@code iam.yaml}, as operations on ports. */
public record FunctionRights(Map<String, Set<PortOperation>> byFunction) {
  private static final Map<String, Set<String>> ROLE_VERBS =
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

  /** The custom role of the permissions to read settings. */
  private static final String SETTINGS_READER = "custom/settingsReader";

  /** The verbs that a Stripe key allows, by the secret that contains the key. */
  private static final Map<String, Set<String>> STRIPE_VERBS =
      Map.of(
          "secret/stripe-read-key", Set.of("read"),
          "secret/stripe-erase-key", Set.of("read", "write"));

  public FunctionRights {
    byFunction = Map.copyOf(byFunction);
  }

  /** Reads the rights from {@code iam.yaml}. */
  public static FunctionRights read(Setting file) {
    Map<String, Set<String>> roles = new HashMap<>();
    file.get("roles")
        .members()
        .forEach((name, each) -> roles.put("custom/" + name, verbs(each.strings())));
    Map<String, Set<PortOperation>> functions = new HashMap<>();
    file.get("functions")
        .members()
        .forEach(
            (name, grants) ->
                functions.put(
                    name,
                    grants.list().stream()
                        .flatMap(each -> operations(roles, each))
                        .collect(Collectors.toSet())));
    return new FunctionRights(functions);
  }

  private static Stream<PortOperation> operations(Map<String, Set<String>> roles, Setting grant) {
    String role = grant.get("role").string();
    Set<String> verbs = ROLE_VERBS.getOrDefault(role, roles.getOrDefault(role, Set.of()));
    return grant.get("target").strings().stream()
        .flatMap(
            target ->
                STRIPE_VERBS.getOrDefault(target, verbs).stream()
                    .map(it -> new PortOperation(it, resource(role, target))));
  }

  /** The verbs of a custom role; a permission ends in its verb: {@code storage.objects.get}. */
  private static Set<String> verbs(List<String> permissions) {
    return permissions.stream()
        .map(each -> each.substring(each.lastIndexOf('.') + 1))
        .collect(Collectors.toSet());
  }

  private static String resource(String role, String target) {
    if (role.equals(SETTINGS_READER)) {
      return "settings";
    }
    if (STRIPE_VERBS.containsKey(target)) {
      return "stripe";
    }
    return target.equals("project") ? "accounts" : target;
  }

  /** A guard that allows only the operations of this function. */
  public GuardedCloud.Guard guard(String function) {
    Set<PortOperation> allowed = byFunction.getOrDefault(function, Set.of());
    return operation -> {
      if (!allowed.contains(operation)) {
        throw new CloudFailure(
            "IAM",
            "let " + function + " " + operation.verb() + " " + operation.resource(),
            "PERMISSION_DENIED");
      }
    };
  }
}
