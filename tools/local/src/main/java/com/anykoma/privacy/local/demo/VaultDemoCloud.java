package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.local.cloud.Bridge;
import com.anykoma.privacy.local.cloud.FunctionCalls;
import com.anykoma.privacy.local.cloud.StoryTime;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.local.product.SampleItem;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.protection.vault.BlobService;
import com.anykoma.privacy.protection.vault.KeyDestroyed;
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
  /** Uploads an image of an item as its owner; returns the bytes in the staging bucket. */
  byte[] upload(SampleItem item, byte[] image) {
    cloud.bridge().objectEvents(Bridge.ObjectEvents.DELAYED);
    byte[] staged = bytes(write(item.staged(), "image/png", Map.of(), image));
    cloud.bridge().objectEvents(Bridge.ObjectEvents.DELIVERED);
    settle.run();
    return staged;
  }

  /** Uploads an image whose event is lost. */
  void uploadWithLostEvent(SampleItem item, byte[] image) {
    cloud.bridge().objectEvents(Bridge.ObjectEvents.LOST);
    write(item.staged(), "image/png", Map.of(), image);
    settle.run();
    cloud.bridge().objectEvents(Bridge.ObjectEvents.DELIVERED);
  }

  /** Writes bytes to the content bucket with the metadata of another blob, as an attacker does. */
  void store(SampleItem item, byte[] bytes, Blob like) {
    write(item.sealed(), like.contentType(), like.metadata(), bytes);
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

  void remove(SampleItem item) {
    cloud.cloud().blobs().deleteEveryGeneration(item.sealed());
  }

  /** Whether the plaintext upload exists in the staging bucket. */
  boolean isStaged(SampleItem item) {
    return cloud.cloud().blobs().stat(item.staged()).isPresent();
  }

  /** The object in the content bucket. */
  Optional<Blob> stored(SampleItem item) {
    return cloud.cloud().blobs().stat(item.sealed());
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

  /** Opens an item or its image as a signed-in person, by the path that its owner would use. */
  HttpResponse<byte[]> open(String uid, SampleItem item, boolean image) {
    return open(Optional.of(signIn(uid)), item, image, Optional.empty());
  }

  /** Opens an item, or a range of its image, such as {@code bytes=0-15}, with a token if any. */
  HttpResponse<byte[]> open(
      Optional<String> idToken, SampleItem item, boolean image, Optional<String> range) {
    return calls.content(idToken, (image ? "blobs/" : "documents/") + item.name(), range);
  }

  /** Creates another instance with an empty key cache. */
  OtherInstance instance() {
    return new OtherInstance(cloud, clock);
  }

  /** Whether the instance can open the stored object. */
  boolean opens(OtherInstance instance, SampleItem item) {
    return instance.opens(new SubjectId(item.uid()), item.sealed());
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
