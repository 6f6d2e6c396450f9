package com.anykoma.privacy.repair;

import static com.anykoma.privacy.repair.OwnedContent.ANN;
import static com.anykoma.privacy.repair.OwnedContent.BEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.census.LocationCount;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.proof.certificate.Status;
import com.anykoma.privacy.repair.OwnedContent.Form;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests stamping, purge and repair of content, by the form in which it names its owner. */
@Keeps({"P3", "P8", "P10", "P19", "P20"})
final class OwnedContentTest {
  @TempDir private Path directory;
  private OwnedContent content;
  private World world;

  @BeforeEach
  void open() {
    content = new OwnedContent(directory);
    world = content.world;
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void writtenContentIsStampedUnderItsOwner(Form form) {
    content.create(form, ANN);

    DocumentPath path = form.of(ANN);
    assertThat(content.stamp(ANN, path).orElseThrow().content()).isEqualTo(path);
    assertThat(content.stamp(ANN, path).orElseThrow().isProtected()).isEqualTo(!form.isForTraining);
    assertThat(content.stamp(BEN, path)).isEmpty();
    assertThat(world.admitted().contains(path.value())).isEqualTo(form.isForTraining);
    assertThat(world.gate.decisions(ANN)).extracting(it -> it.decision().eligible()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Form.class,
      names = {"DEEP_UNDER_THE_OWNER", "UNDER_ANOTHER_ID"})
  void fieldsAreSealedWhereThePathNamesTheOwner(Form form) {
    content.create(form, ANN);

    Fields stored = world.at(form.of(ANN).value()).orElseThrow();
    assertThat(stored.value("text")).get().isInstanceOf(Bytes.class);
    assertThat(
            world.services.contentAccess().document(ANN, form.of(ANN)).orElseThrow().string("text"))
        .contains("of ann");
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  @Keeps("P22")
  void onlyTheOwnerReadsContent(Form form) {
    content.create(form, ANN);

    assertThat(world.services.contentAccess().document(ANN, form.of(ANN))).isPresent();
    assertThat(world.services.contentAccess().document(BEN, form.of(ANN))).isEmpty();

    world.markDeleted(form.of(ANN).value());

    assertThat(world.services.contentAccess().document(ANN, form.of(ANN))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void lostWriteEventIsRepaired(Form form) {
    content.createLeading(form, ANN);
    world.write(form.of(ANN), form.fields(ANN));

    content.repair();

    assertThat(content.stamp(ANN, form.of(ANN))).isPresent();
    assertThat(world.admitted().contains(form.of(ANN).value())).isEqualTo(form.isForTraining);
    Map<DocumentPath, Document> repaired = content.appDocuments();

    content.repair();

    assertThat(content.appDocuments()).isEqualTo(repaired);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  @Keeps("E10")
  void deletedContentIsPurgedAndCertified(Form form) {
    content.create(form, ANN);
    content.create(form, BEN);
    world.markDeleted(form.of(ANN).value());

    assertThatItIsPurged(form);

    assertThat(world.isThere(form.of(BEN).value())).isTrue();
    assertThat(content.stamp(BEN, form.of(BEN))).isPresent();
  }

  private void assertThatItIsPurged(Form form) {
    RemovalOrder order = world.purge(world.purgesOf(form.of(ANN).value()).get(0));

    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.isThere(form.of(ANN).value())).isFalse();
    assertThat(content.stamp(ANN, form.of(ANN))).isEmpty();
    assertThat(world.certificateOf(order).orElseThrow().locations())
        .filteredOn(it -> List.of(form.location, "items", "corpus").contains(it.place()))
        .hasSize(3)
        .extracting(Finding::status)
        .containsOnly(Status.GONE);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void lostDeletionMarkIsRepaired(Form form) {
    content.create(form, ANN);
    Fields fields = world.at(form.of(ANN).value()).orElseThrow();
    world.put(form.of(ANN).value(), fields.with("deletedAt", world.clock.instant()));

    content.repair();

    assertThatItIsPurged(form);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void lostDeleteEventIsRepaired(Form form) {
    content.create(form, ANN);
    world.remove(form.of(ANN).value());

    content.repair();

    assertThat(content.stamp(ANN, form.of(ANN)).orElseThrow().deletedAt()).isPresent();
    assertThatItIsPurged(form);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void doubledAndLateEventsHaveTheSameResult(Form form) {
    content.createLeading(form, ANN);
    DocumentChange written = world.write(form.of(ANN), form.fields(ANN));
    DocumentChange edited = world.write(form.of(ANN), form.fields(ANN).with("text", "edited"));
    DocumentChange deleted = world.delete(form.of(ANN));

    List.of(deleted, edited, written, written, deleted).forEach(world::handle);

    assertThat(world.purgesOf(form.of(ANN).value())).hasSize(1);
    assertThat(content.stamp(ANN, form.of(ANN)).orElseThrow().deletedAt()).isPresent();
    assertThat(world.admitted()).doesNotContain(form.of(ANN).value());
    assertThatItIsPurged(form);
  }

  @Test
  @Keeps("E20")
  void contentHandedOverBelongsToTheNewOwnerOnly() {
    content.create(Form.OWNER_FIELD, ANN);
    DocumentPath note = Form.OWNER_FIELD.of(ANN);

    world.handle(world.write(note, Form.OWNER_FIELD.fields(BEN)));

    assertHandedOver(note);
  }

  @Test
  void lostHandOverIsRepaired() {
    content.create(Form.OWNER_FIELD, ANN);
    content.create(Form.THROUGH_THE_PATH, ANN);
    DocumentPath note = Form.OWNER_FIELD.of(ANN);
    world.write(note, Form.OWNER_FIELD.fields(BEN));

    content.repair();

    assertHandedOver(note);
    assertThat(content.stamp(ANN, Form.THROUGH_THE_PATH.of(ANN))).isEmpty();
    assertThat(content.stamp(BEN, Form.THROUGH_THE_PATH.of(ANN))).isPresent();
  }

  /** A free owner's stamp must not open to training what a paying owner may have written. */
  private void assertHandedOver(DocumentPath note) {
    assertThat(content.stamp(ANN, note)).isEmpty();
    assertThat(content.stamp(BEN, note).orElseThrow().isProtected()).isTrue();
    assertThat(world.admitted()).doesNotContain(note.value());
    Document before = world.cloud.documents().get(note).orElseThrow();

    RemovalOrder order = content.erase(ANN);
    content.repair();

    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.cloud.documents().get(note)).contains(before);
    assertThat(world.purgesOf(note.value())).isEmpty();
  }

  @Test
  void lateEventOfTheFormerOwnerChangesNothing() {
    DocumentPath note = Form.OWNER_FIELD.of(ANN);
    DocumentChange written = world.write(note, Form.OWNER_FIELD.fields(ANN));
    DocumentChange given = world.write(note, Form.OWNER_FIELD.fields(BEN));

    List.of(given, written).forEach(world::handle);

    assertHandedOver(note);
  }

  @Test
  void everyOwnerGetsAStampAndTheyShareOnePurgeOrder() {
    DocumentPath board = board();

    assertThat(content.stamp(ANN, board).orElseThrow().isProtected()).isTrue();
    assertThat(content.stamp(BEN, board).orElseThrow().isProtected()).isTrue();

    world.markDeleted(board.value());
    RemovalOrder order = world.purge(world.purgesOf(board.value()).get(0));

    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(content.stamp(ANN, board)).isEmpty();
    assertThat(content.stamp(BEN, board)).isEmpty();
  }

  /** A board of both, with a card. */
  private DocumentPath board() {
    DocumentPath board = new DocumentPath("boards/ours");
    world.handle(
        world.write(
            board,
            Fields.empty()
                .with("owners", List.of("ann", "ben"))
                .with("members", Map.of("ann", "editor", "ben", "editor"))
                .with("text", "our plan")));
    world.handle(
        world.write(new DocumentPath("boards/ours/cards/c"), Fields.empty().with("text", "a")));
    return board;
  }

  @Test
  void purgeOrderIsOpenedAgainUnderAnOwnerWhoRemains() {
    DocumentPath board = board();
    world.markDeleted(board.value());
    assertThat(world.purgesOf(board.value()).get(0).subject()).contains(ANN);

    content.erase(ANN);
    content.repair();

    RemovalOrder order = world.purgesOf(board.value()).get(0);
    assertThat(order.subject()).contains(BEN);
    assertThat(world.purge(order).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.isThere(board.value())).isFalse();
  }

  @Test
  void contentOfAnUnknownOwnerIsProtectedAndReported() {
    content.create(Form.THROUGH_THE_PATH, ANN);
    content.create(Form.THROUGH_A_FIELD, ANN);
    world.remove(Form.OWNER_FIELD.of(ANN).value());
    DocumentPath comment = Form.THROUGH_THE_PATH.of(ANN);
    DocumentChange edited =
        world.write(comment, world.at(comment.value()).orElseThrow().with("text", "b"));

    assertThatThrownBy(() -> world.handle(edited)).isInstanceOf(PermanentFailure.class);
    content.repair();

    assertThat(world.admitted()).doesNotContain(comment.value());
    assertThat(world.purgesOf(comment.value())).isEmpty();
    assertThat(
            world.services.attest().take(10_000).locations().stream()
                .filter(it -> it.withoutSubject() > 0)
                .map(LocationCount::location))
        .containsExactlyInAnyOrder("comments", "replies");

    content.erase(ANN);

    assertThat(world.isThere(comment.value())).isTrue();
    assertThat(world.isThere(Form.THROUGH_A_FIELD.of(ANN).value())).isTrue();
  }

  @Test
  @Keeps("P2")
  void censusReportsPeopleWhomAnErasureWouldNotFind() {
    content.createAll(ANN);
    assertThat(world.services.attest().take(10_000).locations())
        .allMatch(it -> it.withoutSubject() == 0);

    world.put(
        "boards/of-ann",
        Fields.empty().with("owners", List.of("ann")).with("members", Map.of("ben", "reader")));
    world.put("boards/nobodys", Fields.empty().with("owners", List.of()));

    assertThat(world.services.attest().take(10_000).locations())
        .filteredOn(it -> it.location().equals("boards"))
        .singleElement()
        .extracting(LocationCount::withoutSubject)
        .isEqualTo(2L);
  }
}
