package com.anykoma.privacy.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the events of files in the order of the files' names. A file holds one event, an array of
 * events, or {@code {"events": [...]}}.
 */
final class ReplayFiles {
  private static final Comparator<Path> BY_NAME =
      Comparator.comparing((Path file) -> file.getFileName().toString())
          .thenComparing(Path::toString);

  private ReplayFiles() {}

  /** A file that cannot be replayed; the message names it. */
  static final class BadFile extends Exception {
    BadFile(Path file, String what) {
      super(file + " " + what);
    }
  }

  /**
   * The events of all files.
   *
   * @param paths files, and directories whose {@code *.json} files are meant
   */
  static List<ReplayedEvent> read(List<Path> paths) throws BadFile {
    List<ReplayedEvent> events = new ArrayList<>();
    for (Path file : files(paths)) {
      events.addAll(readFile(file));
    }
    return events;
  }

  private static List<Path> files(List<Path> paths) throws BadFile {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(filesIn(path));
      } else {
        files.add(path.toAbsolutePath());
      }
    }
    files.sort(BY_NAME);
    return files;
  }

  private static List<Path> filesIn(Path directory) throws BadFile {
    try (Stream<Path> all = Files.list(directory.toAbsolutePath())) {
      List<Path> files = all.filter(each -> each.toString().endsWith(".json")).toList();
      if (files.isEmpty()) {
        throw new BadFile(directory, "holds no *.json file");
      }
      return files;
    } catch (IOException e) {
      throw new BadFile(directory, "cannot be read");
    }
  }

  private static List<ReplayedEvent> readFile(Path file) throws BadFile {
    if (!Files.isRegularFile(file)) {
      throw new BadFile(file, "is no file");
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadFile(file, "cannot be read");
    }
    try {
      return events(JsonText.of(bytes)).stream().map(ReplayedEvent::of).toList();
    } catch (IOException e) {
      throw new BadFile(file, "is not the JSON of Stripe events");
    }
  }

  private static List<JsonText> events(JsonText text) throws IOException {
    if (text.isArray()) {
      return text.elements();
    }
    if (!text.isObject()) {
      throw new IOException("neither an object nor an array");
    }
    JsonText listed = text.members().get("events");
    return listed != null && listed.isArray() ? listed.elements() : List.of(text);
  }
}
