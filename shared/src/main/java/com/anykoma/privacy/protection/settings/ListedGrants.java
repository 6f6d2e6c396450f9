package com.anykoma.privacy.protection.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.anykoma.privacy.yaml.Setting;
import com.google.common.base.CaseFormat;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The grants of {@code iam.yaml}, compared with those of a resource's live policy (P18). */
record ListedGrants(Setting file) {
  /** The domains of Google's service agents, by their name in {@code iam.yaml}. */
  private static final Map<String, String> AGENTS =
      Map.of(
          "storage", "gs-project-accounts",
          "pubsub", "gcp-sa-pubsub",
          "firebase-storage", "gcp-sa-firebasestorage");

  private static final String DOMAIN = ".iam.gserviceaccount.com";

  /** Reads the file that packaging put into the jar. */
  static ListedGrants packaged() {
    try {
      return new ListedGrants(
          Setting.parse(
              "iam.yaml", Resources.toString(Resources.getResource("infra/iam.yaml"), UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The number of members of each role that the file does not list on these targets. An owner of
   * the project is no such member, because owners can grant themselves each right.
   *
   * @param bindings of the live policy
   * @param roles the pattern of the roles that count
   */
  Map<String, Integer> unlisted(
      Stream<Object> bindings, String roles, Collection<String> targets, String project) {
    Set<String> listed = listed(targets, project);
    Map<String, Integer> unlisted = new TreeMap<>();
    bindings.forEach(
        binding -> {
          String role = String.join("", JsonPath.texts(binding, "role"));
          JsonPath.texts(binding, "members").stream()
              .filter(it -> role.matches(roles) && !it.equals("projectOwner:" + project))
              .filter(it -> !listed.contains(role + " " + withoutNumber(it)))
              .forEach(it -> unlisted.merge(role, 1, Integer::sum));
        });
    return unlisted;
  }

  /** Service agents are named by the number of the project, which the settings do not have. */
  private static String withoutNumber(String member) {
    return member.replaceFirst("^serviceAccount:service-[0-9]+@", "serviceAccount:service-@");
  }

  private Set<String> listed(Collection<String> targets, String project) {
    Set<String> listed = new HashSet<>();
    for (String kind : List.of("functions", "accounts", "agents")) {
      file.get(kind)
          .members()
          .forEach(
              (holder, grants) ->
                  grants.list().stream()
                      .filter(it -> it.get("target").strings().stream().anyMatch(targets::contains))
                      .map(it -> role(it.get("role").string(), project))
                      .forEach(it -> listed.add(it + " " + member(kind, holder, project))));
    }
    return listed;
  }

  /** Terraform names the custom role accountReader privacyAccountReader. */
  private static String role(String role, String project) {
    return role.startsWith("custom/")
        ? "projects/%s/roles/privacy%s"
            .formatted(
                project, CaseFormat.LOWER_CAMEL.to(CaseFormat.UPPER_CAMEL, role.substring(7)))
        : role;
  }

  private static String member(String kind, String holder, String project) {
    return kind.equals("agents")
        ? "serviceAccount:service-@" + AGENTS.getOrDefault(holder, holder) + DOMAIN
        : "serviceAccount:privacy-%s@%s%s".formatted(hyphenated(holder), project, DOMAIN);
  }

  /** StripeWebhook is deployed as stripe-webhook; names of other accounts are in lower case. */
  private static String hyphenated(String holder) {
    return holder.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
