package com.anykoma.privacy.usage.consent;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.subject.Objection.Signal;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.EventFixtures;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts state the whole history, name no person, and are verified with the public keys only. */
@Keeps({"P22", "P25"})
final class ConsentReceiptsTest {
  private static final SubjectId ANN = new SubjectId("u1");

  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    world.signUp("u1");
    world.clock.set(at(100));
    world.consents.signal(ANN, Signal.OBJECTION, true, at(100));
    world.plans.apply(EventFixtures.created("s").named("u1").after(200).paidUntil(900).event());
    world.clock.set(at(300));
    world.consents.signal(ANN, Signal.OBJECTION, false, at(300));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private byte[] file() {
    return world.services.receipts().of(ANN).toArray();
  }

  private KeyRing keys() {
    return KeyRing.read(world.services.evidence().keyRing().orElseThrow().publish());
  }

  private JsonValue verified(byte[] file) {
    return keys().verified(file, ConsentReceipts.TYPE, world.clock.instant()).content();
  }

  @Test
  void receiptsStateEachRecordWithNoticeAndPeriods() {
    JsonValue content = verified(file());

    assertThat(content.requiredString("schema_version")).isEqualTo("ISO/IEC TS 27560:2023");
    assertThat(content.strings("pii_controllers")).containsExactly(world.policies.controller());
    assertThat(content.strings("purposes")).containsExactly("improvement");
    assertThat(content.strings("pii_information"))
        .contains("user.content.private")
        .doesNotContain("user.contact.email")
        .isSorted();
    assertThat(content.requiredString("withdrawal_method")).contains("PUT Objection");
    assertThat(content.requiredFlag("complete")).isTrue();
    List<JsonValue> receipts = content.objects("receipts");
    assertThat(receipts)
        .extracting(it -> it.requiredString("event_type"))
        .startsWith("account", "objection")
        .endsWith("objection");
    assertThat(receipts).extracting(it -> it.requiredString("record_id")).doesNotHaveDuplicates();
    JsonValue objection = receipts.get(1);
    assertThat(objection.requiredString("recorded_time")).isEqualTo(at(100).toString());
    assertThat(objection.requiredString("privacy_notice")).isEqualTo("2026-01-06");
    assertThat(objection.requiredString("privacy_notice_sha256"))
        .isEqualTo(world.policies.all().get(0).sha256());
    JsonValue event = objection.objects("events").get(0);
    assertThat(event.requiredString("event_time")).isEqualTo(at(100).toString());
    assertThat(event.requiredString("event_state")).isEqualTo("WITHDRAWN");
    assertThat(event.requiredString("lawful_basis")).isEqualTo("CONTRACT");
    assertThat(event.string("plan")).isEmpty();
    assertThat(receipts.get(2).objects("events"))
        .anySatisfy(it -> assertThat(it.string("plan")).isPresent());
  }

  @Test
  @Keeps("P15")
  void receiptsNameNoPerson() {
    JsonValue content = verified(file());

    assertThat(content.requiredString("pii_principal_id")).hasSize(43);
    assertThat(new String(file(), UTF_8)).doesNotContain("\"u1\"").doesNotContain("Ann");
  }

  @Test
  void alteredReceiptsAreRefused() {
    byte[] altered =
        new String(file(), UTF_8).replace("\"WITHDRAWN\"", "\"REFUSED\"").getBytes(UTF_8);

    assertThatThrownBy(() -> verified(altered))
        .isInstanceOf(InvalidProof.class)
        .hasMessageContaining("altered");
    assertThatThrownBy(
            () -> keys().verified(file(), "certificate-of-erasure", world.clock.instant()))
        .isInstanceOf(InvalidProof.class);
  }

  @Test
  void receiptsStayValidAfterTheKeyIsReplaced() {
    byte[] file = file();
    world.advanceDays(1);
    world.services.signing().rotate();

    assertThat(verified(file).objects("receipts")).isNotEmpty();
    assertThat(verified(file()).objects("receipts")).isNotEmpty();
  }

  @Test
  void unreadableRecordMakesTheReceiptsIncomplete() {
    world
        .cloud
        .documents()
        .set(
            Subjects.path(ANN).child("consents", "00000001"),
            Fields.empty().with("recordNumber", 1L));

    JsonValue content = verified(file());

    assertThat(content.requiredFlag("complete")).isFalse();
    assertThat(content.objects("receipts")).isNotEmpty();
  }

  @Test
  void subjectWithoutRecordsGetsAnEmptyHistory() {
    byte[] file = world.services.receipts().of(new SubjectId("new")).toArray();

    assertThat(verified(file).objects("receipts")).isEmpty();
    assertThat(verified(file).requiredFlag("complete")).isTrue();
  }
}
