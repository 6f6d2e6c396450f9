package com.anykoma.privacy.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.changes.policy.PromiseRegister;
import com.anykoma.privacy.yaml.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that sources and documentation agree with the register of promises. */
final class PromisesReportTest {
  private static final String PAGE = "We delete it. We protect it. We export it.";
  private static final String REGISTER =
      """
      contradictions:
        C1: { readings: [Some., None.], strict: None., promises: [P2], status: kept }
      promises:
        P1: { kind: duty, rule: Deletes., status: kept, evidence: Files. }
        P2: { kind: duty, rule: Protects., status: kept, evidence: Files. }
        P3: { kind: right, rule: Exports., status: open, missing: The archive., evidence: Files. }
      edgeCases:
        E1: { case: Twice., status: partial, missing: A test. }
      """;

  private static final String SENTENCES =
      """
      P1: We delete it.
      P2: We protect it.
      P3: We export it.
      sha256: { P1: '9594090de338', P2: 'f64b144806f1', P3: 'c44071ed2fb6' }
      """;

  @TempDir private Path root;

  private void source(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private PromisesReport report() {
    return new PromisesReport(
        PromiseRegister.read(
            Setting.parse("promises.yaml", REGISTER),
            Setting.parse("sentences.yaml", SENTENCES),
            PAGE),
        PromiseSources.of(new SourceTree(root)));
  }

  @Test
  void countsAnnotationsOfTestsAndExpandsRangesInComments() throws IOException {
    source("m/src/main/java/B.java", "/**\n * Keeps all (P1 to\n * P3; E1).\n */ class B {}");
    source(
        "m/src/test/java/BTest.java",
        "class BTest {\n @Keeps(\"P1\") void a() {}\n @Keeps({\"P1\",\n \"P2\"}) void b() {}\n}");
    source("m/target/src/main/java/C.java", "// P9");
    source("m/src/main/java/D.java", "/** Such as {@code P9}. */ class D {}");

    PromisesReport report = report();

    assertThat(report.sources().classes()).containsOnlyKeys("P1", "P2", "P3", "E1");
    assertThat(report.page())
        .contains("2 kept, 1 partial, 1 open.")
        .contains(
            "## P1: kept, duty\n\n> We delete it.\n\nDeletes.\n\nEvidence: Files.\n\nClasses: `B`\n\nTests: `BTest`")
        .contains("Exports.\n\n**Missing:** The archive.\n")
        .contains("Protects.\n\nEvidence: Files.\n\nContradictions: C1\n")
        .endsWith("**C1** (kept)\n\n> Some.\n\n> None.\n\nStrict reading: None.\n\nPromises: P2\n");
    assertThat(report.text().lines()).contains("P2   kept       1 We protect it.");
    assertThat(List.of(report.text().split("\n"))).allMatch(line -> line.length() <= 80);
  }
}
