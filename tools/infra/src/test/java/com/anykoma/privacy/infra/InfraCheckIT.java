package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.infra.CheckResult.Status;
import com.anykoma.privacy.infra.offline.SchemaPackage;
import com.anykoma.privacy.infra.terraform.Terraform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests the whole check, on the project's files and on copies with one change. Needs npm for the
 * provider's schema, and Terraform for plans; tests are skipped with a reason where they are
 * missing.
 */
@Keeps({"P16", "P17", "P18", "P20", "P21"})
@Execution(ExecutionMode.CONCURRENT)
final class InfraCheckIT {
  private static final InfraFiles PROJECT = InfraFiles.ofProject().with(FixtureProduct.FOLDER);

  @TempDir private Path directory = Path.of("");

  @BeforeAll
  static void needsNpm() {
    try {
      Objects.requireNonNull(SchemaPackage.fetched());
    } catch (SchemaPackage.NotFetched e) {
      assumeTrue(false, "skipped: npm cannot fetch the provider's schema: " + e.getMessage());
    }
  }

  private static void needsTerraform() {
    assumeTrue(Terraform.onPath().isPresent(), "skipped: the PATH has no terraform");
  }

  private List<CheckResult> checked(InfraFiles files) throws IOException {
    Path work = Files.createDirectories(directory.resolve("work"));
    return InfraCheck.ofFiles(files, work, result -> {}, new FakeProviderFallback(files));
  }

  /** A copy with only the environment production. */
  private InfraFiles copy() throws IOException {
    Path root = directory.resolve("project");
    for (Path folder : List.of(Terraform.FILES, Terraform.RECORDS, Path.of("docs"))) {
      copy(PROJECT.root().resolve(folder), root.resolve(folder));
    }
    Path one = root.resolve("terraform/environments");
    Files.move(one.resolve("staging"), root.resolve("staging"));
    return new InfraFiles(root, FixtureProduct.FOLDER);
  }

