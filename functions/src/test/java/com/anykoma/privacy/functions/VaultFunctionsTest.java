package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.events.TestEvent;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Task;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the functions of the vault, and that their logs contain no identifiers. */
@Keeps({"P10", "P16"})
@Tag("slow")
final class VaultFunctionsTest {
  private static final String FINALIZED = "google.cloud.storage.object.v1.finalized";

  @TempDir private Path directory;
  private Stack stack;

  @BeforeEach
  void open() {
    stack = new Stack(directory);
  }

  @AfterEach
  void close() {
    stack.close();
  }

  @Test
  void finalizeEventSealsTheImage() throws Exception {
    SubjectId zoe = stack.signUp("zoe");
    var staged =
        stack
            .cloud
            .blobs()
            .write(
                new BlobId("uploads", "users/zoe/images/i1"),
                "image/png",
                Map.of(),
                OptionalLong.empty(),
                out -> out.write("no image".getBytes(StandardCharsets.UTF_8)));
    String json =
        """
        {"bucket":"anykoma-uploads","name":"users/zoe/images/i1","generation":"%d","size":"%d",
         "crc32c":"%s","contentType":"image/png","timeCreated":"2026-11-22T12:00:00Z"}
        """
            .formatted(staged.generation(), staged.size(), crc32c(staged.crc32c()));

    new BlobUploadedFunction(stack.as(BlobUploadedFunction.class))
        .accept(TestEvent.json(FINALIZED, json));
    new BlobUploadedFunction(stack.as(BlobUploadedFunction.class))
        .accept(TestEvent.json(FINALIZED, json));

    assertThat(stack.cloud.blobs().list("uploads", "", Optional.empty(), 10).items()).isEmpty();
    assertThat(stack.get(zoe, "/blobs/images/i1").body()).isEqualTo("no image");
  }

  private static String crc32c(int value) {
    byte[] bytes = java.nio.ByteBuffer.allocate(4).putInt(value).array();
    return java.util.Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void undeclaredUploadRaisesAlarmWithoutIdentifiers() throws Exception {
    try (LogLines log = new LogLines()) {
      new BlobUploadedFunction(stack.as(BlobUploadedFunction.class))
          .accept(
              TestEvent.json(
                  FINALIZED,
                  """
                  {"bucket":"b","name":"Marker/x","generation":"1","size":"3","crc32c":"AAAAAA==",
                   "timeCreated":"2026-11-22T12:00:00Z"}
                  """));

      assertThat(log.lines()).anyMatch(line -> line.contains("alarm"));
      assertThat(log.lines()).noneMatch(line -> line.contains("Marker"));
    }
  }

  @Test
  void rewrapsKeysPageByPageAfterRotation() throws Exception {
    for (int i = 0; i < 120; i++) {
      stack.upload(new SubjectId("u" + i), "i1", "image/png", new byte[1]);
    }
    long before = stack.cloud.counts().of("kek.encrypt");
    stack.cloud.tasks().publish(List.of(new Task("rewrap", "rewrap-2026", Map.of())));

    List<Task> done = stack.runTasks();

    assertThat(done).hasSize(2);
    assertThat(stack.cloud.counts().of("kek.encrypt") - before).isEqualTo(120);
    assertThat(stack.get(stack.signUp("u7"), "/blobs/images/i1").status()).isEqualTo(200);
  }

  @Test
  void sweepOfEmptyBucketDoesNothing() {
    stack.task("sweep", Map.of());

    assertThat(stack.cloud.tasks().lease(1, Duration.ofMinutes(1))).isEmpty();
  }
}
