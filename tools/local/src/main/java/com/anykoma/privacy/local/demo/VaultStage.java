package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.Deployed;
import com.anykoma.privacy.local.app.ContentCalls;
import com.anykoma.privacy.local.cloud.Bridge;
import com.anykoma.privacy.local.cloud.StoryTime;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.protection.vault.UploadService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The part of the demo's stage with the buckets, the keys, and the function that opens. */
final class VaultStage {
  private final LocalCloud cloud;
  private final StoryTime clock;
  private final Runnable settle;
  private final ContentCalls content;

  /**
   * @param settle lets everything that follows from what was done happen
   */
  VaultStage(LocalCloud cloud, StoryTime clock, Runnable settle) {
    this.cloud = cloud;
    this.clock = clock;
    this.settle = settle;
    this.content = new ContentCalls(cloud.host().uriOf(Deployed.CONTENT.functionName()));
  }

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
    Blob unused = write(staging(uid, item), "image/png", Map.of(), image);
    settle.run();
    cloud.bridge().objectEvents(Bridge.ObjectEvents.TOLD);
  }

  /** Somebody who may write to the content bucket stores these bytes, described as the other. */
  void store(String uid, String item, byte[] bytes, Blob like) {
    Blob unused = write(content(uid, item), like.contentType(), like.metadata(), bytes);
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
          cloud
              .cloud()
              .tasks()
              .publish(List.of(new Task("sweep", "sweep-" + now.toEpochMilli(), Map.of())));
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
    return content.get(Optional.of(signIn(uid)), path, Optional.empty());
  }

  /** What they get when they ask for a part of it: {@code bytes=0-15}. */
  HttpResponse<byte[]> openPart(String uid, String path, String range) {
    return content.get(Optional.of(signIn(uid)), path, Optional.of(range));
  }

  /** What whoever holds the token gets, if there is one. */
  HttpResponse<byte[]> openWith(Optional<String> idToken, String path) {
    return content.get(idToken, path, Optional.empty());
  }

  /** Another instance, which knows no key yet. */
  OtherInstance instance() {
    InstantSource sameTime = clock;
    return new OtherInstance(cloud.cloud(), cloud.secrets().config(), sameTime);
  }

  /** Whether the instance opens what is stored. */
  boolean opens(OtherInstance instance, String uid, String item) {
    return instance.opens(new SubjectId(uid), content(uid, item));
  }
}
