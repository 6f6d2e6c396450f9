package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.infra.InfraFiles;
import com.anykoma.privacy.local.Ran;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Keeps("P5")
final class ScrubCommandTest {
  private static final Path DATASET =
      InfraFiles.ofProject().root().resolveSibling("shared/data/pii/synth_dataset_v2.json");

  @TempDir private Path directory = Path.of("");

  private String file(String... lines) throws IOException {
    return Files.write(directory.resolve("texts.jsonl"), List.of(lines)).toString();
  }

  @Test
  void printsALineOfJsonForEachText() throws IOException {
    Ran ran =
        Ran.of(
            "scrub",
            "--json",
            file(
                "{\"text\":\"by a@b.com\\nfor quorla\",\"subject\":[\"quorla\"]}",
                "{\"text\":\"password: hunter2\"}",
                "{\"text\":\"a red dragon \\ud83d\\ude00\\u200b\"}"));

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out().lines())
        .containsExactly(
            "{\"spans\":[{\"type\":\"EMAIL\",\"start\":3,\"end\":10,\"score\":"
                + score(ran.out())
                + "},{\"type\":\"SUBJECT\",\"start\":15,\"end\":21,\"score\":0.9}],"
                + "\"text\":\"by [EMAIL]\\nfor [SUBJECT]\"}",
            "{\"spans\":[{\"type\":\"PASSWORD\",\"start\":10,\"end\":17,\"score\":0.9}],\"text\":null}",
            "{\"spans\":[],\"text\":\"a red dragon \ud83d\ude00\\u200b\"}");
  }

  private static String score(String out) {
    JsonObject first = JsonParser.parseString(out.lines().findFirst().orElse("")).getAsJsonObject();
    return first.getAsJsonArray("spans").get(0).getAsJsonObject().get("score").getAsString();
  }

  @Test
  void printsTextAndASummary() throws IOException {
    Ran ran = Ran.of("scrub", file("{\"text\":\"by a@b.com\"}", "", "{\"text\":\"a red dragon\"}"));

    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .contains("1: EMAIL 3-10", "by [EMAIL]", "3: no personal data")
        .contains("2 texts, 0 dropped, 0 malformed lines. Found: EMAIL 1");
  }

  @Test
  void namesMalformedLinesAndAnswersTheOthers() throws IOException {
    Ran ran =
        Ran.of(
            "scrub",
            file(
                "{\"text\":\"a@b.com\"",
                "{\"txt\":\"hidden\"}",
                "[]",
                "{\"text\":7}",
                "{\"text\":\"x\"}"),
            "--json");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).hasLineCount(1);
    assertThat(ran.err().lines())
        .hasSize(4)
        .satisfies(it -> assertThat(it.get(1)).isEqualTo("line 2: 'text' is missing"));
    assertThat(ran.err()).doesNotContain("a@b.com", "hidden");
  }

  @Test
  void readsStandardInput() {
    InputStream before = System.in;
    System.setIn(
        new ByteArrayInputStream("{\"text\":\"a@b.com\"}\n".getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(Ran.of("scrub", "-", "--json").out()).contains("[EMAIL]");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void namesAFileThatCannotBeRead() {
    for (String command : List.of("scrub", "scrub eval")) {
      Ran ran = Ran.of((command + " " + directory.resolve("gone")).split(" "));

      assertThat(ran.exit()).isEqualTo(2);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err()).contains("gone is not a readable file").hasLineCount(1);
    }
  }

  @Test
  void measuresLabelledTexts() throws IOException {
    Ran ran =
        Ran.of(
            "scrub",
            "eval",
            "--json",
            file(
                "{\"text\":\"by a@b.com\",\"spans\":[{\"type\":\"EMAIL\",\"start\":3,\"end\":10}]}",
                "{\"text\":\"none\",\"spans\":[{\"type\":\"EMAIL\",\"start\":0,\"end\":4}]}",
                "{\"text\":\"at a@b.com\",\"spans\":[{\"type\":\"AGE\",\"start\":0,\"end\":2}]}"));

    JsonObject email = ran.json().getAsJsonArray("types").get(0).getAsJsonObject();
    assertThat(email.get("type").getAsString()).isEqualTo("EMAIL");
    assertThat(email.get("precision").getAsDouble()).isEqualTo(0.5);
    assertThat(email.get("recall").getAsDouble()).isEqualTo(0.5);
    assertThat(ran.json().get("labelsNotCompared").toString()).isEqualTo("[\"AGE\"]");
  }

  @Test
  void reachesItsGoalsOnThePublicDataset() {
    assumeTrue(Files.exists(DATASET), "skipped: " + DATASET + " is not there");

    JsonObject report = Ran.of("scrub", "eval", DATASET.toString(), "--json").json();

    assertThat(report.getAsJsonObject("micro").get("f1").getAsDouble()).isGreaterThan(0.95);
    for (JsonElement each : report.getAsJsonArray("types")) {
      JsonObject type = each.getAsJsonObject();
      assertThat(type.get("f2").getAsDouble())
          .as(type.get("type").getAsString())
          .isGreaterThan(0.7);
    }
  }
}
