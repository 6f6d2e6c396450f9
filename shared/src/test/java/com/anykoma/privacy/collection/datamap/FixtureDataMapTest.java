package com.anykoma.privacy.collection.datamap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.anykoma.privacy.DataCategory;
import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.yaml.Setting;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FixtureDataMapTest {
  private final DataMap map = FixtureProduct.MAP;

  @Test
  void coversTheAppsDataAndOurOwn() {
    assertThat(map.locations())
        .extracting(Location::name)
        .contains("users", "prompts", "images", "characters", "stories", "usage", "devices")
        .contains("errorLogs", "securityLogs", "uploadedImages", "sealedImages", "accounts")
        .contains("subjects", "consents", "items", "customers", "tombstones", "stripeEvents")
        .contains("corpus", "releaseItems", "stripeCustomer");
  }

  @Test
  @Keeps({"P11", "P12", "P13", "P14", "P15"})
  void hasOnlyCategoriesOfThePrivacyPage() {
    assertThat(map.locations().stream().flatMap(each -> each.fields().stream()))
        .extracting(each -> each.category().key())
        .containsOnly(
            "user.account",
            "user.contact.email",
            "user.name",
            "user.payment",
            "user.unique_id",
            "user.content",
            "user.content.private",
            "user.behavior",
            "user.device",
            "user.device.ip_address",
            "user.device.telemetry",
            "user.privacy_preferences",
            "system.operations");
  }

  @Test
  @Keeps("P14")
  void keepsIpAddressesInTheSecurityLogOnly() {
    DataCategory ip = new DataCategory("user.device.ip_address");

    assertThat(map.locations())
        .filteredOn(each -> each.fields().stream().anyMatch(it -> it.category().equals(ip)))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.name()).isEqualTo("securityLogs");
              assertThat(each.purposes()).containsExactly(Purpose.SECURITY);
              assertThat(each.retention().maxAge()).contains(Period.ofYears(1));
            });
  }

  @Test
  @Keeps({"P3", "P8"})
  void stampsEveryKindOfContent() {
    assertThat(map.stamped())
        .extracting(Location::name)
        .containsExactly("prompts", "images", "characters", "stories");
    assertThat(map.withRole(LocationRole.CONTENT)).containsAll(map.stamped());
  }

  @Test
  @Keeps("P16")
  void keepsImagesOnlySealedOutsideTheStagingBucket() {
    Location sealed = map.locationOf(new BlobId("content", "users/u1/images/i1")).orElseThrow();

    assertThat(sealed.field("bytes")).map(DataField::sealed).contains(DataField.Sealing.ALWAYS);
    assertThat(map.locationOf(new BlobId("uploads", "users/u1/images/i1")))
        .map(each -> each.retention().maxAge())
        .contains(Optional.of(Period.ofDays(1)));
  }

  @Test
  @Keeps({"P11", "P12"})
  void listsFieldsThatClientSdksAdd() {
    Location users = map.location("users").orElseThrow();
    Fields fields =
        Fields.of(
            Map.of(
                "email", "a@example.com",
                "photoURL", "https://example.com/a.png",
                "privacy", Map.of("policyVersion", "2026-01-01")));

    assertThat(map.unlistedFields(users, fields)).containsExactly("photoURL");
  }

  @Test
  void admitsOurOwnRecords() {
    Location consents = map.location("consents").orElseThrow();
    Fields record =
        Fields.of(
            Map.of(
                "recordNumber",
                0,
                "sourceEvent",
                "evt_1",
                "recordedAt",
                Instant.parse("2026-01-31T10:00:00Z"),
                "changes",
                List.of(Map.of("state", "given", "plan", "free"))));

    assertThat(map.unlistedFields(consents, record)).isEmpty();
  }

  @Test
  void everyEdgeAndLocatorHasATarget() {
    assertThat(map.locations().stream().flatMap(each -> each.edges().stream()))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(map.location(each.to())).isPresent());
    assertThat(map.location("stripeEvents").map(Location::subject))
        .contains(new SubjectLocator.Through("customer", "customers"));
  }

  @Test
  void listsDataThatAnErasureRetains() {
    Stream<Location> left =
        map.locations().stream()
            .filter(each -> each.erase().action() != EraseRule.Action.DELETE && each.isPersonal());

    assertThat(left)
        .extracting(Location::name)
        .containsExactly(
            "securityLogs", "stripeInvoices", "stripeEvents", "erasures", "holds", "heldCopies");
  }

  /** Erased data is exported too, except locations for which the map gives a reason. */
  @Test
  @Keeps({"P22", "P23"})
  void erasedDataIsExportedExceptDisclosedLocations() {
    List<Location> personal = map.locations().stream().filter(Location::isPersonal).toList();

    assertThat(personal)
        .allSatisfy(
            each ->
                assertThat(each.export().exported() || each.export().reason().isPresent())
                    .as(each.name())
                    .isTrue())
        .allSatisfy(
            each ->
                assertThat(
                        each.erase().action() == EraseRule.Action.DELETE
                            || each.erase().ground().isPresent())
                    .as(each.name())
                    .isTrue());
    Set<String> exported = names(personal, each -> each.export().exported());
    Set<String> erased = names(personal, each -> each.erase().action() == EraseRule.Action.DELETE);
    assertThat(difference(exported, erased)).containsExactly("erasures", "securityLogs");
    assertThat(difference(erased, exported))
        .containsExactly(
            "breakGlass",
            "exportArchives",
            "exports",
            "reviews",
            "safetyReviews",
            "seals",
            "subjectScans",
            "uploadedImages");
  }

  private static Set<String> names(List<Location> locations, Predicate<Location> which) {
    return locations.stream().filter(which).map(Location::name).collect(Collectors.toSet());
  }

  private static Set<String> difference(Set<String> all, Set<String> but) {
    return all.stream()
        .filter(it -> !but.contains(it))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  @Keeps("P21")
  void locationsWithAMaxAgeHaveAnAgeField() {
    assertThat(map.locations().stream().filter(each -> each.expiry().isPresent()))
        .extracting(Location::name)
        .containsExactly(
            "usage",
            "errorLogs",
            "securityLogs",
            "keys",
            "tombstones",
            "fences",
            "stripeEvents",
            "reviews",
            "safetyReviews",
            "breakGlass",
            "caseKeys",
            "emailLinks",
            "emailRequests",
            "mail",
            "rateLimits");
  }

  @Test
  void collectionBeneathAnItemHasNoLocation() {
    assertThat(map.locationOf(DocumentPath.of("users", "u1", "prompts", "p1", "drafts", "d1")))
        .isEmpty();
    assertThat(map.locationOf(DocumentPath.of("photos", "p1"))).isEmpty();
  }

  /** The message of the refusal of the map with a change. */
  private static String refusal(String from, String to) {
    String yaml = FixtureProduct.text("datamap.yaml").replace(", correctable: true", "");
    assertThat(yaml).contains(from);
    Setting changed = Setting.parse("datamap.yaml", yaml.replace(from, to));
    return String.valueOf(catchThrowable(() -> PrivacyFiles.dataMap(changed)).getMessage());
  }

  @Test
  @Keeps({"P11", "P38"})
  void refusesCorrectableFieldsThatAreNoTextOfTheAccountDocument() {
    String elsewhere = "only documents of role account are correctable";
    String noText = "only an unsealed text field can be correctable";
    assertThat(
            refusal(
                "      style: { category: user.content }\n",
                "      style: { category: user.content, correctable: true }\n"))
        .contains("locations.prompts.fields: " + elsewhere);
    assertThat(
            refusal(
                "      sessionsValidFrom: { category: user.account }\n",
                "      sessionsValidFrom: { category: user.account, correctable: true }\n"))
        .contains("locations.accounts.fields: " + elsewhere);
    for (String field :
        List.of(
            "name: { category: user.name, sealed: paid, correctable: true }",
            "name.first: { category: user.name, correctable: true }",
            "name.*: { category: user.name, correctable: true }",
            "names: { category: user.unique_id, subjects: yes, correctable: true }")) {
      assertThat(
              refusal(
                  "      gpc: { category: user.privacy_preferences }\n",
                  "      gpc: { category: user.privacy_preferences }\n      " + field + "\n"))
          .contains("locations.users.fields." + field.substring(0, field.indexOf(':')))
          .contains(noText);
    }
  }

  @Test
  @Keeps({"P2", "P23"})
  void refusesAMapWithoutAccounts() {
    assertThat(refusal("    kind: account\n", "    kind: log\n    log: accounts\n"))
        .matches("datamap.yaml:\\d+: locations: no location is of kind account, so .*; add one");
    assertThat(
            refusal(
                "    role: account\n    purposes: [service]\n",
                "    role: device\n    purposes: [service]\n"))
        .contains("no location is a document of role account, so no consent would start; add");
    assertThat(refusal("    role: device\n", "    role: account\n"))
        .contains("locations.users.role: only one location of documents can have the role account");
    assertThat(refusal("path: users/{uid}\n", "path: users/{uid}/profiles/{id}\n"))
        .contains(
            "locations.users.path: an account's document is in the main database, and its id");
  }

  @Test
  void refusesLocationsThatHideOurOwnRecords() {
    assertThat(refusal("  usage:\n", "  consents:\n"))
        .matches(
            "(?s)datamap.yaml:\\d+: locations.consents: this software's own records include"
                + " 'consents'; use another name.*");
    assertThat(refusal("path: users/{uid}/usage/{id}", "path: subjects/{uid}/{any}/{id}"))
        .matches("(?s)datamap.yaml:\\d+: locations.usage.*");
  }

  @Test
  @Keeps({"P3", "P20"})
  void contentLeadsToOurRecordsOfIt() {
    assertThat(edges("prompts"))
        .containsExactly(
            "OWNED items",
            "DERIVED corpus",
            "DERIVED reviews",
            "DERIVED safetyReviews",
            "DERIVED breakGlass",
            "SHARED images");
    assertThat(edges("images"))
        .containsExactly(
            "OWNED items",
            "OWNED seals",
            "OWNED uploadedImages",
            "OWNED sealedImages",
            "DERIVED corpus",
            "DERIVED reviews",
            "DERIVED safetyReviews",
            "DERIVED breakGlass");
  }

  private List<String> edges(String location) {
    return map.location(location).orElseThrow().edges().stream()
        .map(each -> each.kind() + " " + each.to())
        .toList();
  }

  @Test
  @Keeps("P23")
  void auditKeyIsDeletedWithItsRecord() {
    Location subjects = map.location("subjects").orElseThrow();

    assertThat(subjects.field("auditKey")).isPresent();
    assertThat(subjects.erase().action()).isEqualTo(EraseRule.Action.DELETE);
  }
}
