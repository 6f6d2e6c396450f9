package com.anykoma.privacy.rights.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that no name or text of a person's data can harm the person who unpacks or opens an
 * archive.
 */
@Keeps({"P22", "P24"})
class ArchiveTextTest {
  private static final List<String> NAMES =
      List.of(
          "../../../etc/passwd",
          "..\\..\\windows\\system32",
          "/etc/passwd",
          "C:\\autoexec.bat",
          "users/../../x.png",
          "con",
          "CON.png",
          "aux.txt",
          "lpt1",
          "a\u0000b.png",
          "a\nb.png",
          "photo\u202Egnp.exe",
          "caf\u00e9.png",
          "cafe\u0301.png",
          "A.png",
          "a.png",
          ".hidden",
          "trailing. ",
          "...",
          "a:b*c?d\"e<f>g|h",
          "\uD83D\uDE00.png",
          "x".repeat(2_000),
          "");

  @Test
  void everyNameIsSafeOnEverySystemAndUnique() {
    Set<String> seen = new HashSet<>();
    long number = 0;
    for (String each : NAMES) {
      String name = EntryNames.file("01-images", ++number, each, "image/png");

      assertThat(name).matches("files/01-images/\\d{6,}-[A-Za-z0-9_-]{0,60}\\.png");
      assertThat(seen.add(name.toLowerCase(Locale.ROOT))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "image/svg+xml", "application/x-msdownload", "x", ""})
  void fileOfATypeThatCouldRunIsBinary(String type) {
    assertThat(EntryNames.file("01-images", 1, "a.html", type)).endsWith("-a.bin");
  }

  @Test
  void foldersDifferWithoutRegardToCase() {
    assertThat(EntryNames.folder(0, "images")).isEqualTo("01-images");
    assertThat(EntryNames.folder(1, "Images")).isEqualTo("02-Images");
  }

  /** Text is only in JSON strings and escaped HTML: no file is a table that runs formulas. */
  @Test
  void markupAndFormulasInTextStayText(@TempDir Path directory) throws IOException {
    String text = "</dd><script>alert(1)</script>\n=HYPERLINK(\"http://x\")\u2028'\"&";
    try (ExportedWorld exported = new ExportedWorld(directory)) {
      exported.write(ExportedWorld.ANN, "p3", Fields.empty().with("text", text));

      Map<String, byte[]> files = exported.export(ExportedWorld.ANN);

      assertThat(ExportedWorld.rows(files, "prompts"))
          .extracting(it -> it.requiredObject("fields").requiredString("text"))
          .contains(text);
      files.forEach(
          (name, bytes) -> {
            assertThat(name).doesNotEndWith(".csv").doesNotContain("..");
            if (name.endsWith(".html")) {
              assertThat(new String(bytes, StandardCharsets.UTF_8))
                  .contains("Content-Security-Policy", "lang=\"en\"")
                  .doesNotContain("<script");
            }
          });
      assertThat(files.values())
          .anyMatch(
              it -> new String(it, StandardCharsets.UTF_8).contains("&lt;script&gt;alert(1)"));
    }
  }

  @Test
  void hostileIdsOfDocumentsAreData(@TempDir Path directory) throws IOException {
    try (ExportedWorld exported = new ExportedWorld(directory)) {
      exported.write(ExportedWorld.ANN, "<img src=x onerror=alert(1)>", Fields.empty());
      exported.image(ExportedWorld.ANN, "..\\x\u202Egnp.exe", new byte[] {7});

      Map<String, byte[]> files = exported.export(ExportedWorld.ANN);

      assertThat(files.keySet()).allMatch(it -> it.matches("[A-Za-z0-9/._-]+"));
      files.forEach(
          (name, bytes) -> {
            if (name.endsWith(".html")) {
              assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("<img src=x");
            }
          });
    }
  }
}
