package com.anykoma.privacy.rights.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.DamagedSeal;
import com.anykoma.privacy.protection.vault.KeyClass;
import com.anykoma.privacy.protection.vault.KeyService;
import com.anykoma.privacy.protection.vault.UploadService;
import com.anykoma.privacy.usage.plan.EventFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the owner's access to sealed content. */
@Keeps({"P10", "P22"})
final class ContentAccessServiceTest {
  private static final Fields PROMPT = Fields.of(Map.of("text", "a castle"));
  private static final byte[] PICTURE = "no picture at all".getBytes(UTF_8);

  private World world;
  private SubjectId ann;
  private SubjectId bob;

  @BeforeEach
  void open(@TempDir Path directory) throws Exception {
    world = new World(directory);
    ann = world.signUp("u1");
    bob = world.signUp("u10");
    world.plans.apply(EventFixtures.created("s").named("u1").after(900).event());
    world.clock.set(EventFixtures.at(1_000));
    world.handle(world.write(World.prompt(ann, "p1"), PROMPT));
    world.handle(world.write(image("i1"), Fields.of(Map.of("title", "the castle"))));
    upload(ann, "i1");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private DocumentPath image(String id) {
    return DocumentPath.of("users", ann.value(), "images", id);
  }

  private ContentAccessService access() {
    return world.services.contentAccess();
  }

  private ContentAccessService elsewhere() {
    return world.on(world.cloud).contentAccess();
  }

  private static BlobId blob(SubjectId owner, String bucket, String id) {
    return new BlobId(bucket, "users/" + owner.value() + "/images/" + id);
  }

  private void upload(SubjectId owner, String id) throws IOException {
    Blob upload =
        world
            .cloud
            .blobs()
            .write(
                blob(owner, UploadService.UPLOADS, id),
                "image/png",
                Map.of(),
                OptionalLong.empty(),
                out -> out.write(PICTURE));
    world.services.uploads().sealUpload(upload);
  }

  private Optional<byte[]> picture(ContentAccessService access, SubjectId asking, String id)
      throws IOException {
    var opened = access.blob(asking, "images", id);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (opened.isPresent()) {
      opened.get().writeTo(out);
    }
    return opened.map(it -> out.toByteArray());
  }

  @Test
  void ownerReadsTheirContent() throws Exception {
    Fields stored = world.cloud.documents().get(World.prompt(ann, "p1")).orElseThrow().fields();
    assertThat(stored.value("text")).isNotEqualTo(PROMPT.value("text"));

    assertThat(access().document(ann, "prompts", "p1").map(it -> it.without("privacy")))
        .contains(PROMPT);
    assertThat(picture(access(), ann, "i1")).contains(PICTURE);
  }

  @Test
  @Keeps("E23")
  void othersAndUnknownContentReturnTheSameEmptyAnswer() throws Exception {
    upload(bob, "theirs");

    for (String id : List.of("p1", "none", "p10", "P1")) {
      assertThat(access().document(bob, "prompts", id)).isEmpty();
    }
    for (String id : List.of("i1", "none", "../../u1/images/i1", "I1")) {
      assertThat(access().blob(bob, "images", id)).isEmpty();
    }
    assertThat(access().blob(ann, "images", "theirs")).isEmpty();
    assertThat(access().document(new SubjectId("nobody"), "prompts", "p1")).isEmpty();
  }

  @Test
  @Keeps({"E23", "E24"})
  void invalidIdsAndOtherCollectionsReturnEmpty() {
    List<String> ids =
        List.of("", ".", "..", "a/b", "/", "p1/", "\0", "p1\0", "__p1__", "x".repeat(1_501));
    for (String each : ids) {
      assertThat(access().document(ann, "prompts", each)).isEmpty();
      assertThat(access().blob(ann, "images", each)).isEmpty();
    }
    for (String each : List.of("\ud800", "x\udc00", "p1\r\nx", "x".repeat(1_500), "\u202ep1")) {
      assertThat(access().document(ann, "prompts", each)).isEmpty();
      assertThat(access().blob(ann, "images", each)).isEmpty();
    }
    for (String each :
        List.of("", "none", "users", "usage", "subjects", "items", "keys", "{uid}", "prompts/p1")) {
      assertThat(access().document(ann, each, "p1")).isEmpty();
      assertThat(access().blob(ann, each, "i1")).isEmpty();
    }
    assertThat(access().blob(ann, "prompts", "p1")).isEmpty();
  }

  @Test
  @Keeps("P20")
  void anyDeletedAtValueHidesContentAtOnce() throws Exception {
    for (Object each : List.of(Instant.EPOCH, "no", "", false, 0, Map.of(), List.of())) {
      world.write(World.prompt(ann, "p1"), PROMPT.with("deletedAt", each));
      world.write(image("i1"), Fields.empty().with("deletedAt", each));

      assertThat(access().document(ann, "prompts", "p1")).isEmpty();
      assertThat(access().blob(ann, "images", "i1")).isEmpty();
    }
  }

  @Test
  @Keeps("P20")
  void blobIsHiddenWithItsDocument() throws Exception {
    assertThat(picture(access(), ann, "i1")).isPresent();

    world.handle(world.delete(image("i1")));

    assertThat(access().blob(ann, "images", "i1")).isEmpty();
  }

  @Test
  void blobOpensBeforeItsDocumentIsWritten() throws Exception {
    upload(ann, "early");

    assertThat(picture(access(), ann, "early")).contains(PICTURE);
  }

  @Test
  @Keeps({"P20", "E17"})
  void nothingOpensForErasedSubjectsWithACachedKey() {
    world.consents.end(ann, "deleted", tx -> 1);

    assertThat(access().document(ann, "prompts", "p1")).isEmpty();
    assertThat(access().blob(ann, "images", "i1")).isEmpty();
  }

  @Test
  @Keeps("P20")
  void nothingOpensAfterTheKeyIsDestroyed() {
    world.services.shredding().shred(ann, KeyClass.CONTENT);

    assertThat(elsewhere().document(ann, "prompts", "p1")).isEmpty();
    assertThat(elsewhere().blob(ann, "images", "i1")).isEmpty();
    world.clock.advance(KeyService.MAX_AGE);
    assertThat(access().document(ann, "prompts", "p1")).isEmpty();
    assertThat(access().blob(ann, "images", "i1")).isEmpty();
  }

  @Test
  void damagedContentIsReportedAndNotServed() throws Exception {
    world
        .cloud
        .blobs()
        .write(
            blob(ann, UploadService.CONTENT, "i1"),
            "image/png",
            Map.of(),
            OptionalLong.empty(),
            out -> out.write(PICTURE));

    assertThatThrownBy(() -> access().blob(ann, "images", "i1")).isInstanceOf(DamagedSeal.class);
  }

  @Test
  void openingCostsOneRoundTripToTheDocuments() {
    ContentAccessService access = elsewhere();
    world.cloud.counts().reset();

    assertThat(access.document(ann, "prompts", "p1")).isPresent();

    assertThat(world.cloud.counts().snapshot())
        .containsEntry("documents.call", 1L)
        .containsEntry("documents.read", 3L)
        .doesNotContainKey("documents.write")
        .containsEntry("keys.read", 1L)
        .containsEntry("kek.decrypt", 1L);
    world.cloud.counts().reset();

    assertThat(access.blob(ann, "images", "i1")).isPresent();

    assertThat(world.cloud.counts().snapshot())
        .containsEntry("documents.call", 1L)
        .containsEntry("documents.read", 5L)
        .containsEntry("blobs.stat", 1L)
        .doesNotContainKeys("keys.read", "kek.decrypt", "blobs.read");
  }
}
