package com.anykoma.privacy.collection.census;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.yaml.Setting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that a census reports documents that do not name their subject. */
@Keeps({"P2", "P11", "P12", "P13", "P14", "P15", "P21"})
final class CensusSubjectsTest extends CensusFixture {
  @Test
  void recordOfAnUnusualUidHasASubject() {
    SubjectId unusual = new SubjectId("a/b");
    put("errorLogs/e1", Map.of("uid", unusual.value()));
    put("errorLogs/e2", Map.of("uid", 7L));
    put("subjects/" + unusual.documentId());
    put("subjects/" + "x".repeat(200));

    Census census = census();

    assertThat(at(census, "errorLogs").withoutSubject()).isEqualTo(1);
    assertThat(at(census, "subjects").withoutSubject()).isEqualTo(1);
  }

  @Test
  @Keeps({"P22", "P23"})
  void documentWithoutSubjectIsReported() {
    put("customers/a", Map.of("uid", "u1"));
    put("customers/b", Map.of());
    put("customers/c", Map.of("uid", ""));
    put("customers/d", Map.of("uid", 7L));
    put("customers/e", Map.of("uid", "u".repeat(1_501)));
    put("customers/f", Map.of("uid", "u".repeat(129)));
    put("customers/g", Map.of("uid", List.of("u1")));
    put("users/" + "u".repeat(129), Map.of());

    Census census = census();

    assertThat(at(census, "customers").withoutSubject()).isEqualTo(6);
    assertThat(at(census, "users").withoutSubject()).isEqualTo(1);
    assertThat(census.clean()).isFalse();
  }

  @Test
  void optionalSubjectMayBeMissingButNotInvalid() {
    put("errorLogs/before sign-in", Map.of("code", "x"));
    put("erasures/done", Map.of("state", "fulfilled"));
    put("stripeEvents/a", Map.of("customer", 7L));
    assertThat(census().clean()).isTrue();

    put("errorLogs/wrong", Map.of("uid", "u".repeat(129)));
    put("erasures/wrong", Map.of("uid", 7L));

    assertThat(at("errorLogs").withoutSubject()).isEqualTo(1);
    assertThat(at("erasures").withoutSubject()).isEqualTo(1);
  }

  @Test
  @Keeps("E25")
  void nestedOwnerFieldIsFoundAndDottedNameIsNot() {
    DataMap shares =
        DataMap.read(
            Setting.parse(
                "datamap.yaml",
                """
                categories: { all: [user.content, user.unique_id] }
                retention: { life: { ground: as long as the account } }
                locations:
                  shares: { kind: document, path: "rooms/main/shares/{id}", subject: scope.owner,
                    role: content, purposes: [service], retention: life, export: yes,
                    erase: delete, fields: { scope.owner: { category: user.unique_id } } }
                  rooms: { kind: document, path: "rooms/main", subject: scope.owner, shared: stays,
                    role: content, purposes: [service], retention: life, export: yes,
                    erase: delete, fields: { scope.owner: { category: user.unique_id } } }
                """));
    assertThat(shares.location("shares").orElseThrow().subject())
        .isEqualTo(new SubjectLocator.InField("scope.owner"));
    put("rooms/main/shares/a", Map.of("scope", Map.of("owner", "u1")));
    put("rooms/main/shares/b", Map.of("scope.owner", "u1"));
    put("rooms/other/shares/c", Map.of());
    put("rooms/other", Map.of());

    Census census = attest(shares).take(Long.MAX_VALUE);

    assertThat(at(census, "shares"))
        .isEqualTo(new LocationCount("shares", 2, 1, List.of("`scope.owner`"), 0, 1));
    assertThat(census.unlistedCollections())
        .containsExactly(
            new UnlistedCollection("main", "rooms", 1),
            new UnlistedCollection("main", "rooms/{}/shares", 1));
    assertThat(census.unlistedBlobs()).isEmpty();
  }
}
