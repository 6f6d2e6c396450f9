package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.PreconditionFailed;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Blobs as immutable files in a folder, with an index in SQLite. Files are numbered; object names
 * are never file names. Opening the folder removes the files of unfinished writes.
 */
public final class FolderBlobs implements Blobs {
  private final ContentFolder folder;
  private final BlobIndex index;
  private final InstantSource clock;
  private final OperationCounts counts;
  private final String owner = WritingProcess.current();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  FolderBlobs(ContentFolder folder, BlobIndex index, InstantSource clock, OperationCounts counts) {
    this.folder = folder;
    this.index = index;
    this.clock = clock;
    this.counts = counts;
  }

  /** A generation that became live; the sequence increases in commit order. */
  public record Finalized(long sequence, Blob blob) {}

  /** Removes the files of terminated processes, and files whose removal was interrupted. */
  void removeLeftovers() throws IOException {
    for (BlobIndex.Unindexed each : index.unindexed()) {
      if (!WritingProcess.isAlive(each.owner())) {
        remove(List.of(each.file()));
      }
    }
  }

  /** Sets whether this bucket keeps overwritten generations until they are deleted; default: no. */
  public void keepGenerations(String bucket, boolean keep) {
    index.keepGenerations(bucket, keep);
  }

  @Override
  public Optional<Blob> stat(BlobId id) {
    counts.increment("blobs.stat");
    return index.live(id);
  }

  @Override
  public Blob write(
      BlobId id,
      String contentType,
      Map<String, String> metadata,
      OptionalLong ifGeneration,
      Body body)
      throws IOException {
    counts.increment("blobs.write");
    long file = index.reserve(owner);
    Optional<BlobIndex.Indexed> indexed = Optional.empty();
    try {
      ContentFolder.Written written = folder.write(file, body);
      Instant now = clock.instant();
      indexed =
          index.add(
              new Blob(id, 0, written.size(), written.crc32c(), contentType, metadata, now),
              file,
              ifGeneration);
    } finally {
      if (indexed.isEmpty()) {
        remove(List.of(file));
      }
    }
    if (indexed.isEmpty()) {
      throw new PreconditionFailed("another generation is live");
    }
    remove(indexed.get().removed());
    listeners.forEach(Runnable::run);
    return indexed.get().blob();
  }

  /** Removes the files. A failure does not stop the other removals; remaining files stay listed. */
  private void remove(List<Long> files) throws IOException {
    Optional<IOException> failure = Optional.empty();
    List<Long> removed = new ArrayList<>();
    for (Long file : files) {
      try {
        folder.remove(file);
        removed.add(file);
      } catch (IOException e) {
        failure = failure.or(() -> Optional.of(e));
      }
    }
    index.removed(removed);
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  @Override
  public InputStream read(Blob blob, long offset) throws IOException {
    counts.increment("blobs.read");
    Optional<Long> file = index.file(blob);
    if (file.isEmpty()) {
      throw new FileNotFoundException("the generation does not exist");
    }
    return folder.read(file.get(), offset);
  }

  @Override
  public Page<Blob> list(String bucket, String prefix, Optional<String> pageToken, int limit) {
    counts.increment("blobs.list");
    return index.list(bucket, prefix, pageToken, limit);
  }

  @Override
  public Page<Blob> listGenerations(
      String bucket, String prefix, Optional<String> pageToken, int limit) {
    counts.increment("blobs.list");
    return index.listGenerations(bucket, prefix, pageToken, limit);
  }

  @Override
  public void delete(Blob blob) {
    delete(List.of(blob));
  }

  @Override
  public void delete(Collection<Blob> generations) {
    counts.add("blobs.delete", generations.size());
    removeNow(index.delete(generations));
  }

  @Override
  public void deleteEveryGeneration(BlobId id) {
    counts.increment("blobs.delete");
    removeNow(index.deleteEveryGeneration(id));
  }

  private void removeNow(List<Long> files) {
    try {
      remove(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The live generations after {@code after}, in commit order; deleted ones are skipped. */
  public List<Finalized> finalized(long after, int limit) {
    return index.later(after, limit).stream()
        .map(each -> new Finalized(each.generation(), each))
        .toList();
  }

  /** Calls {@code listener} on the writing thread after each write; it must not throw. */
  public void onFinalize(Runnable listener) {
    listeners.add(listener);
  }
}
