package com.anykoma.privacy.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.local.Ran;
import com.anykoma.privacy.local.cli.ServedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class DemoCommandTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void refusesNonEmptyFoldersBeforeTheStory() throws IOException {
    Path proofs = Files.createDirectories(directory.resolve("proofs"));
    Path older = Files.writeString(proofs.resolve("keys.json"), "{}");

    Ran ran = Ran.of("demo", "--out", proofs.toString());

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("--out needs a new or empty folder").hasLineCount(1);
    assertThat(Files.readString(older)).isEqualTo("{}");
  }

  @Test
  void readsTheChosenSettingsWhenItStarts() throws IOException {
    try (Stream<Path> files = Files.list(FixtureProduct.FOLDER)) {
      for (Path each : files.toList()) {
        Files.copy(each, directory.resolve(each.getFileName()));
      }
    }
    Path map = directory.resolve("datamap.yaml");
    Files.writeString(map, Files.readString(map).replace("kind: account\n", "kind: acount\n"));

    Ran ran = Ran.of("demo", "--config", directory.toString());

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .matches(
            """
            datamap.yaml:\\d+: locations.accounts.kind: 'acount' is not .*
            \\(./run check lists what is left to do in all files\\)
            """);
  }

  @Test
  @Keeps("P16")
  void ctrlCDeletesAllKeys() throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    try (ServedProcess demo = ServedProcess.start(temporary, "demo")) {
      demo.until("They create content on the plan");
      assertThat(keys(temporary)).isNotEmpty();

      demo.interrupt();
    }

    assertThat(keys(temporary)).isEmpty();
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(each -> each.toString().contains("anykoma"))).isEmpty();
    }
  }

  private static List<Path> keys(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(each -> each.endsWith("kek.json")).toList();
    }
  }
}
