package com.anykoma.privacy.proof.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an entry of the audit log cannot contain personal data. */
@Keeps({"E27", "P18"})
class AuditEntryTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final String HASH = "A1_-".repeat(10) + "xyz";
  private static final AuditKey KEY = key(1);

  private static AuditKey key(int filler) {
    byte[] bytes = new byte[AuditKey.BYTES];
    Arrays.fill(bytes, (byte) filler);
    return new AuditKey(Bytes.of(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ada@example.com",
        "ada\uff20example.com",
        "ada\ufe6bexample.com",
        "aD4kLm09QwErTyUiOpAsDfGhJk12",
        "users/ada",
        "users/aD4kLm09QwErTyUiOpAsDfGhJk12/prompts/p1",
        "Ada Lovelace",
        "Ada",
        "ADA",
        "ada.lovelace",
        "ada_lovelace",
        "ada+lovelace",
        "+44 20 7946 0000",
        "192.0.2.1",
        "2001:db8::1",
        "deleted ",
        " deleted",
        "deleted\n",
        "deleted\r\n",
        "deleted\u2028",
        "deleted\u0000",
        "deleted\nby-ada",
        "d\u0435leted",
        "\uff44eleted",
        "dele\u0301ted",
        "del\u00adeted",
        "deleted\u200b",
        "\u0131d",
        "-deleted",
        "deleted-",
        "account--deleted",
        "account\u2010deleted",
        "order1",
        "cus_NffrFeUfNV2Hib",
        "{\"a\":1}",
      })
  void reasonCodesAndHashesRefusePersonalData(String text) {
    assertThatThrownBy(() -> new ReasonCode(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a reason code must have 1 to 40 lower-case letters and dashes");
    assertThatThrownBy(() -> new KeyedHash(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a keyed hash must have 43 characters of base64url");
  }

  @Test
  void reasonCodeHasAtMost40LowerCaseLettersAndDashes() {
    assertThat(new ReasonCode("account-deleted").value()).isEqualTo("account-deleted");
    assertThat(new ReasonCode("a".repeat(40)).value()).hasSize(40);
    assertThatThrownBy(() -> new ReasonCode("a".repeat(41)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hashHas43CharactersAndAnOptionalNumber() {
    assertThat(HASH).hasSize(43);
    for (String good : List.of(HASH, HASH + "-1", HASH + "-" + "9".repeat(18))) {
      assertThat(new KeyedHash(good).value()).isEqualTo(good);
    }
    for (String bad :
        List.of(
            HASH.substring(1),
            HASH + "A",
            HASH + "-",
            HASH + "-a",
            HASH + "--1",
            HASH + "-1-1",
            HASH + "-" + "9".repeat(19),
            HASH + "-\u0661",
            HASH + "\n",
            HASH.substring(1) + "=",
            HASH.substring(1) + "+",
            HASH.substring(1) + "/",
            HASH.substring(1) + "@",
            HASH.substring(1) + "\uff20",
            HASH.substring(1) + "\u0430")) {
      assertThatThrownBy(() -> new KeyedHash(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void entryHasOnlyTimesEnumsHashesAndReasonCodes() {
    for (RecordComponent each : AuditEntry.class.getRecordComponents()) {
      assertThat(each.getGenericType())
          .as(each.getName())
          .satisfies(it -> assertThat(isTimeOrEnum(it) || isOptionalOfOurs(it)).isTrue());
    }
    assertThat(List.of(KeyedHash.class, ReasonCode.class))
        .allSatisfy(
            it ->
                assertThat(it.getRecordComponents())
                    .extracting(RecordComponent::getName)
                    .containsExactly("value"));
  }

  private static boolean isTimeOrEnum(Type type) {
    return type.equals(Instant.class) || (type instanceof Class<?> of && of.isEnum());
  }

  private static boolean isOptionalOfOurs(Type type) {
    return type instanceof ParameterizedType of
        && of.getRawType().equals(Optional.class)
        && Set.<Type>of(KeyedHash.class, ReasonCode.class).contains(of.getActualTypeArguments()[0]);
  }

  @Test
  void storedNamesAreReasonCodes() {
    for (AuditTopic each : AuditTopic.values()) {
      assertThat(new ReasonCode(each.storedName()).value())
          .isEqualTo(each.name().toLowerCase(Locale.ROOT));
    }
    for (Action each : Action.values()) {
      assertThat(new ReasonCode(each.storedName()).value())
          .isEqualTo(each.name().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void entryHasASubjectOrAnObjectButNotBoth() {
    Optional<KeyedHash> subject = Optional.of(KEY.subject());
    Optional<KeyedHash> order = Optional.of(new KeyedHash(HASH + "-1"));

    assertThatThrownBy(() -> entry(subject, Optional.empty(), order))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a subject or an object");
    assertThatThrownBy(() -> entry(subject, subject, order))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(entry(subject, Optional.empty(), Optional.empty()).object()).isEmpty();
    assertThat(entry(Optional.empty(), Optional.empty(), order).subject()).isEmpty();
  }

  @Test
  void digestRequiresASubject() {
    Optional<KeyedHash> digest = Optional.of(KEY.digest(Fields.empty()));

    assertThatThrownBy(() -> entry(Optional.empty(), digest, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("digest");
    assertThat(entry(Optional.of(KEY.subject()), digest, Optional.empty()).digest())
        .isEqualTo(digest);
  }

  private static AuditEntry entry(
      Optional<KeyedHash> subject, Optional<KeyedHash> digest, Optional<KeyedHash> object) {
    return new AuditEntry(
        AT,
        AuditTopic.CONSENT,
        Action.RECORDED,
        subject,
        digest,
        object,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void orderIsIdentifiedByItsHashOnly() {
    assertThatThrownBy(
            () ->
                AuditEntry.ofOrder(
                    AT, AuditTopic.PURGE, Action.OPENED, "users-ada", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("ada");

    Fields written =
        AuditEntry.ofOrder(
                AT,
                AuditTopic.ERASURE,
                Action.OPENED,
                HASH,
                Optional.of(new ReasonCode("requested")))
            .write();

    assertThat(written.asMap())
        .isEqualTo(
            Map.of(
                "at",
                AT,
                "about",
                "erasure",
                "action",
                "opened",
                "object",
                HASH,
                "cause",
                "requested"));
  }

  @Test
  void digestDependsOnRecordAndKeyOnly() {
    Fields record = record(AT, 0);

    assertThat(KEY.digest(record)).isEqualTo(KEY.digest(record(AT, 0)));
    assertThat(
            Set.of(
                KEY.subject(),
                key(2).subject(),
                KEY.digest(record),
                key(2).digest(record),
                KEY.digest(record(AT.plusNanos(1_000), 0)),
                KEY.digest(record(AT, 1)),
                KEY.digest(record.with("policyVersion", (Object) null)),
                KEY.digest(Fields.empty())))
        .hasSize(8);
  }

  private static Fields record(Instant at, long number) {
    return Fields.empty()
        .with("recordNumber", number)
        .with("recordedAt", at)
        .with("changes", List.of(Fields.empty().with("from", at).with("state", "GIVEN")));
  }

  @Test
  void keyHas32BytesAndPrintsNone() {
    assertThat(KEY).hasToString("[audit key]");
    assertThat(KEY.bytes().toArray()).hasSize(32);
    for (int length : List.of(0, 31, 33)) {
      assertThatThrownBy(() -> new AuditKey(Bytes.of(new byte[length])))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** A checkpoint skips what is no entry of ours, so it must know every member. */
  @Test
  void entriesWithEveryMemberArePartOfCheckpoints() {
    ReasonCode cause = new ReasonCode("reported");
    KeyedHash hash = new KeyedHash(HASH);
    Fields view = Fields.empty().with("day", "2026-03-01");
    for (AuditEntry each :
        List.of(
            AuditEntry.ofView(AT, KEY, hash, view, cause),
            AuditEntry.ofRead(AT, hash, hash, cause),
            AuditEntry.ofCorrection(AT, KEY, view),
            AuditEntry.withoutSubject(AT, AuditTopic.BREAKER, Action.BLOCKED, cause))) {
      Document stored = new Document(OwnCollections.AUDIT.document("entry"), each.write(), AT, AT);

      assertThat(CheckpointBatch.isEntry(AuditLog.canonical(stored))).as("%s", each).isTrue();
    }
  }
}
