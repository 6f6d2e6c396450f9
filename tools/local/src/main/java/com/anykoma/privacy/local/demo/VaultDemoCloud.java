package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.local.cloud.Bridge;
import com.anykoma.privacy.local.cloud.FunctionCalls;
import com.anykoma.privacy.local.cloud.StoryTime;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
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
 * The demo's actions with buckets, keys and the function Content.
 *
 * @param settle waits until the functions have processed all events
 */
record VaultDemoCloud(LocalCloud cloud, StoryTime clock, FunctionCalls calls, Runnable settle) {
  /**
   * Uploads an image as a person.
   *
   * @param item such as {@code images/i1}
   * @return the bytes in the staging bucket before the event was delivered
   */
  byte[] upload(String uid, String item, byte[] image) {
    cloud.bridge().objectEvents(Bridge.ObjectEvents.DELAYED);
    byte[] staged = bytes(write(staging(uid, item), "image/png", Map.of(), image));
    cloud.bridge().objectEvents(Bridge.ObjectEvents.DELIVERED);
    settle.run();
    return staged;
  }

  /** Uploads an image whose event is lost. */
  void uploadWithLostEvent(String uid, String item, byte[] image) {
    cloud.bridge().objectEvents(Bridge.ObjectEvents.LOST);
    write(staging(uid, item), "image/png", Map.of(), image);
    settle.run();
    cloud.bridge().objectEvents(Bridge.ObjectEvents.DELIVERED);
  }

  /** Writes bytes to the content bucket with the metadata of another blob, as an attacker does. */
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

  /** Whether the plaintext upload exists in the staging bucket. */
  boolean isStaged(String uid, String item) {
    return cloud.cloud().blobs().stat(staging(uid, item)).isPresent();
  }

  /** The object in the content bucket. */
  Optional<Blob> stored(String uid, String item) {
    return cloud.cloud().blobs().stat(content(uid, item));
  }

  /** The stored bytes. */
  byte[] bytes(Blob blob) {
    try (InputStream in = cloud.cloud().blobs().read(blob, 0)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The record of the key that the metadata of a sealed blob names. */
  Document keyOf(Blob stored) {
    String id = stored.metadata().getOrDefault("seal-key", "none");
    return cloud.cloud().keys().get(DocumentPath.of("keys", id)).orElseThrow();
  }

  /** Runs a scheduled sweep after the given time. */
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

  /** Runs work after the given time. */
  void later(Duration by, Runnable work) {
    clock.later(by, work);
  }

  /** Signs a person in; returns their ID token. */
  String signIn(String uid) {
    return cloud.platform().idToken(new SubjectId(uid)).orElseThrow();
  }

  /** Opens content as a signed-in person. */
  HttpResponse<byte[]> open(String uid, String path) {
    return calls.content(Optional.of(signIn(uid)), path, Optional.empty());
  }

  /** Opens a range of content, such as {@code bytes=0-15}. */
  HttpResponse<byte[]> openPart(String uid, String path, String range) {
    return calls.content(Optional.of(signIn(uid)), path, Optional.of(range));
  }

  /** Opens content with the given ID token, or without one. */
  HttpResponse<byte[]> openWith(Optional<String> idToken, String path) {
    return calls.content(idToken, path, Optional.empty());
  }

  /** Creates another instance with an empty key cache. */
  OtherInstance instance() {
    return new OtherInstance(cloud, clock);
  }

  /** Whether the instance can open the stored object. */
  boolean opens(OtherInstance instance, String uid, String item) {
    return instance.opens(new SubjectId(uid), content(uid, item));
  }

  /**
   * A second instance of the functions without authentication. It can read every bucket and
   * database, can use the key-encryption key, and has its own key cache.
   */
  static final class OtherInstance {
    private final Documents documents;
    private final BlobService blobs;

    OtherInstance(LocalCloud local, InstantSource clock) {
      documents = local.documents();
      blobs =
          new Wiring(local.secrets().config(), local.cloud(), local.product(), clock)
              .services()
              .blobs();
    }

    /** Whether the blob exists and can be read to its end. False when its key is destroyed. */
    boolean opens(SubjectId owner, BlobId id) {
      try {
        var opened = blobs.open(owner, id, documents.get(blobs.recordPath(owner, id)));
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
