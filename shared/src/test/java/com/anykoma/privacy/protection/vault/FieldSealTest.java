package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.KeyClass.CONTENT;
import static com.anykoma.privacy.protection.vault.KeyClass.HELD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Keeps({"P10", "P16"})
final class FieldSealTest {
  private static final DocumentPath PLACE = DocumentPath.of("users", "u1", "prompts", "p1");

  @TempDir private Path directory;
  private VaultFixture vault;
  private DataEncryptionKey key;
  private DataEncryptionKey other;

  @BeforeEach
  void open() {
    vault = new VaultFixture(directory);
    key = vault.keys().sealingKey(new SubjectId("u1"), CONTENT);
    other = vault.keys().sealingKey(new SubjectId("u2"), CONTENT);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private Bytes seal(Object value) {
    return FieldSeal.seal(key, CONTENT, PLACE, "text", value);
  }

  private void refused(Bytes sealed) {
    assertThatThrownBy(() -> FieldSeal.open(key, CONTENT, PLACE, "text", sealed))
        .isInstanceOf(DamagedSeal.class);
  }

  private static Object deep(int levels) {
    Object value = List.of("bottom");
    for (int i = 0; i < levels; i++) {
      value = i % 2 == 0 ? Map.of("@n", value) : List.of(value);
    }
    return value;
  }

  @Test
  void opensEveryTypeOfValueUnchanged() {
    List<Object> values =
        new ArrayList<>(
            List.of("", "a castle", "\ud83d\ude00 e\u0301 \u0000\n\"\\", "lone \ud800 surrogate"));
    values.addAll(List.of("\udc00\ud800", 0L, Long.MIN_VALUE, Long.MAX_VALUE, 0.0, -0.0, 1e300));
    values.addAll(List.of(Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, true, false));
    values.addAll(List.of(Instant.parse("2026-11-22T12:00:00.123456Z"), Instant.EPOCH));
    values.addAll(List.of(Instant.parse("0001-01-01T00:00:00Z"), Bytes.of(new byte[300])));
    values.addAll(List.of(List.of(), Map.of(), List.of(1L, "x", List.of()), deep(18)));
    values.addAll(List.of("x".repeat(500_000), Map.of("@t", 5L, "@@b", "x", "", Map.of("a", 1L))));
    for (Object each : values) {
      Object normal = Objects.requireNonNull(Fields.empty().with("v", each).asMap().get("v"));

      Bytes sealed = seal(normal);

      assertThat(FieldSeal.looksSealed(sealed)).contains(CONTENT);
      assertThat(FieldSeal.open(key, CONTENT, PLACE, "text", sealed)).isEqualTo(normal);
      assertThat(seal(normal)).isNotEqualTo(sealed);
    }
  }

  @Test
  void opensOnlyInItsOwnField() {
    Bytes sealed = seal("a castle");
    List<DocumentPath> elsewhere =
        List.of(
            DocumentPath.of("users", "u1", "prompts", "p2"),
            DocumentPath.of("users", "u1", "stories", "p1"),
            DocumentPath.of("users", "u2", "prompts", "p1"));

    for (DocumentPath each : elsewhere) {
      assertThatThrownBy(() -> FieldSeal.open(key, CONTENT, each, "text", sealed))
          .isInstanceOf(DamagedSeal.class);
    }
    for (String field : List.of("negativePrompt", "text.a", "", "tex", "text ")) {
      assertThatThrownBy(() -> FieldSeal.open(key, CONTENT, PLACE, field, sealed))
          .isInstanceOf(DamagedSeal.class);
    }
    assertThatThrownBy(() -> FieldSeal.open(other, CONTENT, PLACE, "text", sealed))
        .isInstanceOf(DamagedSeal.class);
    assertThatThrownBy(() -> FieldSeal.open(key, HELD, PLACE, "text", sealed))
        .isInstanceOf(DamagedSeal.class);
  }

  @Test
  void detectsFlippedBitsAndTruncation() {
    byte[] sealed = seal("a castle").toArray();
    for (int i = 5; i < sealed.length; i++) {
      byte[] flipped = sealed.clone();
      flipped[i] ^= 0x10;
      refused(Bytes.of(flipped));
    }
    for (int length = 6; length < sealed.length; length++) {
      refused(Bytes.of(Arrays.copyOf(sealed, length)));
    }
    refused(Bytes.of(Arrays.copyOf(sealed, sealed.length + 1)));
  }

  @Test
  void valuesWithoutThePrefixAreNotSealed() {
    byte[] sealed = seal("a castle").toArray();
    for (int i = 0; i < 5; i++) {
      byte[] flipped = sealed.clone();
      flipped[i] ^= 0x10;
      assertThat(FieldSeal.looksSealed(Bytes.of(flipped))).isEmpty();
    }
    for (Object each : List.of("AKS\u0001c", 1L, List.of(), Bytes.of(new byte[0]))) {
      assertThat(FieldSeal.looksSealed(each)).isEmpty();
    }
    assertThat(FieldSeal.looksSealed(Bytes.of(Arrays.copyOf(sealed, 5)))).isEmpty();
    assertThat(sealed).startsWith('A', 'K', 'S', 1, 'c');
  }

  @Test
  void differentPartsGiveDifferentAssociatedData() {
    assertThat(AssociatedData.of("a", "bc")).isNotEqualTo(AssociatedData.of("ab", "c"));
    assertThat(AssociatedData.of("a")).isNotEqualTo(AssociatedData.of("a", ""));
    assertThat(AssociatedData.of()).isEmpty();
  }
}
