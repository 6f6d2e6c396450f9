package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Cloud;
import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A complete cloud in one directory: two SQLite files, one of them for wrapped keys, a folder of
 * blobs and two key files. Acknowledged writes survive a crash of the process. Several processes
 * may open the same directory.
 */
public record EmbeddedCloud(
    SqliteStore store,
    SqliteStore keyStore,
    OperationCounts counts,
    @Override SqliteDocuments documents,
    @Override SqliteDocuments keys,
    @Override FolderBlobs blobs,
    @Override SqliteAccounts accounts,
    @Override LedgerBilling billing,
    @Override SqliteTasks tasks,
    @Override SqliteRealtime realtime,
    @Override RecordedSettings settings,
    @Override Aead kek,
    @Override Aead signingKek)
    implements Cloud, AutoCloseable {
  private static EmbeddedCloud of(
      Path directory, SqliteStore store, SqliteStore keyStore, InstantSource clock) {
    OperationCounts counts = new OperationCounts();
    IdTokens tokens = IdTokens.open(directory.resolve("tokens.json"), clock);
    ContentFolder content = new ContentFolder(directory.resolve("blobs"));
    EmbeddedCloud cloud =
        new EmbeddedCloud(
            store,
            keyStore,
            counts,
            new SqliteDocuments(store, clock, counts.port("documents")),
            new SqliteDocuments(keyStore, clock, counts.port("keys")),
            new FolderBlobs(content, new BlobIndex(store), clock, counts),
            new SqliteAccounts(store, tokens, clock, counts),
            new LedgerBilling(store, clock, counts),
            new SqliteTasks(store, clock, counts),
            new SqliteRealtime(store, counts.port("realtime")),
            new RecordedSettings(directory.resolve("settings.json")),
            new CountingAead(KeyFile.open(directory.resolve("kek.json")), counts, "kek"),
            new CountingAead(
                KeyFile.open(directory.resolve("signing.json")), counts, "signing-kek"));
    cloud.keys.recordOnly(path -> false);
    return cloud;
  }

  /** Opens the directory; creates it with access for its owner only if it does not exist. */
  public static EmbeddedCloud open(Path directory, InstantSource clock) {
    try {
      Files.createDirectories(
          directory.resolve("blobs"),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      List<SqliteStore> stores = new ArrayList<>();
      try {
        for (String name : List.of("cloud.db", "keys.db")) {
          stores.add(SqliteStore.open(ownersFile(directory.resolve(name))));
        }
        EmbeddedCloud cloud = of(directory, stores.get(0), stores.get(1), clock);
        cloud.blobs.removeLeftovers();
        return cloud;
      } catch (IOException | RuntimeException e) {
        stores.forEach(SqliteStore::close);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates the file with access for its owner only; SQLite gives its log the same permissions. */
  private static Path ownersFile(Path file) throws IOException {
    try {
      return Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      return file;
    }
  }

  /** The position of a named reader of a feed; 0 before its first read. */
  public long cursor(String name) {
    return store
        .first("SELECT at FROM cursors WHERE name = ?", row -> row.getLong(1), name)
        .orElse(0L);
  }

  /** Stores the position of a named reader durably. */
  public void moveCursor(String name, long to) {
    store.update(
        "INSERT INTO cursors (name, at) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET at = excluded.at",
        name,
        to);
  }

  /** Waits for the current write; later calls of any port fail. */
  @Override
  public void close() {
    try {
      store.close();
    } finally {
      keyStore.close();
    }
  }
}
