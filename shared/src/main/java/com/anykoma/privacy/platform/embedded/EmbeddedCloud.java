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
public final class EmbeddedCloud implements Cloud, AutoCloseable {
  private final SqliteStore store;
  private final SqliteStore keyStore;
  private final OperationCounts counts = new OperationCounts();
  private final SqliteDocuments documents;
  private final SqliteDocuments keys;
  private final FolderBlobs blobs;
  private final SqliteAccounts accounts;
  private final LedgerBilling billing;
  private final SqliteTasks tasks;
  private final SqliteRealtime realtime;
  private final Aead kek;
  private final Aead signingKek;

  private EmbeddedCloud(
      Path directory, SqliteStore store, SqliteStore keyStore, InstantSource clock) {
    this.store = store;
    this.keyStore = keyStore;
    documents = new SqliteDocuments(store, clock, counts.port("documents"));
    keys = new SqliteDocuments(keyStore, clock, counts.port("keys"));
    keys.recordOnly(path -> false);
    blobs =
        new FolderBlobs(
            new ContentFolder(directory.resolve("blobs")), new BlobIndex(store), clock, counts);
    accounts =
        new SqliteAccounts(
            store, IdTokens.open(directory.resolve("tokens.json"), clock), clock, counts);
    billing = new LedgerBilling(store, clock, counts);
    tasks = new SqliteTasks(store, clock, counts);
    realtime = new SqliteRealtime(store, counts.port("realtime"));
    kek = new CountingAead(KeyFile.open(directory.resolve("kek.json")), counts, "kek");
    signingKek =
        new CountingAead(KeyFile.open(directory.resolve("signing.json")), counts, "signing-kek");
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
        EmbeddedCloud cloud = new EmbeddedCloud(directory, stores.get(0), stores.get(1), clock);
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

  @Override
  public SqliteDocuments documents() {
    return documents;
  }

  @Override
  public SqliteDocuments keys() {
    return keys;
  }

  @Override
  public FolderBlobs blobs() {
    return blobs;
  }

  @Override
  public SqliteAccounts accounts() {
    return accounts;
  }

  @Override
  public LedgerBilling billing() {
    return billing;
  }

  @Override
  public SqliteTasks tasks() {
    return tasks;
  }

  @Override
  public SqliteRealtime realtime() {
    return realtime;
  }

  @Override
  public Aead kek() {
    return kek;
  }

  @Override
  public Aead signingKek() {
    return signingKek;
  }

  public OperationCounts counts() {
    return counts;
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
