package com.anykoma.privacy.local.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads Stripe events from files, in the order of the file names. A file contains one event, an
 * array of events, {@code {"events": [...]}}, or Stripe's list format {@code {"data": [...]}} with
 * the newest event first; or one of these per line.
 */
final class ReplayFiles {
  private static final Comparator<Path> BY_NAME =
      Comparator.comparing((Path file) -> file.getFileName().toString())
          .thenComparing(Path::toString);

  private static final String NO_EVENTS = "is not the JSON of Stripe events";

  private ReplayFiles() {}

  /** A file that cannot be replayed. The message names it. */
  static final class BadFile extends Exception {
    BadFile(Path file, String what) {
      super(file + " " + what);
    }
  }

  /** Reads all events of files, and of {@code *.json} and {@code *.jsonl} files of directories. */
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
      List<Path> files = all.filter(each -> each.toString().matches(".*\\.jsonl?")).toList();
      if (files.isEmpty()) {
        throw new BadFile(directory, "contains no *.json or *.jsonl file");
      }
      return files;
    } catch (IOException e) {
      throw new BadFile(directory, "cannot be read");
    }
  }

  private static List<ReplayedEvent> readFile(Path file) throws BadFile {
    if (!Files.isRegularFile(file)) {
      throw new BadFile(file, "is not a file");
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BadFile(file, "cannot be read");
    }
    List<JsonText> events = new ArrayList<>();
    for (JsonText each : parts(file, bytes)) {
      try {
        events.addAll(events(each));
      } catch (IOException e) {
        throw new BadFile(file, NO_EVENTS);
      }
    }
    return events.stream().map(ReplayedEvent::of).toList();
  }

  /** Parses the file as one JSON text, or each line as one. */
  private static List<JsonText> parts(Path file, byte[] bytes) throws BadFile {
    try {
      return List.of(JsonText.of(bytes));
    } catch (IOException e) {
      return lines(file, new String(bytes, StandardCharsets.ISO_8859_1).split("\\R", -1));
    }
  }

  private static List<JsonText> lines(Path file, String[] lines) throws BadFile {
    List<JsonText> parts = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].isBlank()) {
        try {
          parts.add(JsonText.of(lines[i].getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
          throw new BadFile(file, NO_EVENTS + (parts.isEmpty() ? "" : ": see line " + (i + 1)));
        }
      }
    }
    if (parts.isEmpty()) {
      throw new BadFile(file, "is empty");
    }
    return parts;
  }

  private static List<JsonText> events(JsonText text) throws IOException {
    if (text.isArray()) {
      return text.elements();
    }
    if (!text.isObject()) {
      throw new IOException("neither an object nor an array");
    }
    JsonText events = text.members().get("events");
    if (events != null && events.isArray()) {
      return events.elements();
    }
    JsonText data = text.members().get("data");
    if (data == null || !data.isArray()) {
      return List.of(text);
    }
    List<JsonText> newestFirst = new ArrayList<>(data.elements());
    Collections.reverse(newestFirst);
    return newestFirst;
  }
}
