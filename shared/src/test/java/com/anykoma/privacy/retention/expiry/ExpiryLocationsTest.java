package com.anykoma.privacy.retention.expiry;

import static com.anykoma.privacy.retention.expiry.ExpiryService.MAX_PER_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.retention.expiry.ExpiryService.Counts;
import com.anykoma.privacy.yaml.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests that expiry changes only records of its location. */
@Keeps({"P14", "P19", "P21"})
final class ExpiryLocationsTest extends ExpiryFixture {
  @Test
  @Keeps("E23")
  void otherCollectionsWithTheSameIdAreNotDeleted() {
    Fields old = Fields.of(Map.of("createdAt", Instant.EPOCH));
    List<DocumentPath> neighbours =
        List.of(
            put("usage/a", old),
            put("users/u1/prompts/p1/usage/a", old),
            put("teams/t1/usage/a", old),
            put("users/u1/usage/a/usage/a", old),
            put("users/u1/usage2/a", old),
            put("users/u1/errorLogs/a", old),
            put("errorLogs/a/errorLogs/a", old),
            put("archive/a/errorLogs/a", old));
    cloud.keys().create(new DocumentPath("users/u1/usage/a"), old);
    cloud.keys().create(new DocumentPath("errorLogs/a"), old);
    DocumentPath mine = usage("u1", "mine", A_YEAR_AGO);
    DocumentPath underAMissingParent = usage("u10", "mine", A_YEAR_AGO);

    assertThat(sweep().deleted()).isEqualTo(2);

    assertThat(isThere(mine)).isFalse();
    assertThat(isThere(underAMissingParent)).isFalse();
    assertThat(neighbours).allMatch(this::isThere);
    assertThat(cloud.keys().get(new DocumentPath("users/u1/usage/a"))).isPresent();
    assertThat(cloud.keys().get(new DocumentPath("errorLogs/a"))).isPresent();
  }

  @Test
  @Keeps("E23")
  void manyNeighboursDoNotBlockExpiry() {
    int many = MAX_PER_RUN + 200;
    for (int i = 0; i < many; i++) {
      put("teams/t1/usage/a" + i, Fields.of(Map.of("createdAt", Instant.ofEpochSecond(i))));
    }
    usage("u1", "before", Instant.EPOCH.minusSeconds(1));
    usage("u1", "behind", A_YEAR_AGO);

    assertThat(sweep().deleted()).isEqualTo(1);
    assertThat(progress("usage", "passedThrough")).isPresent();
    assertThat(sweep().deleted()).isEqualTo(1);

    assertThat(progress("usage", "passedThrough")).isEmpty();
    usage("u2", "late", Instant.EPOCH);
    assertThat(sweep().deleted()).isEqualTo(1);
    assertThat(cloud.documents().collections(Optional.of(new DocumentPath("teams/t1"))))
        .containsExactly("usage");
  }

  @Test
  void manyNeighboursWithOneTimestampDoNotBlockExpiry() {
    for (int i = 0; i < MAX_PER_RUN + 200; i++) {
      put("teams/t1/usage/a" + i, Fields.of(Map.of("createdAt", Instant.EPOCH)));
    }
    usage("u1", "behind", Instant.EPOCH);

    assertThat(sweep().deleted() + sweep().deleted()).isEqualTo(1);
  }

  @Test
  @Keeps({"P16", "P19"})
  void expiresMarkersOfDestroyedKeysButNeverLiveKeys() {
    Fields live = Fields.of(Map.of("wrapped", Bytes.of(new byte[9]), "createdAt", Instant.EPOCH));
    Documents keys = cloud.keys();
    keys.create(new DocumentPath("keys/live"), live);
    keys.create(new DocumentPath("keys/both"), live.with("destroyedAt", Instant.EPOCH));
    keys.create(new DocumentPath("keys/gone"), Fields.of(Map.of("destroyedAt", A_YEAR_AGO)));
    keys.create(
        new DocumentPath("keys/fence"), Fields.of(Map.of("destroyedAt", A_YEAR_AGO.plus(TICK))));
    put("keys/main", Fields.of(Map.of("destroyedAt", Instant.EPOCH)));

    assertThat(sweep().deleted()).isEqualTo(1);

    assertThat(keys.get(new DocumentPath("keys/gone"))).isEmpty();
    assertThat(keys.get(new DocumentPath("keys/live"))).isPresent();
    assertThat(keys.get(new DocumentPath("keys/both"))).isPresent();
    assertThat(keys.get(new DocumentPath("keys/fence"))).isPresent();
    assertThat(isThere(new DocumentPath("keys/main"))).isTrue();
  }

