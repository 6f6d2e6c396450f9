package com.anykoma.privacy.local.demo;

import static com.anykoma.privacy.local.demo.Story.DORA;

import com.anykoma.privacy.local.app.SamplePng;
import com.anykoma.privacy.local.product.SampleItem;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The part of the story about deletion and erasure.
 *
 * @param writes whether people have content
 * @param uploads whether the content has images
 */
record ErasureStory(
    DemoCloud cloud, VaultDemoCloud vault, boolean writes, boolean uploads, StoryOutput out) {
  private static final String DORA2 = "dora2";
  private static final String KITTEN = "kitten";
  private static final String PUPPY = "puppy";
  private static final Duration EIGHT_DAYS = Duration.ofDays(8);
  private static final Duration TWO_DAYS = Duration.ofDays(2);

  void signUps() {
    out.step("dora and dora2 sign up" + (writes ? " and create two items each" : ""));
    for (String each : List.of(DORA, DORA2)) {
      cloud.signUp(each);
      if (writes) {
        create(cloud.image(each, KITTEN));
        create(cloud.image(each, PUPPY));
      }
    }
  }

  private void create(SampleItem item) {
    cloud.create(item);
    if (uploads) {
      vault.upload(item, SamplePng.withPrompt("a pet"));
    }
  }

  void items() {
    out.step("dora deletes both items and restores one of them");
    SampleItem kitten = cloud.image(DORA, KITTEN);
    SampleItem puppy = cloud.image(DORA, PUPPY);
    cloud.setDeletedAt(kitten, Optional.of(cloud.now()));
    cloud.setDeletedAt(puppy, Optional.of(cloud.now()));
    out.claim(
        "deleted items cannot be opened from that moment on",
        status(kitten) == 404 && status(puppy) == 404,
        "P20");
    cloud.setDeletedAt(puppy, Optional.empty());
    vault.sweepLater(EIGHT_DAYS);
    List<String> traces = cloud.traces(DORA);
    out.detail("data of dora after eight days and a sweep: " + traces);
    List<RemovalOrder> purges = cloud.fulfilled("purges");
    out.claim(
        "the item is deleted everywhere; its purge order contains no identifiers",
        traces.stream().noneMatch(it -> it.contains(KITTEN))
            && purges.size() == 1
            && purges.get(0).fulfilledAt().orElseThrow().isBefore(purges.get(0).dueAt()),
        "P20 E20");
    out.claim("the restored item opens as before", status(puppy) == 200, "P19 P20");
  }

  private int status(SampleItem item) {
    return vault.open(item.uid(), item, uploads).statusCode();
  }

  void changeOfMind() {
    out.step("dora requests her erasure, then revokes the request");
    String asked = cloud.eraseAccount(DORA, "POST");
    out.detail("POST -> " + asked);
    int meanwhile = status(cloud.image(DORA, PUPPY));
    String undone = cloud.eraseAccount(DORA, "DELETE");
    out.detail("DELETE -> " + undone);
    out.claim(
        "she gets the due date, cannot open content meanwhile, and can after revoking",
        asked.startsWith("202 ")
            && asked.contains("dueAt")
            && meanwhile == 404
            && undone.startsWith("200 ")
            && undone.contains("revoked")
            && status(cloud.image(DORA, PUPPY)) == 200,
        "P23 P38");
  }

  void account() {
    out.step("dora's account is deleted; then her phone and an upload write late");
    List<String> before = cloud.traces(DORA);
    List<String> neighbour = cloud.traces(DORA2);
    out.detail("documents and objects of dora before: " + before.size());
    cloud.deleteInConsole(DORA);
    out.detail("documents and objects of dora after:  " + cloud.traces(DORA).size());
    Optional<RemovalOrder> order = cloud.fulfilled("erasures").stream().findFirst();
    order.ifPresent(it -> out.detail(it + ", " + it.removed() + " removed, due " + it.dueAt()));
    out.claim(
        "none of her data remains; the erasure request contains no identifiers",
        !before.isEmpty() && cloud.traces(DORA).isEmpty() && order.isPresent(),
        "P20 P23 E14");
    out.claim(
        "dora2, whose uid has the same prefix, keeps all data",
        cloud.traces(DORA2).equals(neighbour)
            && (!writes || status(cloud.image(DORA2, KITTEN)) == 200),
        "P19 E23");
    if (writes) {
      lateWrites();
    }
  }

  private void lateWrites() {
    create(cloud.image(DORA, "ghost"));
    out.claim("late writes are removed when they arrive", cloud.traces(DORA).isEmpty(), "E10 E11");
    if (uploads) {
      vault.uploadWithLostEvent(cloud.image(DORA, "lost"), SamplePng.withPrompt("lost"));
      boolean lost = !cloud.traces(DORA).isEmpty();
      vault.sweepLater(TWO_DAYS);
      List<String> found = cloud.traces(DORA);
      out.detail("data after an upload with a lost event, two days and a sweep: " + found);
      out.claim("the sweep finds uploads whose event was lost", lost && found.isEmpty(), "P20 E10");
    }
  }
}
