package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.local.app.SamplePng;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The part of the story about deletion and erasure. */
record ErasureStory(
    DemoCloud cloud, VaultDemoCloud vault, ErasureDemoCloud erasure, StoryOutput out) {
  private static final String DORA = "dora";
  private static final String DORA2 = "dora2";
  private static final String CAT = "images/cat";
  private static final String DOG = "images/dog";
  private static final Duration EIGHT_DAYS = Duration.ofDays(8);
  private static final Duration TWO_DAYS = Duration.ofDays(2);

  void items() {
    out.step("dora deletes two images and restores one of them");
    for (String each : List.of(DORA, DORA2)) {
      cloud.signUp(each);
      for (String image : List.of(CAT, DOG)) {
        cloud.create(each, image);
        vault.upload(each, image, SamplePng.withPrompt("a pet"));
      }
    }
    erasure.setDeletedAt(DORA, CAT, Optional.of(cloud.now()));
    erasure.setDeletedAt(DORA, DOG, Optional.of(cloud.now()));
    out.claim(
        "deleted images cannot be opened from that moment on",
        status(DORA, CAT) == 404 && status(DORA, DOG) == 404,
        "P20");
    erasure.setDeletedAt(DORA, DOG, Optional.empty());
    vault.sweepLater(EIGHT_DAYS);
    out.detail("data of dora after eight days and a sweep: " + erasure.traces(DORA));
    List<RemovalOrder> purges = erasure.fulfilled("purges");
    out.claim(
        "the image is deleted everywhere; its purge order contains no identifiers",
        erasure.traces(DORA).stream().noneMatch(it -> it.contains("cat"))
            && purges.size() == 1
            && purges.get(0).fulfilledAt().orElseThrow().isBefore(purges.get(0).dueAt()),
        "P20 E20");
    out.claim("the restored image opens as before", status(DORA, DOG) == 200, "P19 P20");
  }

  private int status(String uid, String item) {
    return vault.open(uid, "blobs/" + item).statusCode();
  }

  void changeOfMind() {
    out.step("dora requests her erasure, then revokes the request");
    String asked = erasure.eraseAccount(DORA, "POST");
    out.detail("POST -> " + asked);
    int meanwhile = status(DORA, DOG);
    String undone = erasure.eraseAccount(DORA, "DELETE");
    out.detail("DELETE -> " + undone);
    out.claim(
        "she gets the due date, cannot open content meanwhile, and can after revoking",
        asked.startsWith("202 ")
            && asked.contains("dueAt")
            && meanwhile == 404
            && undone.startsWith("200 ")
            && undone.contains("revoked")
            && status(DORA, DOG) == 200,
        "P23 P38");
  }

  void account() {
    out.step("dora's account is deleted; then her phone and an upload write late");
    List<String> before = erasure.traces(DORA);
    List<String> neighbour = erasure.traces(DORA2);
    out.detail("documents and objects of dora before: " + before.size());
    cloud.deleteInConsole(DORA);
    out.detail("documents and objects of dora after:  " + erasure.traces(DORA).size());
    Optional<RemovalOrder> order = erasure.fulfilled("erasures").stream().findFirst();
    order.ifPresent(it -> out.detail(it + ", " + it.removed() + " removed, due " + it.dueAt()));
    out.claim(
        "none of her data remains; the erasure request contains no identifiers",
        !before.isEmpty() && erasure.traces(DORA).isEmpty() && order.isPresent(),
        "P20 P23 E14");
    out.claim(
        "dora2, whose uid has the same prefix, keeps all data",
        erasure.traces(DORA2).equals(neighbour) && status(DORA2, CAT) == 200,
        "P19 E23");
    cloud.create(DORA, "prompts/ghost");
    vault.upload(DORA, "images/ghost", SamplePng.withPrompt("a ghost"));
    out.claim(
        "late writes are removed when they arrive", erasure.traces(DORA).isEmpty(), "E10 E11");
    vault.uploadWithLostEvent(DORA, "images/lost", SamplePng.withPrompt("lost"));
    boolean lost = !erasure.traces(DORA).isEmpty();
    vault.sweepLater(TWO_DAYS);
    out.detail(
        "data after an upload with a lost event, two days and a sweep: " + erasure.traces(DORA));
    out.claim(
        "the sweep finds uploads whose event was lost",
        lost && erasure.traces(DORA).isEmpty(),
        "P20 E10");
  }
}
