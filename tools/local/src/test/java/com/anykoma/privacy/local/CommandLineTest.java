package com.anykoma.privacy.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.demo.DemoCloud;
import com.anykoma.privacy.local.demo.StoryOutput;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("slow")
final class CommandLineTest {
  @TempDir private Path directory = Path.of("");

  private static List<String> ids(Ran ran) {
    List<String> ids = new ArrayList<>();
    for (JsonElement each : ran.json().getAsJsonArray("events")) {
      JsonElement id = each.getAsJsonObject().get("id");
      ids.add(id.isJsonNull() ? "null" : id.getAsString());
    }
    return ids;
  }

  private static String event(String id, String uid, String status, long created) {
    return """
        {"id":"%s","object":"event","livemode":false,"created":%d,
         "type":"customer.subscription.updated","data":{"object":{"object":"subscription",
         "id":"sub_%s","customer":"cus_%s","status":"%s","metadata":{%s},
         "items":{"data":[{"current_period_end":%d,
           "price":{"id":"price_1","lookup_key":"pro_monthly"}}]}}}}"""
        .formatted(
            id,
            created,
            uid,
            uid,
            status,
            uid.equals("nobody") ? "" : "\"firebaseUID\":\"" + uid + "\"",
            created);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  @Keeps({"P7", "P8", "E2", "E33"})
  void replayReportsFinalStateOfEverySubject() throws Exception {
    file("2.json", "{\"events\":[" + event("evt_3", "u1", "canceled", 1_770_003_000) + "]}");
    file(
        "1.json",
        "["
            + event("evt_1", "u1", "active", 1_770_001_000)
            + ",\n"
            + event("evt_2", "u2", "past_due", 1_770_002_000)
            + "]");
    file("3.json", event("evt_4", "nobody", "active", 1_770_004_000));
    file("ignored.txt", "no JSON");

    Ran ran = Ran.of("replay", "--json", directory.toString());

    assertThat(ran.exit()).isZero();
    assertThat(ids(ran)).containsExactly("evt_1", "evt_2", "evt_3", "evt_4");
    JsonArray subjects = ran.json().getAsJsonArray("subjects");
    assertThat(subjects).hasSize(2);
    JsonObject first = subjects.get(0).getAsJsonObject();
    assertThat(first.get("uid").getAsString()).isEqualTo("u1");
    assertThat(first.get("plan").getAsString()).isEqualTo("free");
    assertThat(first.get("protected").getAsBoolean()).isFalse();
    assertThat(first.getAsJsonArray("reasons")).isEmpty();
    assertThat(periods(first))
        .containsExactly(
            "2026-02-02T02:56:39Z 2026-02-02T02:56:40Z free account",
            "2026-02-02T02:56:40Z 2026-02-02T03:30:00Z pro evt_1",
            "2026-02-02T03:30:00Z null free evt_3");
    JsonObject second = subjects.get(1).getAsJsonObject();
    assertThat(second.get("plan").getAsString()).isEqualTo("pro");
    assertThat(second.get("paidFeatures").getAsBoolean()).isTrue();
    assertThat(second.get("protected").getAsBoolean()).isTrue();
    assertThat(second.getAsJsonArray("reasons").toString())
        .isEqualTo(
            "[\"subscription-past-due\",\"paid-when-created\",\"paid-now\",\"paid-since-created\"]");
    assertThat(ran.json().getAsJsonArray("parked").toString()).isEqualTo("[\"evt_4\"]");
  }

  private static List<String> periods(JsonObject subject) {
    List<String> periods = new ArrayList<>();
    for (JsonElement each : subject.getAsJsonArray("consents")) {
      JsonObject period = each.getAsJsonObject();
      periods.add(
          period.get("from").getAsString()
              + " "
              + (period.get("to").isJsonNull() ? "null" : period.get("to").getAsString())
              + " "
              + period.get("plan").getAsString()
              + " "
              + period.get("sourceEvent").getAsString());
    }
    return periods;
  }

  @Test
  void replayReadsFilesInOrderOfTheirNames() throws Exception {
    Path late = file("b.json", event("evt_b", "u1", "active", 1_770_001_000));
    Path early = file("a.json", event("evt_a", "u1", "active", 1_770_001_000));

    Ran ran = Ran.of("replay", late.toString(), early.toString(), "--json");

    assertThat(ids(ran)).containsExactly("evt_a", "evt_b");
  }

  @Test
  void replaySendsMalformedEventsAndReportsTheirStatus() throws Exception {
    file("1.json", "[5, {}, {\"id\":\"evt_1\"}, {\"id\":7,\"created\":\"x\",\"data\":[]}, \"é\"]");

    Ran ran = Ran.of("replay", directory.toString(), "--json");

    assertThat(ran.exit()).isOne();
    assertThat(ran.err()).contains("refused: ");
    assertThat(ids(ran)).containsExactly("null", "null", "evt_1", "null", "null");
    assertThat(ran.json().getAsJsonArray("events"))
        .allMatch(each -> each.getAsJsonObject().get("status").getAsInt() == 400);
    assertThat(ran.json().getAsJsonArray("subjects")).isEmpty();
  }

  @Test
  void replaySkipsInvalidUids() throws Exception {
    file("1.json", event("evt_1", "a/b", "active", 1_770_001_000));

    Ran ran = Ran.of("replay", directory.toString(), "--json");

    assertThat(ran.exit()).as("its ids are none of Stripe's").isOne();
    assertThat(ran.json().getAsJsonArray("subjects")).isEmpty();
  }

  @Test
  void replayReportsNonJsonFileAsUsageError() throws Exception {
    for (String text : List.of("", "{", "[1,]", "7", "{} {}", "{\"a\":1,}")) {
      file("bad.json", text);

      Ran ran = Ran.of("replay", directory.toString(), "--json");

      assertThat(ran.exit()).as(text).isEqualTo(2);
      assertThat(ran.err()).contains("bad.json");
      assertThat(ran.out()).isEmpty();
    }
    assertThat(Ran.of("replay", directory.resolve("none").toString()).exit()).isEqualTo(2);
    assertThat(Ran.of("replay").exit()).isEqualTo(2);
    assertThat(Ran.of("nonsense").exit()).isEqualTo(2);
  }

  @Test
  void replayPrintsATable() throws Exception {
    file("1.json", event("evt_1", "u1", "active", 1_770_001_000));

    Ran ran = Ran.of("replay", directory.toString());

    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .contains("200       customer.subscription.updated")
        .contains("u1: plan pro, paid features yes, new content protected")
        .endsWith("  none" + System.lineSeparator());
  }

  @Test
  @Keeps({"P3", "P8"})
  void gateExplainsEveryItem() throws Exception {
    Path data = directory.resolve("data");
    try (DemoCloud stage = new DemoCloud(FixtureProduct.FILES, CloudChoice.EMBEDDED, data)) {
      stage.signUp("u1");
      stage.create("users/u1/prompts/p1", Fields.empty().with("text", "a red dragon"));
      stage.set("u1", "objection", true);

      Ran ran = Ran.of("gate", "u1", "--json", "--data", data.toString());

      assertThat(ran.exit()).isZero();
      assertThat(ran.json().toString())
          .isEqualTo(
              "{\"uid\":\"u1\",\"plan\":\"free\",\"paidFeatures\":false,\"protected\":true,"
                  + "\"items\":[{\"item\":\"prompts/p1\",\"eligible\":false,"
                  + "\"reasons\":[\"objection\"]}]}");
    }
    Ran text = Ran.of("gate", "u1", "--data", data.toString());
    assertThat(text.exit()).isZero();
    assertThat(text.out())
        .contains(
            "no: its subject objects, or objected to or restricted its use since it was created");
  }

  @Test
  void gateReportsUnknownSubjects() throws Exception {
    Path data = directory.resolve("data");
    assertThat(Ran.of("gate", "u1", "--data", data.toString()).exit()).isEqualTo(1);
    assertThat(data).doesNotExist();
    LocalCloud.open(FixtureProduct.FILES, data, Clock.systemUTC()).close();

    Ran ran = Ran.of("gate", "u1", "--json", "--data", data.toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("no data exists about u1");
    assertThat(Ran.of("gate", "x".repeat(129), "--data", data.toString()).exit()).isEqualTo(2);
  }

  @Test
  @Keeps({"P2", "P11", "P12"})
  void attestReportsDataOutsideTheDataMap() {
    Path data = directory.resolve("data");
    try (DemoCloud stage = new DemoCloud(FixtureProduct.FILES, CloudChoice.EMBEDDED, data)) {
      stage.signUp("u1");
      stage.create("users/u1/prompts/p1", Fields.empty().with("text", "a red dragon"));

      Ran clean = Ran.of("attest", "--json", "--data", data.toString());

      assertThat(clean.exit()).as(clean.out()).isZero();
      assertThat(clean.json().get("clean").getAsBoolean()).isTrue();
      assertThat(clean.json().get("complete").getAsBoolean()).isTrue();
      stage.create("users/u1/photos/p1", Fields.empty().with("text", "a red dragon"));
      stage.set("u1", "odd\u001b[2J", true);
    }

    Ran ran = Ran.of("attest", "--json", "--data", data.toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.json().get("clean").getAsBoolean()).isFalse();
    assertThat(ran.json().getAsJsonArray("unlistedCollections").toString())
        .isEqualTo("[{\"database\":\"main\",\"shape\":\"users/{}/photos\",\"documents\":1}]");
    assertThat(ran.json().getAsJsonObject("unlistedBlobs").size()).isZero();
    assertThat(ran.json().getAsJsonArray("locations").get(0).toString())
        .isEqualTo(
            "{\"location\":\"users\",\"seen\":1,\"withUnlistedFields\":1,"
                + "\"unlistedFields\":[\"`odd\\u001b[2J`\"],\"overAge\":0,\"withoutSubject\":0}");
  }

  @Test
  void attestTableCannotControlTheTerminal() throws Exception {
    Path data = directory.resolve("data");
    LocalCloud.open(FixtureProduct.FILES, data, Clock.systemUTC()).close();
    assertThat(Ran.of("attest", "--data", data.toString()).out())
        .contains("All data matches the data map.");
    try (EmbeddedCloud cloud = EmbeddedCloud.open(data, Clock.systemUTC())) {
      Fields odd = Fields.empty().with("odd\u001b[2J\u009b\u202e", 1);
      assertThat(cloud.documents().create(DocumentPath.of("users", "u1"), odd)).isTrue();
      assertThat(cloud.documents().create(DocumentPath.of("pho\u001btos", "u1"), odd)).isTrue();
      cloud
          .blobs()
          .write(
              new BlobId("content", "photos/a"),
              "image/png",
              Map.of(),
              OptionalLong.empty(),
              out -> out.write(1));
    }

    Ran ran = Ran.of("attest", "--data", data.toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out())
        .contains("LOCATION", "users                       1                1")
        .contains("fields of users that are not in the data map:")
        .contains("`odd\\u001b[2J\\u009b\\u202e`")
        .contains("pho\\u001btos, documents: 1")
        .contains("objects of bucket content that are not in the data map: 1")
        .contains("Some data does not match the data map.")
        .doesNotContain("\u001b", "\u009b", "\u202e");
  }

  /** Data of one person with an image and a prompt, and of a neighbour. */
  private Path somebody() {
    Path data = directory.resolve("data");
    LocalCloud.open(FixtureProduct.FILES, data, Clock.systemUTC()).close();
    try (EmbeddedCloud cloud = EmbeddedCloud.open(data, Clock.systemUTC())) {
      cloud.accounts().create(new SubjectId("u1"), Optional.empty(), Optional.empty());
      for (String path : List.of("users/u1", "users/u1/prompts/p1", "users/u10/prompts/p1")) {
        assertThat(cloud.documents().create(new DocumentPath(path), Fields.empty())).isTrue();
      }
      assertThat(cloud.documents().create(new DocumentPath("users/u1/images/i1"), Fields.empty()))
          .isTrue();
    }
    return data;
  }

  @Test
  @Keeps({"P19", "P20"})
  void purgeWithoutConfirmOnlyListsDocuments() {
    String data = somebody().toString();

    Ran ran = Ran.of("purge", "users/u1/images/i1", "--json", "--data", data);

    assertThat(ran.exit()).isZero();
    assertThat(ran.json().getAsJsonArray("items").toString())
        .contains("\"name\":\"users/u1/images/i1\",\"isDeleted\":true,\"why\":\"item\"")
        .doesNotContain("u10");
    assertThat(Ran.of("purge", "users/u1/images/i1", "--dry-run", "--data", data).out())
        .contains("deleted item     images", "1 would be deleted");
    assertThat(Ran.of("purge", "users/u1/images/i1", "--confirm", "--data", data).exit())
        .isEqualTo(1);
    assertThat(Ran.of("purge", "users/u1/images/i1", "--dry-run", "--confirm").exit()).isEqualTo(2);
    assertThat(Ran.of("purge", "users/u1", "--data", data + "x").err())
        .contains("contains no data");
    assertThat(Ran.of("purge", "users", "--data", data).exit()).isEqualTo(2);
  }

  @Test
  @Keeps({"P19", "P23"})
  void eraseCountsAndErasesWhenConfirmed() {
    String data = somebody().toString();

    assertThat(Ran.of("erase", "u1", "--data", data).out())
        .contains("users                   3", "erasure: not requested");
    Ran ran = Ran.of("erase", "u1", "--confirm", "--json", "--data", data);

    assertThat(ran.exit()).isZero();
    assertThat(ran.json().get("erasure").getAsString()).isEqualTo("fulfilled");
    assertThat(
            Ran.of("erase", "u1", "--json", "--data", data)
                .json()
                .getAsJsonObject("counts")
                .toString())
        .contains("\"users\":0");
    assertThat(Ran.of("erase", "u10", "--data", data).out()).contains("users                   1");
    Ran replayed = Ran.of("replay-tombstones", "--json", "--data", data);
    assertThat(replayed.json().get("keysDestroyedAgain").getAsLong()).isZero();
    assertThat(replayed.json().get("subjectsFound").getAsLong()).isZero();
  }

  @Test
  @Keeps("P19")
  void confirmRefusesWhenNothingIsBlocked() {
    String data = somebody().toString();

    assertThat(Ran.of("confirm", "erasures", "--data", data).exit()).isEqualTo(1);
    assertThat(Ran.of("confirm", "none", "--deny", "--data", data).err())
        .contains("no blocked deletion has this kind, cause, location or id");
    assertThat(Ran.of("replay-tombstones", "--data", data + "x").exit()).isEqualTo(1);
    assertThat(Ran.of("--help").out()).contains("purge", "erase", "confirm", "replay-tombstones");
  }

  @Test
  void attestReportsMissingDataDirectory() {
    Path data = directory.resolve("data");

    Ran ran = Ran.of("attest", "--data", data.toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("contains no data");
    assertThat(data).doesNotExist();
    assertThat(Ran.of("attest", "--help").out()).contains("--json", "--data", "Exit code 1");
  }

  @Test
  @Keeps({
    "P3", "P5", "P6", "P7", "P8", "P10", "P16", "P19", "P20", "P22", "P23", "P25", "P38", "E1",
    "E2", "E3", "E8", "E9", "E10", "E11", "E13", "E14", "E17", "E20", "E23", "E31", "E33"
  })
  void everyClaimOfTheDemoHolds() {
    Ran ran = Ran.of();

    assertThat(ran.exit()).as(ran.out()).isZero();
    assertThat(ran.out()).contains("All 73 claims held.").doesNotContain("BROKEN", "\u001b[");
  }

  @Test
  void aBrokenClaimFailsTheDemo() {
    StringWriter out = new StringWriter();
    StoryOutput telling = new StoryOutput(new PrintWriter(out), CommandLine.Help.Ansi.OFF);

    telling.step("A step");
    telling.claim("the sky is blue", true, "P10 E1");
    telling.claim("the moon is cheese", false, "P9");

    assertThat(telling.conclude()).isFalse();
    assertThat(out.toString())
        .contains("P9            1  BROKEN: the moon is cheese", "P10           1  held")
        .contains("1 of 2 claims are broken.");
  }

  @Test
  void printsHelpAndVersion() {
    assertThat(Ran.of("--help").out())
        .contains("demo", "serve", "replay", "gate", "residency", "attest");
    assertThat(Ran.of("--version").exit()).isZero();
  }
}
