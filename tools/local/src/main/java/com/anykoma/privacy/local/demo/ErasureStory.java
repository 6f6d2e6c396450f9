package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.local.app.SamplePng;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The part of the demo's story in which things and people are deleted, and stay so. */
record ErasureStory(
    DemoCloud stage, VaultDemoCloud vault, ErasureDemoCloud erasure, StoryOutput telling) {
  private static final String DORA = "dora";
  private static final String DORA2 = "dora2";
  private static final String CAT = "images/cat";
  private static final String DOG = "images/dog";
  private static final Duration EIGHT_DAYS = Duration.ofDays(8);
  private static final Duration TWO_DAYS = Duration.ofDays(2);

  void items() {
    telling.step("dora deletes two images, and wants one of them back");
    for (String each : List.of(DORA, DORA2)) {
      stage.signUp(each);
      for (String image : List.of(CAT, DOG)) {
        stage.create(each, image);
        vault.upload(each, image, SamplePng.withPrompt("a pet"));
      }
    }
    erasure.mark(DORA, CAT, Optional.of(stage.now()));
    erasure.mark(DORA, DOG, Optional.of(stage.now()));
    telling.claim(
        "what is deleted opens no more, from that moment on",
        status(DORA, CAT) == 404 && status(DORA, DOG) == 404,
        "P20");
    erasure.mark(DORA, DOG, Optional.empty());
    vault.sweepLater(EIGHT_DAYS);
    telling.happens("eight days and a sweep later: " + erasure.traces(DORA));
    List<RemovalOrder> purges = erasure.done("purges");
    telling.claim(
        "it is gone from everywhere, and the order of it names nobody",
        erasure.traces(DORA).stream().noneMatch(it -> it.contains("cat"))
            && purges.size() == 1
            && purges.get(0).fulfilledAt().orElseThrow().isBefore(purges.get(0).dueAt()),
        "P20 E20");
    telling.claim("what she wanted back is hers as before", status(DORA, DOG) == 200, "P19 P20");
  }

  private int status(String uid, String item) {
    return vault.open(uid, "blobs/" + item).statusCode();
  }

  void changeOfMind() {
    telling.step("dora asks to be erased, and changes her mind");
    String asked = erasure.eraseAccount(DORA, "POST");
    telling.happens("POST -> " + asked);
    int meanwhile = status(DORA, DOG);
    String undone = erasure.eraseAccount(DORA, "DELETE");
    telling.happens("DELETE -> " + undone);
    telling.claim(
        "she is told the promised date, nothing of hers is shown meanwhile, and all of it after",
        asked.startsWith("202 ")
            && asked.contains("dueAt")
            && meanwhile == 404
            && undone.startsWith("200 ")
            && undone.contains("revoked")
            && status(DORA, DOG) == 200,
        "P23 P38");
  }

  void account() {
    telling.step("dora's account is deleted in the console; her phone and an upload come late");
    List<String> before = erasure.traces(DORA);
    List<String> neighbour = erasure.traces(DORA2);
    telling.happens("of dora there were " + before.size() + " documents and objects");
    stage.deleteInConsole(DORA);
    telling.happens("a moment later there are   " + erasure.traces(DORA).size());
    Optional<RemovalOrder> order = erasure.done("erasures").stream().findFirst();
    order.ifPresent(
        it -> telling.happens(it + ", " + it.removed() + " removed, promised for " + it.dueAt()));
    telling.claim(
        "nothing of hers is left anywhere, and the order of it names nobody",
        !before.isEmpty() && erasure.traces(DORA).isEmpty() && order.isPresent(),
        "P20 P23 E14");
    telling.claim(
        "dora2, whose uid begins like hers, has everything",
        erasure.traces(DORA2).equals(neighbour) && status(DORA2, CAT) == 200,
        "P19 E23");
    stage.create(DORA, "prompts/ghost");
    vault.upload(DORA, "images/ghost", SamplePng.withPrompt("a ghost"));
    telling.claim(
        "what comes late is removed as it comes", erasure.traces(DORA).isEmpty(), "E10 E11");
    vault.uploadUnheard(DORA, "images/lost", SamplePng.withPrompt("lost"));
    boolean lost = !erasure.traces(DORA).isEmpty();
    vault.sweepLater(TWO_DAYS);
    telling.happens(
        "an upload of which no event told, two days and a sweep later: " + erasure.traces(DORA));
    telling.claim(
        "what no event told of is found by the sweep",
        lost && erasure.traces(DORA).isEmpty(),
        "P20 E10");
  }
}
