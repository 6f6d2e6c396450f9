package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.collection.datamap.EmbeddedMetadata;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.protection.metadata.MetadataStripper;
import com.anykoma.privacy.protection.metadata.MetadataStripper.StripResult;
import com.google.common.io.CountingOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./run strip}: strips the metadata of image files, as an upload does (P5). */
@Command(
    name = "strip",
    description =
        "Removes from PNG, JPEG, WebP and GIF files the same data that an upload loses: prompts,"
            + " comments, EXIF, XMP and every part that violates its format. Prints the outcome"
            + " for each file. Exit code 1 when a file is MALFORMED, hides text"
            + " (HIDDEN_TEXT) or has an UNKNOWN_FORMAT: the owner can still open such an"
            + " upload, but it has no other use.",
    mixinStandardHelpOptions = true)
public final class StripCommand implements Callable<Integer> {
  private static final int REFUSED = 1;
  private static final int UNREADABLE = 2;

  @Parameters(
      paramLabel = "FILES",
      arity = "1..*",
      description = "The image files; they are not changed.")
  private List<Path> files = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write the stripped files to this folder, except files that cause exit code 1.")
  private @Nullable Path out;

  @Mixin private AnswerOption answer = new AnswerOption();

  private record Stripped(Path file, StripResult outcome, long bytesIn, long bytesOut) {}

  /** A file that cannot be read or written. The message names the file and the reason. */
  private static final class BadFile extends IOException {
    BadFile(Path file, String what) {
      super(TerminalText.of(file.toString()) + " " + what);
    }
  }

  @Override
  public Integer call() {

    try {
      check();
      List<Stripped> all = new ArrayList<>();
      for (Path file : files) {
        all.add(out == null ? stripped(file, OutputStream.nullOutputStream()) : written(file, out));
      }
      int printed = answer.print(new Answer(all.stream().map(Line::of).toList()), () -> text(all));
      return all.stream().allMatch(it -> it.outcome.isClean()) ? printed : REFUSED;
    } catch (BadFile e) {
      answer.console().note(String.valueOf(e.getMessage()));
      return UNREADABLE;
    }
  }

  /** Validates all arguments before anything is written. */
  private void check() throws BadFile {
    Set<Path> names = new HashSet<>();
    for (Path file : files) {
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw new BadFile(file, "is not a readable file");
      }
      if (out != null && !names.add(file.getFileName())) {
        throw new BadFile(file, "has the same name as another file; run --out once for each");
      }
    }
    if (out != null && Files.exists(out) && !Files.isDirectory(out)) {
      throw new BadFile(out, "is not a folder");
    }
  }

  private static Stripped stripped(Path file, OutputStream to) throws BadFile {
    CountingOutputStream counted = new CountingOutputStream(to);
    try {
      MetadataStripper stripper =
          new MetadataStripper(counted, EnumSet.allOf(EmbeddedMetadata.class));
      long bytesIn = Files.copy(file, stripper);
      StripResult outcome = stripper.finish();
      return new Stripped(file, outcome, bytesIn, counted.getCount());
    } catch (IOException e) {
      throw new BadFile(file, "cannot be read, or its copy cannot be written");
    }
  }

  /** Writes to a temporary name first, so that no incomplete file is visible. */
  private static Stripped written(Path file, Path folder) throws BadFile {
    Path target = folder.resolve(file.getFileName());
    Path part = folder.resolve("." + file.getFileName() + ".part");
    try {
      Files.createDirectories(folder);
      try {
        Stripped stripped;
        try (OutputStream to = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
          stripped = stripped(file, to);
        }
        if (stripped.outcome.isClean()) {
          moveIfAbsent(part, target);
        }
        return stripped;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (BadFile e) {
      throw e;
    } catch (IOException e) {
      throw new BadFile(target, "cannot be written");
    }
  }

  private static void moveIfAbsent(Path part, Path target) throws IOException {
    if (!Files.exists(target)) {
      Files.move(part, target);
    } else if (Files.mismatch(part, target) >= 0) {
      throw new BadFile(target, "already exists with other content and is not overwritten");
    }
  }

  record Answer(List<Line> files) {}

  record Line(String file, String outcome, long bytesIn, long bytesOut) {
    static Line of(Stripped it) {
      return new Line(it.file.toString(), it.outcome.name(), it.bytesIn, it.bytesOut);
    }
  }

  private static String text(List<Stripped> all) {
    StringBuilder text = new StringBuilder(line("OUTCOME", "BYTES IN", "BYTES OUT", "FILE"));
    for (Stripped each : all) {
      text.append('\n')
          .append(line(each.outcome, each.bytesIn, each.bytesOut, TerminalText.of("" + each.file)));
    }
    return text.toString();
  }

  private static String line(Object outcome, Object bytesIn, Object bytesOut, Object file) {
    return String.format(Locale.ROOT, "%-14s  %9s  %9s  %s", outcome, bytesIn, bytesOut, file);
  }
}
