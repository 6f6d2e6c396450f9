package com.anykoma.privacy.improvement.release;

import com.anykoma.privacy.improvement.release.ReleaseManifest.Item;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.PreconditionFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The bucket {@code releases}, named by {@link ReleaseLayout}. A file of an item is reserved empty,
 * and filled only if the reservation still exists: a recall deletes it, so a writer that is late
 * cannot store a copy after its recall.
 */
public record ReleaseStore(Blobs blobs) {
  private static final String JSON = "application/json";
  private static final String HASH = "sha256";
  private static final int PAGE = 1_000;

  /** The most items of a release, so that its manifest fits into memory. */
  static final int MAX_ITEMS = 100_000;

  private static BlobId id(String name) {
    return new BlobId(ReleaseLayout.BUCKET, name);
  }

  /** Reserves a file; returns the existing one if there is one. */
  Blob reserve(String name) {
    return blobs.stat(id(name)).or(() -> create(name, Bytes.of(new byte[0]))).orElseThrow();
  }

  static boolean isFilled(Blob file) {
    return file.size() > 0;
  }

  /**
   * Fills a reserved file. Does nothing if the reservation was filled or deleted meanwhile.
   *
   * @param hash SHA-256 of the bytes, in hexadecimal
   */
  void fill(Blob reserved, String contentType, String hash, Blobs.Body body) {
    try {
      blobs.write(
          reserved.id(),
          contentType,
          Map.of(HASH, hash),
          OptionalLong.of(reserved.generation()),
          body);
    } catch (PreconditionFailed e) {
      return; // recalled, or filled by a concurrent run
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes these versions of files. */
  void discard(List<Blob> files) {
    blobs.delete(files);
  }

  /** Deletes the files of a copy. */
  void delete(String copy) {
    blobs.deleteEveryGeneration(id(ReleaseLayout.text(copy)));
    blobs.deleteEveryGeneration(id(ReleaseLayout.image(copy)));
  }

  /** Whether any file of a copy exists. */
  public boolean hasCopy(String copy) {
    return blobs.stat(id(ReleaseLayout.text(copy))).filter(ReleaseStore::isFilled).isPresent()
        || blobs.stat(id(ReleaseLayout.image(copy))).filter(ReleaseStore::isFilled).isPresent();
  }

  /** The complete items of a release, by their files, and the files that belong to none of them. */
  record Files(List<Item> items, List<Blob> others) {}

  /** Lists the files of a release. */
  Files files(long release) {
    Map<String, Blob> texts = new TreeMap<>();
    Map<String, Blob> images = new TreeMap<>();
    String folder = ReleaseLayout.items(release);
    List<Blob> others = new ArrayList<>();
    for (List<Blob> page :
        Pages.<Blob>of(next -> blobs.list(ReleaseLayout.BUCKET, folder, next, PAGE))) {
      for (Blob each : page) {
        String name = each.id().name().substring(folder.length());
        boolean isText = name.endsWith(ReleaseLayout.TEXT);
        if (isFilled(each)) {
          (isText ? texts : images).put(name.substring(0, name.lastIndexOf('.')), each);
        } else {
          others.add(each);
        }
      }
    }
    List<Item> items = new ArrayList<>();
    texts.forEach(
        (id, text) -> {
          if (items.size() < MAX_ITEMS) {
            Optional<Blob> image = Optional.ofNullable(images.remove(id));
            items.add(new Item(id, hash(text), image.map(ReleaseStore::hash)));
          } else {
            others.add(text);
          }
        });
    others.addAll(images.values());
    return new Files(items, others);
  }

  private static String hash(Blob file) {
    return file.metadata().getOrDefault(HASH, "");
  }

  /** The number of the last complete release; 0 if there is none. */
  public long lastRelease() {
    long last = 0;
    for (String each : names(ReleaseLayout.MANIFESTS)) {
      String number = each.substring(ReleaseLayout.MANIFESTS.length(), each.lastIndexOf('.'));
      last = Math.max(last, Long.parseLong(number));
    }
    while (isComplete(last + 1)) { // a listing may omit the newest
      last++;
    }
    return last;
  }

  boolean isComplete(long release) {
    return blobs.stat(id(ReleaseLayout.manifest(release))).isPresent();
  }

  /** The names of all recalls' files. */
  public List<String> recalls() {
    return names(ReleaseLayout.RECALLS);
  }

  private List<String> names(String folder) {
    List<String> names = new ArrayList<>();
    Pages.<Blob>of(next -> blobs.list(ReleaseLayout.BUCKET, folder, next, PAGE))
        .forEach(page -> page.forEach(each -> names.add(each.id().name())));
    return names;
  }

  void storeManifest(long release, byte[] file) {
    create(ReleaseLayout.manifest(release), Bytes.of(file));
  }

  void storeRecall(String copy, byte[] file) {
    create(ReleaseLayout.recall(copy), Bytes.of(file));
  }

  /** The bytes of a file; empty if it does not exist. */
  public Optional<Bytes> read(String name) {
    return blobs
        .stat(id(name))
        .map(
            file -> {
              try (InputStream in = blobs.read(file, 0)) {
                return Bytes.of(in.readAllBytes());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  /** Creates a file; returns the existing one if there is one. */
  private Optional<Blob> create(String name, Bytes file) {
    try {
      return Optional.of(
          blobs.write(
              id(name), JSON, Map.of(), OptionalLong.of(0), out -> out.write(file.toArray())));
    } catch (PreconditionFailed e) {
      return blobs.stat(id(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
