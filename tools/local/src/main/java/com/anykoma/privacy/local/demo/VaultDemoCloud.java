package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.Config;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.local.cloud.Bridge;
import com.anykoma.privacy.local.cloud.FunctionCalls;
import com.anykoma.privacy.local.cloud.StoryTime;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.protection.vault.BlobService;
import com.anykoma.privacy.protection.vault.KeyDestroyed;
import com.anykoma.privacy.protection.vault.UploadService;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The part of the demo's stage with the buckets, the keys, and the function that opens.
 *
 * @param settle lets everything that follows from what was done happen
 */
record VaultDemoCloud(LocalCloud cloud, StoryTime clock, FunctionCalls calls, Runnable settle) {
  /**
   * A person uploads an image.
   *
   * @param item {@code images/i1}
   * @return what lay in the staging bucket before the event was told
   */
  byte[] upload(String uid, String item, byte[] image) {
    cloud.bridge().objectEvents(Bridge.ObjectEvents.HELD);
    byte[] staged = bytes(write(staging(uid, item), "image/png", Map.of(), image));
    cloud.bridge().objectEvents(Bridge.ObjectEvents.TOLD);
    settle.run();
    return staged;
  }

  /** The same, but the event of it is lost. */
  void uploadUnheard(String uid, String item, byte[] image) {
    cloud.bridge().objectEvents(Bridge.ObjectEvents.LOST);
    write(staging(uid, item), "image/png", Map.of(), image);
    settle.run();
    cloud.bridge().objectEvents(Bridge.ObjectEvents.TOLD);
  }

  /** Somebody who may write to the content bucket stores these bytes, described as the other. */
  void store(String uid, String item, byte[] bytes, Blob like) {
    write(content(uid, item), like.contentType(), like.metadata(), bytes);
  }

  private Blob write(BlobId id, String contentType, Map<String, String> metadata, byte[] bytes) {
    try {
      return cloud
          .cloud()
          .blobs()
          .write(id, contentType, metadata, OptionalLong.empty(), out -> out.write(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove(String uid, String item) {
    cloud.cloud().blobs().deleteEveryGeneration(content(uid, item));
  }

  private static BlobId staging(String uid, String item) {
    return new BlobId(UploadService.UPLOADS, "users/" + uid + "/" + item);
  }

  private static BlobId content(String uid, String item) {
    return new BlobId(UploadService.CONTENT, "users/" + uid + "/" + item);
  }

  /** Whether plaintext of the upload lies in the staging bucket. */
  boolean isStaged(String uid, String item) {
    return cloud.cloud().blobs().stat(staging(uid, item)).isPresent();
  }

  /** What the content bucket holds. */
  Optional<Blob> stored(String uid, String item) {
    return cloud.cloud().blobs().stat(content(uid, item));
  }

  /** The bytes as they are stored. */
  byte[] bytes(Blob blob) {
    try (InputStream in = cloud.cloud().blobs().read(blob, 0)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The record of the key that the stored blob says it is sealed under. */
  Document keyOf(Blob stored) {
    String id = stored.metadata().getOrDefault("seal-key", "none");
    return cloud.cloud().keys().get(DocumentPath.of("keys", id)).orElseThrow();
  }

  /** The schedule has its task published, so much later. */
  void sweepLater(Duration by) {
    clock.later(
        by,
        () -> {
          Instant now = clock.instant();
          Task sweep = new Task(Topic.SWEEP.storedName(), "sweep-" + now.toEpochMilli(), Map.of());
          cloud.cloud().tasks().publish(List.of(sweep));
          settle.run();
        });
  }

  /** Does something so much later. */
  void later(Duration by, Runnable work) {
    clock.later(by, work);
  }

  /** The token of a person who signs in. */
  String signIn(String uid) {
    return cloud.platform().idToken(new SubjectId(uid)).orElseThrow();
  }

  /** What a person gets when they ask for something of theirs. */
  HttpResponse<byte[]> open(String uid, String path) {
    return calls.content(Optional.of(signIn(uid)), path, Optional.empty());
  }

  /** What they get when they ask for a part of it: {@code bytes=0-15}. */
  HttpResponse<byte[]> openPart(String uid, String path, String range) {
    return calls.content(Optional.of(signIn(uid)), path, Optional.of(range));
  }

  /** What whoever holds the token gets, if there is one. */
  HttpResponse<byte[]> openWith(Optional<String> idToken, String path) {
    return calls.content(idToken, path, Optional.empty());
  }

  /** Another instance, which knows no key yet. */
  OtherInstance instance() {
    return new OtherInstance(cloud.cloud(), cloud.secrets().config(), clock);
  }

  /** Whether the instance opens what is stored. */
  boolean opens(OtherInstance instance, String uid, String item) {
    return instance.opens(new SubjectId(uid), content(uid, item));
  }

  /**
   * Another instance of the functions in somebody's hands: it may read every bucket and database
   * and use the key-encryption key, has a cache of keys of its own, and asks nobody who they are.
   */
  static final class OtherInstance {
    private final Documents documents;
    private final BlobService blobs;

    OtherInstance(Cloud cloud, Config config, InstantSource clock) {
      documents = cloud.documents();
      blobs = new Wiring(config, cloud, clock).services().blobs();
    }

    /** Whether the blob is there and opens, to its end; not so when its key is destroyed. */
    boolean opens(SubjectId owner, BlobId id) {
      try {
        var opened = blobs.open(owner, id, documents.get(blobs.recordOf(owner, id)));
        if (opened.isPresent()) {
          opened.get().writeTo(OutputStream.nullOutputStream());
        }
        return opened.isPresent();
      } catch (KeyDestroyed e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
