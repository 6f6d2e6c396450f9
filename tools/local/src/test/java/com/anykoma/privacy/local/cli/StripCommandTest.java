package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.local.Ran;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StripCommandTest {
  private static final byte[] PROMPT = " a prompt".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory = Path.of("");

  private byte[] picture = {};
  private String clean = "";
  private String telling = "";
  private String cut = "";
  private String drawing = "";

  @BeforeEach
  void write() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", out);
    picture = out.toByteArray();
    clean = file("clean.png", picture);
    byte[] longer = Arrays.copyOf(picture, picture.length + PROMPT.length);
    System.arraycopy(PROMPT, 0, longer, picture.length, PROMPT.length);
    telling = file("telling.png", longer);
    cut = file("cut.png", Arrays.copyOf(picture, picture.length - 1));
    drawing = file("drawing.svg", "<svg/>".getBytes(StandardCharsets.UTF_8));
  }

  private String file(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes).toString();
  }

  private Path out() {
    return directory.resolve("out");
  }

  private List<String> written() throws IOException {
    try (Stream<Path> files = Files.list(out())) {
      return files.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  @Keeps("P5")
  void reportsTheOutcomeOfEachFile() {
    Ran ran = Ran.of("strip", "--json", clean, telling, cut, drawing);

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.json().keySet()).containsExactly("files");
    List<String> told = new ArrayList<>();
    for (JsonElement each : ran.json().getAsJsonArray("files")) {
      JsonObject file = each.getAsJsonObject();
      assertThat(file.keySet()).containsExactly("file", "outcome", "bytesIn", "bytesOut");
      long less = file.get("bytesIn").getAsLong() - file.get("bytesOut").getAsLong();
      told.add(file.get("file").getAsString() + " " + file.get("outcome").getAsString() + less);
    }
    assertThat(told)
        .containsExactly(
            clean + " NOTHING_FOUND0",
            telling + " STRIPPED" + PROMPT.length,
            cut + " MALFORMED0",
            drawing + " UNKNOWN_FORMAT0");
  }

  @Test
  @Keeps("P5")
  void writesOnlyCleanFiles() throws IOException {
    Ran ran = Ran.of("strip", clean, telling, cut, drawing, "--out", out().toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("STRIPPED", "MALFORMED", "UNKNOWN_FORMAT", "telling.png");
    assertThat(written()).containsExactly("clean.png", "telling.png");
    assertThat(out().resolve("telling.png")).hasBinaryContent(picture);
    assertThat(Files.size(Path.of(telling))).isEqualTo(picture.length + PROMPT.length);
  }

  @Test
  void succeedsWhenEveryFileIsClean() {
    assertThat(Ran.of("strip", clean, telling).exit()).isZero();
    assertThat(Ran.of("strip", clean, "--out", out().toString()).exit()).isZero();
    assertThat(Ran.of("strip", clean, "--out", out().toString()).exit()).isZero(); // the same again
  }

  @Test
  void neverOverwritesFiles() throws IOException {
    Ran ran = Ran.of("strip", telling, "--out", directory.toString());

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("telling.png", "is not overwritten").hasLineCount(1);
    assertThat(Files.size(Path.of(telling))).isEqualTo(picture.length + PROMPT.length);
  }

  @Test
  void namesUnreadableFilesBeforeWriting() {
    for (String missing : List.of(directory.resolve("gone.png").toString(), directory.toString())) {
      Ran ran = Ran.of("strip", clean, missing, "--out", out().toString(), "--json");

      assertThat(ran.exit()).isEqualTo(2);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err()).contains(missing).hasLineCount(1);
      assertThat(out()).doesNotExist();
    }
  }

  @Test
  void refusesTwoFilesWithTheSameName() throws IOException {
    Files.createDirectory(directory.resolve("other"));
    String same = file("other/clean.png", picture);

    assertThat(Ran.of("strip", clean, same, "--out", out().toString()).exit()).isEqualTo(2);
    assertThat(Ran.of("strip", clean, same).exit()).isZero();
  }

  @Test
  void namesCannotControlTheTerminal() throws IOException {
    String steering = file("a\u001b[2Kb.png", picture);

    assertThat(Ran.of("strip", steering).out()).doesNotContain("\u001b").contains("\\u001b");
  }
}
