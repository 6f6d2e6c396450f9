package com.anykoma.privacy.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a process that is killed while it writes loses no acknowledged write. */
@SuppressWarnings("NullAway.Init")
@Tag("slow")
final class CrashTest {
  private static final int KILLS = 3;
  private static final int WRITES_BEFORE_KILL = 100;

  @TempDir Path directory;

  @Test
  @Keeps({"P19", "E26"})
  void acknowledgedWritesSurviveAKilledProcess() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      acknowledged.addAll(acknowledgedUntilKilled(kill));
    }

    Instant longAfter = Instant.parse("2100-01-01T00:00:00Z");
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, InstantSource.fixed(longAfter))) {
      Set<String> tasks =
          cloud.tasks().lease(100_000, Duration.ofHours(1)).stream()
              .map(Delivery::task)
              .map(each -> each.id())
              .collect(Collectors.toSet());
      for (String each : acknowledged) {
        String id = each.substring(each.indexOf(' ') + 1);
        switch (each.substring(0, each.indexOf(' '))) {
          case "document" ->
              assertThat(cloud.documents().get(DocumentPath.of("written", id))).isPresent();
          case "task" -> assertThat(tasks).contains(id);
          default -> assertThat(blob(cloud, id)).isEqualTo(CrashTestWriter.content(id));
        }
      }
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS * WRITES_BEFORE_KILL);
      assertThat(files()).hasSize(indexed(cloud));
    }
  }

  /**
   * Reads acknowledgements from a child process, kills it during its writes, and reads the
   * remaining ones.
   */
  private List<String> acknowledgedUntilKilled(int run) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CrashTestWriter.class.getName(),
                directory.toString(),
                "run" + run)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      while (line != null) {
        if (line.endsWith(";")) { // the last line may be cut short
          acknowledged.add(line.substring(0, line.length() - 1));
        }
        if (acknowledged.size() == WRITES_BEFORE_KILL) {
          child.toHandle().destroyForcibly(); // SIGKILL; its output can still be read
        }
        line = lines.readLine();
      }
    }
    child.waitFor();
    return acknowledged;
  }

  private static String blob(EmbeddedCloud cloud, String id) throws IOException {
    try (var in =
        cloud.blobs().read(cloud.blobs().stat(new BlobId("written", id)).orElseThrow(), 0)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int indexed(EmbeddedCloud cloud) {
    Page<?> page = cloud.blobs().listGenerations("written", "", Optional.empty(), 100_000);
    return page.items().size();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("blobs"))) {
      return files.toList();
    }
  }
}
