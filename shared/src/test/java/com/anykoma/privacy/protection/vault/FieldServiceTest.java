package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.KeyClass.CONTENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.yaml.Setting;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Keeps({"P10", "P16"})
final class FieldServiceTest {
  private static final SubjectId U1 = new SubjectId("u1");
  private static final Location NOTES =
      DataMap.read(
              Setting.parse(
                  "datamap.yaml",
                  """
                  categories: { all: [user.content] }
                  retention: { life: { ground: as long as the account } }
                  locations:
                    notes:
                      { kind: document, path: "users/{uid}/notes/{id}", subject: "{uid}",
                        role: content, purposes: [service], retention: life, export: yes,
                        erase: delete, fields: {
                          always: { category: user.content, sealed: always },
                          paid: { category: user.content, sealed: paid },
                          never: { category: user.content, sealed: never },
                          plain: { category: user.content },
                          deep.secret: { category: user.content, sealed: always },
                          any.*: { category: user.content, sealed: paid } } }
                  """))
          .location("notes")
          .orElseThrow();

  @TempDir private Path directory;
  private VaultFixture vault;
  private KeyService keys;

  @BeforeEach
  void open() {
    vault = new VaultFixture(directory);
    keys = vault.keys();
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private static Document document(String id, Fields fields) {
    DocumentPath path = DocumentPath.of("users", "u1", "notes", id);
    return new Document(path, fields, Instant.EPOCH, Instant.EPOCH);
  }

  private Document sealed(KeyService by, Document plain, boolean isProtected) {
    Fields changes = new FieldService(by).sealedFields(U1, NOTES, plain, isProtected);
    return document(plain.path().id(), plain.fields().with(changes));
  }

  private Fields opened(KeyService by, Document document) {
    return new FieldService(by).open(U1, NOTES, document);
  }

  private static final Fields ALL =
      Fields.of(
          Map.of(
              "always",
              "a",
              "paid",
              List.of(1L, "p"),
              "never",
              "n",
              "plain",
              5L,
              "unlisted",
              "u",
              "deep",
              Map.of("secret", "s", "open", "o"),
              "any",
              Map.of("x", "1", "y.z", Map.of("k", true))));

  @Test
  void sealsFieldsByTheDataMapsRule() {
    Document free = sealed(keys, document("a", ALL), false);
    Document paid = sealed(keys, document("b", ALL), true);

    assertThat(free.fields().at("always")).get().isInstanceOf(Bytes.class);
    assertThat(free.fields().at("deep.secret")).get().isInstanceOf(Bytes.class);
    assertThat(free.fields().asMap())
        .containsEntry("paid", ALL.asMap().get("paid"))
        .containsEntry("any", ALL.asMap().get("any"));
    for (String field : List.of("always", "paid", "deep.secret", "any.x")) {
      assertThat(paid.fields().at(field)).get().isInstanceOf(Bytes.class);
    }
    assertThat(paid.fields().map("any").asMap().get("y.z")).isInstanceOf(Bytes.class);
    for (String field : List.of("never", "plain", "unlisted", "deep.open")) {
      assertThat(paid.fields().at(field)).isEqualTo(ALL.at(field));
    }
    assertThat(opened(vault.keys(), free)).isEqualTo(ALL);
    assertThat(opened(vault.keys(), paid)).isEqualTo(ALL);
  }

  @Test
  void sealsFieldsOfMapsInLists() {
    Fields lists =
        Fields.of(
            Map.of("deep", List.of(Map.of("secret", "1"), "x", Map.of("secret", "2", "o", 1L))));
    Document made = sealed(keys, document("a", lists), true);

    assertThat(made.fields()).isNotEqualTo(lists);
    assertThat(opened(keys, made)).isEqualTo(lists);
  }

  @Test
  void sealedFieldsStaySealedAfterADowngrade() {
    Document paid = sealed(keys, document("a", ALL), true);

    assertThat(new FieldService(keys).sealedFields(U1, NOTES, paid, true))
        .isEqualTo(Fields.empty());
    assertThat(new FieldService(keys).sealedFields(U1, NOTES, paid, false))
        .isEqualTo(Fields.empty());
  }

  @Test
  void loadsNoKeyIfNothingIsToSeal() {
    vault.cloud.counts().reset();

    Document plain = document("a", Fields.of(Map.of("plain", "x", "paid", "y")));

    assertThat(sealed(keys, plain, false)).isEqualTo(plain);
    assertThat(opened(keys, plain)).isEqualTo(plain.fields());
    assertThat(vault.cloud.counts().snapshot()).isEmpty();
  }

  @Test
  void sealsForgedSealedValuesAsBytes() {
    Bytes elsewhere =
        (Bytes) sealed(keys, document("other", ALL), true).fields().value("always").orElseThrow();
    List<Bytes> forged = new ArrayList<>(List.of(elsewhere));
    forged.add(Bytes.of(new byte[] {'A', 'K', 'S', 1, 'c', 0, 0}));
    forged.add(Bytes.of(new byte[] {'A', 'K', 'S', 1, 'h', 0, 0}));
    for (Bytes each : forged) {
      Document client = document("a", Fields.of(Map.of("always", each)));

      Document made = sealed(keys, client, true);

      assertThat(made.fields().value("always")).get().isNotEqualTo(each);
      assertThat(opened(keys, made)).isEqualTo(client.fields());
      assertThatThrownBy(() -> opened(keys, client))
          .isInstanceOfAny(DamagedSeal.class, KeyDestroyed.class);
    }
  }

  @Test
  void forgedValuesCauseFewKeyReads() {
    Fields forged = Fields.empty();
    for (int i = 0; i < 500; i++) {
      forged = forged.with("k" + i, Bytes.of(new byte[] {'A', 'K', 'S', 1, 'c', 0, (byte) i}));
    }
    keys.sealingKey(U1, CONTENT);
    vault.cloud.counts().reset();

    Document made = sealed(keys, document("a", Fields.empty().with("any", forged)), true);

    assertThat(vault.cloud.counts().of("keys.read")).isLessThanOrEqualTo(3);
    assertThat(vault.cloud.counts().of("kek.decrypt")).isZero();
    assertThat(opened(keys, made).map("any")).isEqualTo(forged);
  }

  @Test
  void staleKeyCacheStillOpensValuesOfARotatedKey() {
    KeyService behind = vault.keys();
    behind.sealingKey(U1, CONTENT);
    vault.keys().rotate(U1, CONTENT);
    Document made = sealed(vault.keys(), document("a", ALL), true);

    assertThat(new FieldService(behind).sealedFields(U1, NOTES, made, true))
        .isEqualTo(Fields.empty());
    assertThat(opened(behind, made)).isEqualTo(ALL);
  }

  @Test
  @Keeps("P20")
  void destroyedKeyNeitherOpensNorSeals() {
    Document made = sealed(keys, document("a", ALL), true);
    vault.shredding.shred(U1, CONTENT);
    KeyService other = vault.keys();

    assertThatThrownBy(() -> opened(other, made)).isInstanceOf(KeyDestroyed.class);
    assertThat(new FieldService(other).sealedFields(U1, NOTES, made, true))
        .isEqualTo(Fields.empty());
    assertThatThrownBy(() -> sealed(other, document("b", ALL), true))
        .isInstanceOf(KeyDestroyed.class);
  }
}
