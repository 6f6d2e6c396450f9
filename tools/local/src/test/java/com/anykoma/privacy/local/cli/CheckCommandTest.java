package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.local.Ran;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckCommandTest {
  private static final String SENSITIVE_RULE = "allow read, write: if false;";

  @TempDir private Path folder = Path.of("");

  private Ran check(String... more) throws IOException {
    try (Stream<Path> files = Files.list(FixtureProduct.FOLDER)) {
      for (Path each : files.toList()) {
        if (Files.notExists(folder.resolve(each.getFileName()))) {
          Files.copy(each, folder.resolve(each.getFileName()));
        }
      }
    }
    return Ran.of(
        Stream.concat(Stream.of("check", "--config", folder.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private void change(String name, String from, String to) throws IOException {
    String text = FixtureProduct.text(name);
    assertThat(text).contains(from);
    Files.writeString(folder.resolve(name), text.replace(from, to));
  }

  private void told(String... mistakes) throws IOException {
    Ran ran = check();

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out().lines()).containsExactly(withCount(mistakes));
  }

  private String missing(String name) {
    return "%s: missing in %s; copy examples/notely/%1$s to it and edit it".formatted(name, folder);
  }

  private static String[] withCount(String... mistakes) {
    String count = mistakes.length == 1 ? "1 thing is" : mistakes.length + " things are";
    return Stream.concat(
            Stream.of(mistakes),
            Stream.of(
                count + " left to do. Run it again afterwards: some checks need valid files."))
        .toArray(String[]::new);
  }

  private static int lineOf(String location) throws IOException {
    Path map = FixtureProduct.FOLDER.resolve("datamap.yaml");
    return 1 + Files.readAllLines(map).indexOf(location);
  }

  @Test
  void acceptsShippedSettings() throws IOException {
    Ran project = Ran.of("check");

    assertThat(project.exit()).isZero();
    assertThat(project.out().lines()).hasSize(1);
    assertThat(check()).isEqualTo(project);
  }

  @Test
  void reportsAllMistakesOfAllFilesInOneRun() throws IOException {
    change("breaker.yaml", "accounts: 100000", "accounts: 0");
    change("plans.yaml", "prices: []", "prices: [prod_1]");
    change("residency.yaml", "restorable: P7D", "restorable: P1M");

    told(
        "plans.yaml:17: plans.starter.prices[0]: 'prod_1' is an id of products; list it there, not"
            + " under prices",
        "plans.yaml:23: plans.pro.prices[0]: 'prod_1' is an id of products; list it there, not"
            + " under prices",
        "plans.yaml:29: plans.master.prices[0]: 'prod_1' is an id of products; list it there, not"
            + " under prices",
        "residency.yaml:30: restorable: a duration like PT15M or P30D is expected here; months and"
            + " years differ in length, so write 'P1M' in days",
        "breaker.yaml:16: accounts: a circuit breaker limit is 1 or more");
  }

  @Test
  void reportsMissingFiles() throws IOException {
    check();
    Files.delete(folder.resolve("plans.yaml"));
    Files.delete(folder.resolve("page.md"));

    Ran ran = Ran.of("check", "--config", folder.toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out().lines())
        .containsExactly(withCount(missing("plans.yaml"), missing("page.md")));
  }

  @Test
  void listsEveryFileOfAnEmptyFolderInTheOrderOfWriting() throws IOException {
    Ran ran = Ran.of("check", "--config", folder.toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out().lines())
        .containsExactly(
            withCount(
                Stream.of(
                        "datamap.yaml",
                        "plans.yaml",
                        "page.md",
                        "policies.yaml",
                        "sentences.yaml",
                        "residency.yaml",
                        "breaker.yaml",
                        "letters.yaml",
                        "firestore.rules",
                        "storage.rules",
                        "firestore.indexes.json")
                    .map(this::missing)
                    .toArray(String[]::new)));
  }

  @Test
  void checksTheFilesThatExistWhileOthersAreMissing() throws IOException {
    change("plans.yaml", "prices: []", "prices: [prod_1]");

    assertThat(Ran.of("check", "--config", folder.toString()).out().lines())
        .hasSize(14)
        .anyMatch(each -> each.startsWith("plans.yaml:17: plans.starter.prices[0]: "))
        .last()
        .asString()
        .startsWith("13 things are left to do.");
  }

  /** The other commands read the same files. */
  @Test
  void otherCommandsReportEachMistakeOnALineOfItsOwn() throws IOException {
    change("plans.yaml", "prices: []", "prices: [prod_1]");
    change("datamap.yaml", "    kind: document\n", "    kind: \"\\e[2J\"\n");
    check();

    Ran ran = Ran.of("orders", "--data", folder.toString(), "--config", folder.toString());

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines())
        .anyMatch(each -> each.matches("datamap.yaml:\\d+: locations.*\\\\u001b\\[2J.*"))
        .anyMatch(each -> each.startsWith("plans.yaml:17: plans.starter.prices[0]: "))
        .noneMatch(each -> each.contains("\\u000a"))
        .last()
        .isEqualTo("(./run check lists what is left to do in all files)");
  }

  @Test
  void reportsLocationsAndRulesWithoutCounterpart() throws IOException {
    change("firestore.rules", "match /securityLogs/{id}", "match /securityLog/{id}");

    Ran ran = check();

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out().lines().toList())
        .anyMatch(
            each ->
                each.matches(
                    "datamap.yaml:\\d+: locations.securityLogs: firestore.rules has no rule for"
                        + " securityLogs/\\{id}; add match /securityLogs/\\{id} .*"))
        .anyMatch(
            each ->
                each.matches(
                    "firestore.rules:\\d+: match /securityLog/\\{id} matches no location of"
                        + " datamap.yaml; .*"))
        .hasSize(3);
  }

  @Test
  void reportsFieldsWithoutARule() throws IOException {
    change(
        "datamap.yaml", "      seed: {", "      mood: { category: user.content }\n      seed: {");

    assertThat(check().out())
        .contains("locations.prompts.fields.mood: firestore.rules lacks the field 'mood'; add it");
  }

  @Test
  void reportsRulesThatExposeOwnRecordsOrEverything() throws IOException {
    change(
        "firestore.rules",
        SENSITIVE_RULE + "\n    }\n  }",
        SENSITIVE_RULE
            + "\n    }\n    match /audit/{id} {\n      allow read: if true;\n    }\n"
            + "    match /{any=**} {\n      allow write: if true;\n    }\n  }");

    assertThat(check().out())
        .contains("match /audit/{id} gives clients access to internal records")
        .contains("match /{any=**} gives clients access to all paths below");
  }

  @Test
  void reportsMissingIndexesWithTheirJson() throws IOException {
    change("firestore.indexes.json", "\"COLLECTION_GROUP\"", "\"COLLECTION\"");
    Files.writeString(
        folder.resolve("firestore.indexes.json"),
        Files.readString(folder.resolve("firestore.indexes.json"))
            .replaceFirst(
                "(?s),\\s*\\{\\s*\"order\": \"ASCENDING\",\\s*\"queryScope\":"
                    + " \"COLLECTION\"\\s*}(\\s*]\\s*}\\s*]\\s*})",
                "$1"));

    told(
        "datamap.yaml:"
            + lineOf("  usage:")
            + ": locations.usage: the query by createdAt ASCENDING has no index;"
            + " add to the \"indexes\" of the override of usage.createdAt in"
            + " firestore.indexes.json: {\"order\": \"ASCENDING\", \"queryScope\":"
            + " \"COLLECTION_GROUP\"}");
  }

  @Test
  void reportsMissingStoresAndProcessors() throws IOException {
    change("residency.yaml", "  uploads:\n", "  incoming:\n");

    told(
        "datamap.yaml:"
            + lineOf("  uploadedImages:")
            + ": locations.uploadedImages: residency.yaml has no store 'uploads' for"
            + " this location; add it");
  }

  @Test
  void reportsRemovalsThatMissTheDeadline() throws IOException {
    change("residency.yaml", "retention: P10D", "retention: P100D");

    Ran ran = check();

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out())
        .matches(
            "residency.yaml:\\d+: stores.logs: a removal from this store would miss its deadline; .*\\n.*\\n");
  }

  @Test
  void printsJsonAsOneObject() throws IOException {
    change("breaker.yaml", "accounts: 100000", "accounts: many");

    JsonObject bad = check("--json").json();
    JsonObject good = Ran.of("check", "--json").json();

    assertThat(bad.keySet()).containsExactly("ok", "mistakes");
    assertThat(bad.get("ok").getAsBoolean()).isFalse();
    assertThat(bad.getAsJsonArray("mistakes")).hasSize(1);
    JsonObject mistake = bad.getAsJsonArray("mistakes").get(0).getAsJsonObject();
    assertThat(mistake.get("file").getAsString()).isEqualTo("breaker.yaml");
    assertThat(mistake.get("line").getAsInt()).isEqualTo(16);
    assertThat(mistake.get("problem").getAsString())
        .isEqualTo("accounts: a whole number is expected here, not 'many'");
    assertThat(good.get("ok").getAsBoolean()).isTrue();
    assertThat(good.getAsJsonArray("mistakes")).isEmpty();
  }

  @Test
  void reportsNonFolderAsUsageError() throws IOException {
    Path file = Files.writeString(folder.resolve("plans.yaml"), "plans: {}");

    for (Path each : new Path[] {folder.resolve("none"), file}) {
      Ran ran = Ran.of("check", "--config", each.toString());
      assertThat(ran.exit()).isEqualTo(2);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err()).startsWith(each + ": is not a readable folder");
    }
    assertThat(Optional.of(Ran.of("check", "stray").exit())).contains(2);
  }
}
