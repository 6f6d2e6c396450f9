package com.anykoma.privacy.local;

import com.anykoma.privacy.infra.InfraFiles;
import com.anykoma.privacy.local.report.SourceTree;
import java.nio.file.Path;
import java.util.List;

/** The project's pages for readers, which tests compare with the project's other files. */
final class DocumentationPages {
  /** All files of the project. */
  static final SourceTree TREE = new SourceTree(InfraFiles.ofProject().root());

  private static final List<String> AT_THE_ROOT =
      List.of("README.md", "CONTRIBUTING.md", "SECURITY.md");

  private DocumentationPages() {}

  /** The pages that describe the current state: relative paths of those at the root and in docs. */
  static List<Path> current() {
    return TREE.files().stream()
        .filter(
            each ->
                AT_THE_ROOT.contains(each.toString())
                    || (isPage(each) && Path.of("docs").equals(each.getParent())))
        .toList();
  }

  /** The current pages and the decisions, which describe the time when they were made. */
  static List<Path> all() {
    return TREE.files().stream()
        .filter(
            each ->
                AT_THE_ROOT.contains(each.toString()) || (isPage(each) && each.startsWith("docs")))
        .toList();
  }

  private static boolean isPage(Path file) {
    return file.toString().endsWith(".md");
  }
}
