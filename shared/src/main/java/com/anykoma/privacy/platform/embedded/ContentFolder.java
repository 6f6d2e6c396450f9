package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Blobs;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** A folder with the bytes of blobs, in numbered, immutable files. */
record ContentFolder(Path folder) {
  private static final int BUFFER = 64 * 1024;

  /** The size in bytes and the CRC32C of a written file. */
  record Written(long size, int crc32c) {}

  /** Streams {@code body} to a new file. Returns once the bytes are on the disk. */
  Written write(long file, Blobs.Body body) throws IOException {
    CRC32C crc = new CRC32C();
    try (FileChannel channel =
        FileChannel.open(
            path(file),
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      OutputStream out =
          new BufferedOutputStream(
              new CheckedOutputStream(Channels.newOutputStream(channel), crc), BUFFER);
      body.writeTo(out);
      out.flush();
      channel.force(true);
      return new Written(channel.size(), (int) crc.getValue());
    }
  }

  /** Opens the file, if it exists, at {@code offset}. */
  InputStream read(long file, long offset) throws IOException {
    try {
      FileChannel channel = FileChannel.open(path(file), StandardOpenOption.READ);
      return Channels.newInputStream(channel.position(offset));
    } catch (NoSuchFileException e) {
      throw new FileNotFoundException("the generation does not exist");
    }
  }

  /** Removes the file; an absent one is success. */
  void remove(long file) throws IOException {
    Files.deleteIfExists(path(file));
  }

  private Path path(long file) {
    return folder.resolve(Long.toString(file));
  }
}
