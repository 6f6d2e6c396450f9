package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.local.Ran;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.demo.DemoCloud;
import com.anykoma.privacy.platform.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code ./run export} and {@code ./run export verify}. */
@Tag("slow")
@Keeps({"P22", "P24"})
final class ExportCommandTest {
  @TempDir private Path directory = Path.of("");
  private Path data = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void writePrompts() throws IOException {
    data = directory.resolve("data");
    out = directory.resolve("out");
    try (DemoCloud stage = new DemoCloud(FixtureProduct.FILES, CloudChoice.EMBEDDED, data)) {
      stage.signUp("u1");
      stage.create("users/u1/prompts/p1", Fields.empty().with("text", "a red dragon"));
    }
  }

  private Ran export(String uid) {
    return Ran.of("export", uid, "--data", data.toString(), "--out", out.toString());
  }

  @Test
  void exportedArchivesAreGenuine() throws IOException {
    Ran exported = export("u1");
    assertThat(exported.exit()).as(exported.err()).isZero();
    Path archive = out.resolve("export-1.zip");

    Ran verified = Ran.of("export", "verify", archive.toString());
    assertThat(verified.exit()).as(verified.err()).isZero();
    assertThat(verified.out()).contains("genuine and complete");
    String[] again = {"export", "u1", "--data", data.toString(), "--out", out.toString(), "--json"};
    assertThat(Ran.of(again).out()).contains("\"files\": [", "export-1.zip");
    assertThat(Ran.of("export", "verify", archive.toString(), "--json").out())
        .contains("\"genuine\": true");
  }

  @Test
  void incompleteAndUnreadableArchivesHaveTheirExitCodes() throws IOException {
    export("u1");
    Path archive = out.resolve("export-1.zip");
    Path cut = directory.resolve("cut.zip");
    byte[] bytes = Files.readAllBytes(archive);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));

    assertThat(Ran.of("export", "verify", archive.toString(), archive.toString()).exit()).isOne();
    assertThat(Ran.of("export", "verify", cut.toString()).exit()).isEqualTo(2);
    assertThat(Ran.of("export", "verify", directory.resolve("none").toString()).exit())
        .isEqualTo(2);
  }

  @Test
  void unknownPersonIsRefused() {
    assertThat(export("stranger").exit()).isNotZero();
    assertThat(Files.exists(out)).isFalse();
  }
}
