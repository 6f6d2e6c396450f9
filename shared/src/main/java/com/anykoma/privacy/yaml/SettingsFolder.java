package com.anykoma.privacy.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder of settings files.
 *
 * @param path empty for the folder {@code /privacy} of the class path
 */
public record SettingsFolder(Optional<Path> path) {
  /** The folder that packaging put into the jar. */
  public static SettingsFolder packaged() {
    return new SettingsFolder(Optional.empty());
  }

  /** A folder of the file system. */
  public static SettingsFolder of(Path path) {
    return new SettingsFolder(Optional.of(path));
  }

  /** Parses a file; fails if it is missing or invalid. */
  public Setting setting(String name) {
    return Setting.parse(name, bytes(name));
  }

  /** Returns the text of a file; fails if it is missing, larger than 1 MiB or not UTF-8. */
  public String text(String name) {
    return SettingsText.decode(name, bytes(name)).yaml();
  }

  /** Returns the content of a file; fails if it is missing. */
  public byte[] bytes(String name) {
    try (InputStream in = open(name)) {
      return in.readNBytes(SettingsText.MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw missing(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InputStream open(String name) throws IOException {
    if (path.isPresent()) {
      return Files.newInputStream(path.get().resolve(name));
    }
    InputStream in = SettingsFolder.class.getResourceAsStream("/privacy/" + name);
    if (in == null) {
      throw missing(name);
    }
    return in;
  }

  private SettingsException missing(String name) {
    String remedy =
        name.startsWith("archive/")
            ? "restore the text that page.md had in this version"
            : "copy examples/notely/" + name + " to it and edit it";
    String problem =
        path.map(it -> "missing in " + it + "; " + remedy)
            .orElse("missing in the jar; add it to the folder privacy and build again");
    return new SettingsException(name, 0, problem);
  }
}
