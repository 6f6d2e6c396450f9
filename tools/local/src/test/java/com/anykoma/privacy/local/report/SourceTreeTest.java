package com.anykoma.privacy.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceTreeTest {
  @TempDir private Path root;

  private void file(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, path);
  }

  @Test
  void listsNeitherGeneratedNorHiddenFolders() throws IOException {
    for (String each :
        new String[] {
          "b.md",
          "a/target.java",
          "a/target/C.java",
          "a/b/node_modules/d.js",
          ".git/config",
          ".data/cloud.db",
          ".ci/run",
          ".github/CODEOWNERS",
          ".gitignore"
        }) {
      file(each);
    }

    assertThat(new SourceTree(root).files())
        .extracting(Path::toString)
        .containsExactly(".ci/run", ".github/CODEOWNERS", ".gitignore", "a/target.java", "b.md");
  }

  @Test
  void listsARootWithAHiddenOrGeneratedName() throws IOException {
    root = Files.createDirectories(root.resolve("target"));
    file("A.java");

    SourceTree tree = new SourceTree(root);

    assertThat(tree.files()).containsExactly(Path.of("A.java"));
    assertThat(tree.text(Path.of("A.java"))).isEqualTo("A.java");
  }
}
