package com.anykoma.privacy.usage.training;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.UploadService;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that content with an image that may have metadata is never used for improvement. */
class UncleanImageTest {
  private static final SubjectId ANN = new SubjectId("u1");
  private static final DocumentPath IMAGE = DocumentPath.of("users", "u1", "images", "i1");
  private static final String ITEM = IMAGE.value();

  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    world.signUp("u1");
    world.clock.set(at(1_000));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void writeDocument() {
    world.handle(world.write(IMAGE, Fields.of(Map.of("width", 8))));
  }

  private Blob upload(byte[] bytes) throws IOException {
    return world
        .cloud
        .blobs()
        .write(
            new BlobId(UploadService.UPLOADS, IMAGE.value()),
            "image/png",
            Map.of(),
            OptionalLong.empty(),
            out -> out.write(bytes));
  }

  private void seal(byte[] bytes) throws IOException {
    assertThat(world.services.uploads().sealUpload(upload(bytes)))
        .isEqualTo(UploadService.UploadResult.SEALED);
  }

  private static byte[] picture() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB), "png", file);
    return file.toByteArray();
  }

  private static byte[] unclean(String kind) throws IOException {
    return kind.equals("cut")
        ? Arrays.copyOf(picture(), picture().length - 3)
        : (kind + ": a format whose metadata stays").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void cleanImageIsAdmittedInEitherOrder() throws IOException {
    writeDocument();
    seal(picture());
    assertThat(world.admitted()).containsExactly(ITEM);

    writeDocument();
    assertThat(world.admitted()).containsExactly(ITEM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "<svg>", "\0\0\0\34ftypavif", "\0\0\0\34ftypheic", "II*\0", ""})
  @Keeps("P5")
  void uncleanImageBeforeItsDocumentIsRefused(String kind) throws IOException {
    seal(unclean(kind));
    writeDocument();

    assertThat(world.admitted()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "<svg>"})
  @Keeps("P5")
  void uncleanImageAfterItsDocumentIsWithdrawn(String kind) throws IOException {
    writeDocument();
    assertThat(world.admitted()).containsExactly(ITEM);

    seal(unclean(kind));

    assertThat(world.inCorpus("withdrawn")).containsExactly(ITEM);
    assertThat(world.gate.decisions(ANN))
        .singleElement()
        .satisfies(it -> assertThat(it.decision().reasons()).contains(GateReason.SENSITIVE));
  }

  @Test
  @Keeps("P5")
  void cleanReplacementDoesNotReadmitContent() throws IOException {
    seal(unclean("cut"));
    writeDocument();
    seal(picture());
    writeDocument();

    assertThat(world.admitted()).isEmpty();
  }

  @Test
  @Keeps("P5")
  void repeatedEventDoesNotRefuseACleanImage() throws IOException {
    writeDocument();
    Blob upload = upload(picture());

    for (int i = 0; i < 2; i++) {
      assertThat(world.services.uploads().sealUpload(upload))
          .isEqualTo(UploadService.UploadResult.SEALED);
    }

    assertThat(world.admitted()).isEqualTo(List.of(ITEM));
  }
}
