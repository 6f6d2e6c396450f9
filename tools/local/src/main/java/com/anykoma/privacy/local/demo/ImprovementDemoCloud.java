package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.improvement.release.ReleaseLayout;
import com.anykoma.privacy.improvement.release.ReleaseStore;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.local.product.SampleItem;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.usage.training.CorpusEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The demo's actions with the releases of de-identified copies.
 *
 * @param settle waits until the functions have processed all events
 */
record ImprovementDemoCloud(LocalCloud cloud, Runnable settle) {
  /** Makes a release; returns its number. */
  long release() {
    cloud
        .services()
        .signing()
        .signer(); // as the first hourly checkpoint does, which creates the key
    long next = store().lastRelease() + 1;
    Task release = new Task(Topic.RELEASE.storedName(), "release-" + next, Map.of());
    cloud.cloud().tasks().publish(List.of(release));
    settle.run();
    return store().lastRelease();
  }

  /** The names of an item's copies in releases. */
  List<String> copies(Optional<Document> entry) {
    return entry.map(it -> new CorpusEntry(it).released()).orElse(List.of());
  }

  /** The text file of a released copy; empty if it does not exist. */
  String textOf(String copy) {
    return read(ReleaseLayout.text(copy));
  }

  /** The text files of all copies in a release. */
  List<String> texts(long release) {
    return cloud
        .cloud()
        .blobs()
        .list(ReleaseLayout.BUCKET, ReleaseLayout.items(release), Optional.empty(), 1_000)
        .items()
        .stream()
        .map(it -> it.id().name() + " " + read(it.id().name()))
        .toList();
  }

  /** Whether a copy has a recall. */
  boolean isRecalled(String copy) {
    return !read(ReleaseLayout.recall(copy)).isEmpty();
  }

  /** The kinds of sensitive data that the app shows to the author of an item. */
  List<String> shownKinds(SampleItem item) {
    Document document = cloud.documents().get(item.path()).orElseThrow();
    return document.fields().map("privacy").strings("sensitive");
  }

  private String read(String name) {
    return store()
        .read(name)
        .map(it -> new String(it.toArray(), StandardCharsets.UTF_8))
        .orElse("");
  }

  private ReleaseStore store() {
    return cloud.services().releaseStore();
  }
}
