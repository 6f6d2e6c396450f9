package com.anykoma.privacy.local.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The files of a project's folder that people write: all but build results, installed packages and
 * hidden folders, which are not entered. {@code .ci} and {@code .github} count as visible.
 *
 * @param root the project's folder
 */
public record SourceTree(Path root) {
  private static final Set<String> GENERATED = Set.of("target", "node_modules");
  private static final Set<String> VISIBLE = Set.of(".ci", ".github");

  /** Lists the files in the order of their paths, relative to the root. */
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(root, new Collector(files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(files);
    return Collections.unmodifiableList(files);
  }

  /** Reads a file, relative to the root, as UTF-8 with replacement characters. */
  public String text(Path file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  /** Reads a file, relative to the root. */
  byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    private final List<Path> files;

    Collector(List<Path> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      String name = String.valueOf(folder.getFileName());
      boolean isHidden = name.startsWith(".") && !VISIBLE.contains(name);
      return !folder.equals(root) && (isHidden || GENERATED.contains(name))
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      files.add(root.relativize(file));
      return FileVisitResult.CONTINUE;
    }
  }
}
