package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.Ran;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the operators' commands about people, items and orders. */
@SuppressWarnings("NullAway.Init") // JUnit sets it
@Tag("slow")
final class OperatorCommandsTest {
  private static final SubjectId U1 = new SubjectId("u1");
  private static final String ITEM = "users/u1/prompts/p1";

  @TempDir private Path directory;

  @BeforeEach
  void begin() {
    LocalCloud.open(FixtureProduct.FILES, directory, Clock.systemUTC()).close();
  }

  private Ran run(String... arguments) {
    return Ran.of(
        Stream.concat(Stream.of(arguments), Stream.of("--data", directory.toString()))
            .toArray(String[]::new));
  }

  private EmbeddedData open() {
    return EmbeddedData.open(FixtureProduct.FILES, directory);
  }

  /** A person with one item. */
  private void signUp(SubjectId subject) {
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, Clock.systemUTC())) {
      cloud.accounts().create(subject, Optional.empty(), Optional.empty());
      for (String path : List.of("users/", "subjects/")) {
        assertThat(
                cloud
                    .documents()
                    .create(
                        new DocumentPath(path + subject.value()),
                        Fields.empty().with("accountCreatedAt", Instant.now())))
            .isTrue();
      }
      assertThat(
              cloud
                  .documents()
                  .create(
                      new DocumentPath("users/" + subject.value() + "/prompts/p1"), Fields.empty()))
          .isTrue();
    }
  }

  private long written() {
    try (EmbeddedData opened = open()) {
      return Stream.of("tombstones", "erasures", "purges", "fences", "subjects", "breakers")
          .mapToLong(
              each -> opened.cloud().documents().find(Query.in(new CollectionPath(each))).size())
          .sum();
    }
  }

  @Test
  @Keeps({"P19", "P23"})
  void erasesUnknownUidsOnlyWithForce() {
    for (List<String> how : List.of(List.<String>of(), List.of("--confirm"), List.of("--json"))) {
      Ran ran =
          run(Stream.concat(Stream.of("erase", "nbody"), how.stream()).toArray(String[]::new));

      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err()).contains("no store has data about this uid");
    }
    assertThat(written()).isZero();
    assertThat(run("orders", "--json").json().getAsJsonArray("fulfilledLately")).isEmpty();

    Ran forced = run("erase", "nbody", "--confirm", "--force", "--json");

    assertThat(forced.exit()).isZero();
    assertThat(forced.json().get("erasure").getAsString()).isEqualTo("fulfilled");
    assertThat(run("erase", "nbody").exit()).isZero(); // its tombstone is known now
  }

  @Test
  @Keeps("P19")
  void purgesUnknownPathsOnlyWithForce() {
    signUp(U1);
    long before = written();

    Ran ran = run("purge", "users/u1/prompts/typo", "--confirm", "--json");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("no store has data at this path");
    assertThat(written()).isEqualTo(before);
    assertThat(run("purge", "users/u1/prompts/typo", "--force").out())
        .contains("0 would be" + " deleted");
    assertThat(run("purge", ITEM).exit()).isZero();
  }

  @Test
  @Keeps({"P20", "P23"})
  void eraseAndGateShowRevocableRequests() {
    signUp(U1);
    Instant until;
    try (EmbeddedData opened = open()) {
      RemovalOrder order = opened.wiring().services().erasures().request(U1, "requested");
      until = order.restorableUntil();
    }

    Ran text = run("erase", "u1");
    JsonObject order = run("erase", "u1", "--json").json().getAsJsonObject("order");
    Ran gate = run("gate", "u1");

    assertThat(text.out())
        .contains("erasure: open, requested 20", "due 20", "cause: requested")
        .contains("can be revoked until " + until.toString().substring(0, 10));
    assertThat(order.get("state").getAsString()).isEqualTo("open");
    assertThat(Instant.parse(order.get("restorableUntil").getAsString())).isEqualTo(until);
    assertThat(order.keySet())
        .contains("requestedAt", "dueAt", "remaining", "discrepancies", "notGoneYet");
    assertThat(gate.out())
        .contains("erasure requested, can be revoked until " + until)
        .doesNotContain("is erased");
    assertThat(run("gate", "u1", "--json").json().getAsJsonArray("items").toString())
        .contains("erasure-requested")
        .doesNotContain("erased-subject");

    assertThat(run("erase", "u1", "--confirm").exit()).isZero();

    assertThat(run("gate", "u1").out()).contains("its subject is erased");
    assertThat(run("erase", "u1", "--json").json().get("erasure").getAsString())
        .isEqualTo("fulfilled");
  }

  @Test
  @Keeps("P20")
  void purgeShowsTheOpenOrder() {
    signUp(U1);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, Clock.systemUTC())) {
      RemovalOrder order =
          RemovalOrder.open(
                  new DocumentPath("purges/o1"),
                  U1,
                  "deleted",
                  now,
                  now.plus(Duration.ofDays(7)),
                  now.plus(Duration.ofDays(30)))
              .with("item", ITEM);
      assertThat(cloud.documents().create(order.path(), order.fields())).isTrue();
    }

    Ran text = run("purge", ITEM);
    Ran confirmed = run("purge", ITEM, "--confirm", "--json");

    assertThat(text.exit()).isZero();
    assertThat(text.out()).contains("purge: open, requested", "can be revoked until");
    assertThat(confirmed.exit()).isEqualTo(1);
    assertThat(confirmed.json().getAsJsonObject("order").get("state").getAsString())
        .isEqualTo("open");
    assertThat(confirmed.err()).contains("nothing was purged");
  }

  /** One more than may be erased within an hour, because their accounts were deleted. */
  private void deleteManyAccounts() {
    try (EmbeddedData opened = open()) {
      for (int i = 0; i <= 101; i++) {
        SubjectId subject = new SubjectId("many" + i);
        opened
            .cloud()
            .documents()
            .create(new DocumentPath("users/many" + i), Fields.empty().with("gpc", false));
        opened.wiring().services().erasures().begin(subject, "account-deleted");
      }
      opened.runRemovals();
    }
  }

  @Test
  @Keeps("P19")
  void blockedDeletionsAreListedThenDeniedOrConfirmed() {
    assertThat(run("confirm", "erasures").exit()).isEqualTo(1);
    assertThat(run("confirm", "erasures", "--deny").err())
        .contains("no blocked deletion has this kind, cause, location or id");
    deleteManyAccounts();

    Ran blocked = run("orders");
    JsonObject json = run("orders", "--json").json();
    assertThat(blocked.exit()).isEqualTo(1);
    assertThat(blocked.out())
        .contains("blocked: 2 orders need a decision")
        .contains("circuit breaker: erasures-account-deleted\n  blocked since")
        .contains("cause: account-deleted", "too many erasures within an hour");
    assertThat(blocked.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(json.get("blocked").getAsLong()).isEqualTo(2);
    assertThat(json.getAsJsonArray("orders").get(0).getAsJsonObject().get("cause").getAsString())
        .isEqualTo("account-deleted");

    Ran denied = run("confirm", "erasures", "--deny");
    assertThat(denied.exit()).isZero();
    assertThat(denied.out())
        .contains("denied; 2 blocked orders remove nothing", "erasures-account-deleted");
    assertThat(run("orders").out()).doesNotContain("too many erasures", "orders need");
    assertThat(run("orders").exit()).isEqualTo(1); // the cause stays blocked
    try (EmbeddedData opened = open()) {
      assertThat(opened.wiring().services().subjects().erased(new SubjectId("many101"))).isFalse();
    }

    assertThat(run("confirm", "account-deleted").out()).contains("0 blocked orders continue");
    assertThat(run("orders").exit()).isZero();
    assertThat(run("confirm", "account-deleted").exit()).isEqualTo(1);
  }

  @Test
  @Keeps("P19")
  void confirmedOrderIsNoLongerListedAsBlocked() {
    deleteManyAccounts();

    Ran confirmed = run("confirm", "erasures", "--json");

    assertThat(confirmed.json().get("orders").getAsLong()).isEqualTo(2);
    assertThat(confirmed.json().getAsJsonArray("stillBlocked")).isEmpty();
    Ran orders = run("orders");
    assertThat(orders.exit()).isZero();
    assertThat(orders.out())
        .contains("confirmed by a person")
        .doesNotContain("blocked", "too many erasures");
  }

  @Test
  @Keeps({"P23", "E21"})
  void setsListsAndReleasesHolds() {
    signUp(U1);
    String until = "2100-01-01T00:00:00Z";

    Ran set = run("hold", "set", ITEM, "--ground", "case \u001b[31m7", "--until", until);

    assertThat(set.exit()).as(set.err()).isZero();
    String id = set.out().strip();
    JsonObject listed =
        run("hold", "list", ITEM, "--json").json().getAsJsonArray("holds").get(0).getAsJsonObject();
    assertThat(listed.get("hold").getAsString()).isEqualTo(id);
    assertThat(listed.get("until").getAsString()).isEqualTo(until);
    assertThat(listed.get("kept").getAsBoolean()).isTrue();
    assertThat(run("hold", "list", "u1").out()).contains(id, ITEM).doesNotContain("\u001b");
    assertThat(run("hold", "list", "users/u1/prompts/other").out()).contains("no holds");
    assertThat(run("hold", "release", id).exit()).isZero();
    assertThat(run("hold", "list", "u1").out()).contains("no holds");
    assertThat(run("hold", "release", id).exit()).isEqualTo(1);
  }

  @Test
  void refusesHoldsWithoutGroundOrWithPastEnd() {
    signUp(U1);
    String[] past = {"hold", "set", ITEM, "--ground", "case 7", "--until", "2000-01-01T00:00:00Z"};

    assertThat(run(past).exit()).isEqualTo(2);
    assertThat(run("hold", "set", ITEM, "--until", "2100-01-01T00:00:00Z").exit()).isEqualTo(2);
    assertThat(run("hold", "set", "users", "--ground", "a", "--until", "x").exit()).isEqualTo(2);
    assertThat(run("hold", "list", "a//b").exit()).isEqualTo(2);
    assertThat(Ran.of("hold").exit()).isEqualTo(2);
    assertThat(run("hold", "list", "u1").out()).contains("no holds");
  }

  @Test
  @Keeps({"P16", "P17"})
  void rewrapsAllKeysAndReplacesOnePersonsKey() {
    signUp(U1);
    assertThat(run("hold", "set", ITEM, "--ground", "c", "--until", "2100-01-01T00:00:00Z").exit())
        .isZero();

    assertThat(run("rotate-key").out()).contains("every key is rewrapped");
    assertThat(run("rotate-key", "--json").json().get("rotated").getAsString()).isEqualTo("all");
    assertThat(run("rotate-key", "u2").exit()).isEqualTo(1);
    assertThat(run("rotate-key", "u2").err()).contains("cannot add a key");
  }

  @Test
  void acceptsIdsThatBeginWithADash() {
    for (String each : List.of("-YmmuwOnen0")) {
      assertThat(run("confirm", each, "--deny").err())
          .contains("no blocked deletion has this kind");
      assertThat(run("certificate", "get", each).err())
          .contains("no certificate exists for this" + " order");
      assertThat(run("hold", "release", each).err()).contains("no hold has this id");
    }
    assertThat(run("confirm", "erasures", "--dney").exit()).isEqualTo(2);
    assertThat(run("orders", "--jsno").exit()).isEqualTo(2);
  }

  @Test
  void operatorCommandsHaveHelp() {
    for (String each :
        List.of("orders", "confirm", "gate", "hold set", "hold list", "rotate-key")) {
      Ran help = Ran.of((each + " --help").split(" "));
      assertThat(help.exit()).as(each).isZero();
      assertThat(help.out()).contains("--project", "--json");
    }
    assertThat(Ran.of("certificate", "get", "--help").out()).contains("--project");
    assertThat(Ran.of("replay-tombstones", "--help").out()).contains("--project");
    assertThat(Ran.of("orders", "--project", "No Project!").exit()).isNotZero();
  }
}
