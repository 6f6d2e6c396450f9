package com.anykoma.privacy.infra;

import com.anykoma.privacy.infra.GrantsFile.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code docs/iam.md}: the rights of {@code iam.yaml} as a table for readers. */
final class GrantsTable {
  private static final String HEAD =
      """
      # Who may do what

      Printed by `./run infra iam` from [iam.yaml](../terraform/modules/privacy/iam.yaml); a test holds the two
      together, and `./run infra check` holds every plan of Terraform's against them. Nobody has a right that is not
      here, and no person a standing one: how one comes to have one for an hour stands in
      [deployment.md](deployment.md#breaking-the-glass).

      A right on a topic is to publish tasks to it. Every function that writes about a subject may publish to
      `late-write`: a write about an erased subject is refused, and what its writer left is looked for.

      """;

  private static final Map<String, String> TITLES =
      Map.of(
          "functions",
          "Functions, each with an identity of its own",
          "accounts",
          "Other accounts of ours",
          "agents",
          "Google's own agents",
          GrantsFile.EVERYBODY,
          "Everybody");

  private GrantsTable() {}

  /** The page. */
  static String of(GrantsFile file) {
    StringBuilder page = new StringBuilder(HEAD);
    String kind = "";
    for (Entry each : file.entries()) {
      if (!each.kind().equals(kind)) {
        kind = each.kind();
        page.append("## ").append(TITLES.get(kind)).append("\n\n");
        page.append("| who | may | on | why |\n|---|---|---|---|\n");
      }
      page.append(row(each));
      if (isLastOfKind(file, each)) {
        page.append('\n');
      }
    }
    page.append("## Roles of our own\n\n| role | permissions |\n|---|---|\n");
    new TreeMap<>(file.roles())
        .forEach(
            (name, permissions) ->
                page.append(
                    String.format(
                        Locale.ROOT,
                        "| `custom/%s` | %s |%n",
                        name,
                        permissions.stream()
                            .map(it -> "`" + it + "`")
                            .collect(Collectors.joining(", ")))));
    return page.toString();
  }

  /** Whether the page is what the file says now. */
  static boolean isCurrent(InfraFiles files) {
    try {
      return Files.exists(files.grantsPage())
          && Files.readString(files.grantsPage()).equals(files.grantsPageText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLastOfKind(GrantsFile file, Entry entry) {
    int next = file.entries().indexOf(entry) + 1;
    return next == file.entries().size() || !file.entries().get(next).kind().equals(entry.kind());
  }

  private static String row(Entry entry) {
    return String.format(
        Locale.ROOT,
        "| %s | `%s` | %s | %s |%n",
        entry.holder(),
        entry.role().replaceFirst("^roles/", ""),
        String.join(", ", entry.targets()),
        entry.why());
  }
}