  @Test
  void truncatesOnlyTheLocationsOwnDocuments() {
    Fields entry = Fields.of(Map.of("ip", ADDRESS, "createdAt", THIRTY_DAYS_AGO));
    List<DocumentPath> others =
        List.of(
            put("errorLogs/a", entry.with("createdAt", NOW)),
            put("users/u1/securityLogs/a", entry),
            put("securityLogs/a/securityLogs/a", entry),
            put("users/u1/usage/a", entry));

    assertThat(sweep().truncated()).isZero();

    assertThat(others).allMatch(each -> ADDRESS.equals(ipOf(each)));
  }

  @Test
  void dataMapCoversTheStoredProgress() {
    for (int i = 0; i < MAX_PER_RUN + 100; i++) {
      put("teams/t1/usage/a" + i, Fields.of(Map.of("createdAt", Instant.ofEpochSecond(i))));
    }
    signIn("a", ADDRESS, THIRTY_DAYS_AGO.minus(Duration.ofDays(2)));
    DataMap map = FixtureProduct.MAP;

    sweep();

    for (String each : List.of("usage", "securityLogs")) {
      Document record =
          cloud.documents().get(DocumentPath.of("expiryProgress", each)).orElseThrow();
      assertThat(map.violation(record)).isEmpty();
    }
  }

  private static final String MAP =
      """
      categories: { all: [user.unique_id, user.device.ip_address, system.operations] }
      retention: { short: { max: P1M, ground: soon forgotten } }
      locations:
        mine: { kind: document, path: "users/{uid}/logins/{id}", subject: "{uid}", role: log,
          purposes: [security], retention: short, aged: meta.at, export: yes, erase: delete,
          fields: { meta.at: { category: system.operations },
                    client.ip: { category: user.device.ip_address, truncate: P7D } } }
        theirs: { kind: document, path: "teams/{team}/logins/{id}", subject: uid, role: log,
          purposes: [security], retention: short, aged: at, export: yes, erase: delete,
          fields: { uid: { category: user.unique_id }, at: { category: system.operations },
                    client.ip: { category: user.device.ip_address } } }
        inKeys: { kind: document, database: keys, path: "uses/{id}/logins/{n}", subject: hashed,
          role: own, purposes: [security], retention: short, aged: at, export: no, reason: none,
          erase: retain, ground: none,
          fields: { at: { category: system.operations },
                    ip: { category: user.device.ip_address, truncate: P1D } } }
      """;

  @Test
  void locationsWithOneCollectionIdExpireSeparately() {
    DataMap map = DataMap.read(Setting.parse("datamap.yaml", MAP));
    Instant weekAgo = NOW.minus(Duration.ofDays(7));
    Instant monthAgo = Instant.parse("2026-10-22T12:00:00Z");
    Map<String, Object> client = Map.of("ip", ADDRESS, "agent", "x");
    DocumentPath old =
        put("users/u1/logins/old", Fields.of(Map.of("meta", Map.of("at", monthAgo))));
    DocumentPath cut =
        put(
            "users/u1/logins/cut",
            Fields.of(Map.of("meta", Map.of("at", weekAgo), "client", client)));
    DocumentPath theirs =
        put(
            "teams/t1/logins/a",
            Fields.of(Map.of("at", weekAgo, "meta", Map.of("at", monthAgo), "client", client)));
    DocumentPath flat = put("users/u1/logins/flat", Fields.of(Map.of("meta.at", Instant.EPOCH)));
    cloud
        .keys()
        .create(
            new DocumentPath("uses/k/logins/1"),
            Fields.of(Map.of("at", NOW.minus(Duration.ofDays(1)), "ip", ADDRESS)));
    cloud.keys().create(new DocumentPath("uses/k/logins/2"), Fields.of(Map.of("at", monthAgo)));

    assertThat(sweep(cloud.documents(), cloud.keys(), map)).isEqualTo(new Counts(2, 2));

    assertThat(isThere(old)).isFalse();
    assertThat(isThere(flat)).isTrue();
    assertThat(cloud.documents().get(cut).orElseThrow().fields().map("client").asMap())
        .isEqualTo(Map.of("ip", NETWORK, "agent", "x"));
    assertThat(cloud.documents().get(theirs).orElseThrow().fields().map("client").asMap())
        .isEqualTo(client);
    assertThat(cloud.keys().get(new DocumentPath("uses/k/logins/1")).orElseThrow().fields())
        .extracting(it -> it.string("ip"))
        .isEqualTo(Optional.of(NETWORK));
    assertThat(cloud.keys().get(new DocumentPath("uses/k/logins/2"))).isEmpty();
    assertThat(progress("inKeys", "truncatedThrough")).isPresent();
  }
}