  private static void copy(Path folder, Path into) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Path copy = into.resolve(folder.relativize(each).toString());
        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
        Files.copy(each, copy);
      }
    }
  }

  private static List<String> failures(List<CheckResult> results) {
    return results.stream()
        .filter(each -> each.verdict() == Status.FAILED)
        .flatMap(each -> each.lines().stream().map(line -> each.check() + ": " + line))
        .toList();
  }

  @Test
  @Keeps(value = "P16", invariant = true)
  void filesPassEveryCheck() throws Exception {
    List<CheckResult> results = checked(PROJECT);

    assertThat(failures(results)).isEmpty();
    assertThat(results).extracting(CheckResult::check).contains("functions", "rights", "schema");
    if (Terraform.onPath().isPresent()) {
      assertThat(results)
          .filteredOn(each -> each.verdict() == Status.OK)
          .extracting(CheckResult::check)
          .contains(
              "format",
              "plan of production",
              "functions of production",
              "rights of production",
              "retention of production",
              "protection of production",
              "plan of staging");
    }
  }

  /**
   * A change and the expected problem.
   *
   * @param file beneath {@code terraform}
   */
  private record Mutation(String file, String text, String replacement, String problem) {}

  /** Makes the changes in a copy, and returns the failures of its check. */
  private List<String> failuresWith(List<Mutation> changes) throws IOException {
    InfraFiles files = copy();
    for (Mutation each : changes) {
      change(files, each.file(), each.text(), each.replacement());
    }
    return failures(checked(files));
  }

  private static void requireEach(List<Mutation> changes, List<String> failures) {
    for (Mutation each : changes) {
      assertThat(failures).as(each.file()).anyMatch(line -> line.contains(each.problem()));
    }
  }

  @Test
  void refusesLongRetentionAndExtraGrants() throws Exception {
    needsTerraform();
    List<Mutation> changes =
        List.of(
            new Mutation(
                "modules/privacy/buckets.tf",
                "retention_duration_seconds = local.seconds[\"${each.key}.softDelete\"]",
                "retention_duration_seconds = 604800",
                "retention of production: module.privacy.google_storage_bucket.data[\"content\"]"
                    + " keeps sealed images for P7D"),
            new Mutation(
                "modules/privacy/logging.tf",
                "local.days[\"logs.retention\"]",
                "30",
                "with this plan, logs keeps its last copy for P37D"),
            new Mutation(
                "modules/privacy/firestore.tf",
                "\"${local.seconds[\"${each.key}.backups\"]}s\"",
                "\"8467200s\"",
                "daily[\"keys\"] keeps the database of wrapped keys for P98D"),
            new Mutation(
                "modules/privacy/keys.tf",
                "local.seconds[\"kek.keyDestruction\"]",
                "60 * 86400",
                "with this plan, kek keeps its last copy for P60D"),
            new Mutation(
                "modules/privacy/buckets.tf",
                "\"enforced\"",
                "\"inherited\"",
                "can be made public"),
            new Mutation(
                "modules/privacy/iam.yaml",
                "{ role: roles/datastore.viewer, target: [database/main], why: \"reads the audit",
                "{ role: roles/datastore.user, target: [database/main], why: \"reads the audit",
                "rights: docs/iam.md is out of date"),
            new Mutation(
                "modules/privacy/iam.tf",
                "for_each = local.granted.topic",
                "for_each = merge(local.granted.topic, { x = { member ="
                    + " local.members[\"Erase\"], role = \"roles/pubsub.admin\", name = \"erase\" }"
                    + " })",
                "iam.yaml does not: Erase has roles/pubsub.admin on topic/erase"),
            new Mutation(
                "modules/privacy/functions.tf",
                "\"google.cloud.storage.object.v1.finalized\"",
                "\"google.cloud.storage.object.v1.deleted\"",
                "function[\"BlobUploaded\"] has an event trigger that no class decodes"));

    requireEach(changes, failuresWith(changes));
  }

  @Test
  void refusesFunctionsThatDifferFromTheClasses() throws Exception {
    needsTerraform();
    List<Mutation> changes =
        List.of(
            new Mutation(
                "modules/privacy/functions.tf",
                "local.emails[each.value.function]",
                "local.emails[\"build\"]",
                "uses the same service account as module.privacy.google_cloudfunctions2_function.function"),
            new Mutation(
                "modules/privacy/functions.yaml",
                "{ task: purge }",
                "{ task: purges }",
                "the plan: Purge is triggered by TaskPublished[topic=purges, redelivered=false]"),
            new Mutation(
                "modules/privacy/functions.yaml",
                "needs: [blobs, signing]",
                "needs: [blobs]",
                "CheckpointAudit lacks the variable SIGNING_KEK_URI"));

    requireEach(changes, failuresWith(changes));
  }

  /** A copy whose data map has stamped content beneath users and in two other places. */
  private InfraFiles copyWithContentElsewhere() throws IOException {
    Path settings = directory.resolve("settings");
    copy(FixtureProduct.FOLDER, settings);
    Path map = settings.resolve("datamap.yaml");
    String content =
        """
        locations:
          %s: { kind: document, path: "%s", subject: "{uid}", role: content,
            stamped: yes, purposes: [service], retention: item-life, export: yes, erase: delete,
            fields: { text: { category: user.content.private } } }
        """;
    Files.writeString(
        map,
        Files.readString(map)
            .replace("locations:\n", content.formatted("badges", "badges/{uid}"))
            .replace("locations:\n", content.formatted("notes", "people/{uid}/notes/{id}")));
    return new InfraFiles(copy().root(), settings);
  }

  @Test
  @Keeps("P3")
  void plansAFunctionForEachPatternOfTheDataMap() throws Exception {
    needsTerraform();
    InfraFiles files = copyWithContentElsewhere();

    assertThat(failures(checked(files))).isEmpty();
  }

  @Test
  @Keeps("P3")
  void refusesAPlanWithOtherPatternsThanTheDataMap() throws Exception {
    needsTerraform();
    InfraFiles files = copyWithContentElsewhere();
    change(files, "modules/privacy/triggers.tf", "length(paths) == 1 ||", "length(paths) == 4 ||");
    change(files, "modules/privacy/triggers.tf", "\"account\"], it.role", "\"log\"], it.role");

    assertThat(failures(checked(files)))
        .anyMatch(each -> each.endsWith("lacks ContentWritten on people/{uid}/notes/{id}"))
        .anyMatch(each -> each.endsWith("lacks ContentWritten on users/{uid}/{collection}/{id}"))
        .anyMatch(
            each ->
                each.matches(".*ContentWritten-.*\\] has an event trigger that no class decodes"));
  }

  /** Notely keeps its users' status in the Realtime Database. */
  @Test
  void plansNotelyOnceTheUrlOfItsRealtimeDatabaseIsSet() throws Exception {
    needsTerraform();
    InfraFiles notely = copy().with(PROJECT.root().resolve("examples/notely"));

    assertThat(failures(checked(notely)))
        .singleElement()
        .asString()
        .endsWith("lack REALTIME_DATABASE_URL; set the Terraform variable realtime_database_url");

    change(
        notely,
        "environments/production/terraform.tfvars",
        "project_id ",
        "realtime_database_url = \"https://notely.firebaseio.com\"\n\nproject_id ");
    assertThat(
            failures(
                InfraCheck.ofFiles(
                    notely,
                    Files.createDirectory(directory.resolve("again")),
                    result -> {},
                    new FakeProviderFallback(notely))))
        .isEmpty();
  }

  /** Schema violations are found with and without Terraform. */
  @Test
  void refusesSchemaViolations() throws Exception {
    List<Mutation> changes =
        List.of(
            new Mutation(
                "modules/privacy/topics.tf",
                "retain_acked_messages",
                "retain_acknowledged_messages",
                "google_pubsub_subscription.dead_letters has no argument retain_acknow"),
            new Mutation(
                "modules/privacy/keys.tf",
                "key_ring                   = google_kms_key_ring.privacy.id",
                "",
                "google_kms_crypto_key.key lacks key_ring"),
            new Mutation(
                "modules/privacy/firestore.tf",
                "google_firestore_database.database[\"main\"].name",
                "google_firestore_database.databases[\"main\"].name",
                "refers to google_firestore_database.databases, which is not declared"),
            new Mutation(
                "modules/privacy/outputs.tf",
                "google_cloudfunctions2_function.function[name].url",
                "google_cloudfunctions2_function.function[name].address",
                "which has no attribute address"),
            new Mutation(
                "modules/privacy/secrets.tf",
                "resource \"google_secret_manager_secret\"",
                "resource \"google_secret_manager_secrets\"",
                "has a type that the provider does not have"));

    List<String> failures = failuresWith(changes);

    requireEach(changes, failures);
    assertThat(failures).anyMatch(each -> each.startsWith("schema: "));
    if (Terraform.onPath().isPresent()) {
      assertThat(failures)
          .anyMatch(
              each ->
                  each.startsWith("plan of production: ")
                      && each.contains("retain_acknowledged_messages"));
    }
  }

  /** As {@code ./run infra check} does on this machine. */
  @Test
  void skipsPlanWithoutProvider() throws Exception {
    Path work = Files.createDirectories(directory.resolve("work"));

    List<CheckResult> results = InfraCheck.ofFiles(PROJECT, work, result -> {});

    assertThat(failures(results)).isEmpty();
    if (results.stream().noneMatch(each -> each.check().equals("provider"))) {
      assertThat(results)
          .filteredOn(each -> each.check().equals("plan"))
          .singleElement()
          .satisfies(each -> assertThat(each.verdict()).isEqualTo(Status.SKIPPED))
          .satisfies(
              each ->
                  assertThat(each.lines())
                      .singleElement()
                      .asString()
                      .contains("no plan was checked"));
    }
  }

  @Test
  void mistakeIsNotReportedAsMissingProvider() throws Exception {
    needsTerraform();
    InfraFiles files = copy();
    change(files, "modules/privacy/outputs.tf", "output \"", "output { \"");
    Path work = Files.createDirectories(directory.resolve("work"));

    List<String> failures = failures(InfraCheck.ofFiles(files, work, result -> {}));

    assertThat(failures).anyMatch(each -> each.startsWith("plan of production: "));
  }

  @Test
  void refusesUnformattedFiles() throws Exception {
    needsTerraform();
    InfraFiles files = copy();
    change(files, "modules/privacy/apis.tf", "locals {", "locals    {");

    assertThat(failures(checked(files))).anyMatch(each -> each.startsWith("format: "));
  }

  @Test
  void acceptsFirstGenerationAccountEvents() throws Exception {
    needsTerraform();
    InfraFiles files = copy();
    change(
        files,
        "environments/production/terraform.tfvars",
        "project_id ",
        "auth_trigger_generation = 1\nproject_id ");

    assertThat(failures(checked(files))).allMatch(each -> each.startsWith("format: "));
  }

  private static void change(InfraFiles files, String file, String text, String replacement)
      throws IOException {
    Path path = files.root().resolve("terraform").resolve(file);
    String before = Files.readString(path);
    assertThat(before).as(file).contains(text);
    Files.writeString(path, before.replace(text, replacement));
  }
}
