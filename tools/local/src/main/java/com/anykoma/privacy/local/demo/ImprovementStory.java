package com.anykoma.privacy.local.demo;

import static com.anykoma.privacy.local.demo.Story.EVA;

import com.anykoma.privacy.local.product.SampleItem;
import com.anykoma.privacy.usage.training.GateReason;
import java.time.Duration;
import java.util.List;

/** The part of the story about free users' data: what leaves it, and what is taken back. */
record ImprovementStory(DemoCloud cloud, ImprovementDemoCloud data, StoryOutput out) {
  private static final String ADDRESS = "eva@example.org";
  private static final String CARD = "4242 4242 4242 4242";
  private static final String WITH_ADDRESS = "a red dragon over the sea, for " + ADDRESS;
  private static final String WITH_CARD = "a red dragon, pay with " + CARD;

  void warning() {
    out.step("eva types a prompt with an e-mail address, and one with a card number");
    cloud.signUp(EVA);
    String ofAddress = cloud.checkText(EVA, WITH_ADDRESS);
    String ofCard = cloud.checkText(EVA, WITH_CARD);
    out.detail("CheckText -> " + ofAddress);
    out.detail("CheckText -> " + ofCard);
    out.claim(
        "the app is told the kinds before it stores a text, and the card number is sensitive",
        ofAddress.contains("\"EMAIL\"")
            && ofAddress.contains("\"sensitive\":false,\"spans\"")
            && ofCard.contains("\"CARD\"")
            && ofCard.contains("\"sensitive\":true,\"spans\""),
        "P32");
    SampleItem card = cloud.text(EVA, "card");
    cloud.create(card, WITH_CARD);
    out.gate(EVA, cloud.gate(EVA));
    out.claim(
        "stored all the same, the prompt is excluded from every use, and eva sees the reason",
        cloud.refuses(card, GateReason.SENSITIVE)
            && cloud.corpusState(card).equals("absent")
            && data.shownKinds(card).equals(List.of("CARD")),
        "P5 P32");
  }

  void release() {
    out.step("The prompt with the address is copied without it, and released to trainers");
    SampleItem prompt = cloud.text(EVA, "dragon");
    cloud.create(prompt, WITH_ADDRESS);
    cloud.vault().sweepLater(Duration.ZERO);
    long release = data.release();
    List<String> copies = data.copies(cloud.entry(prompt));
    out.detail("release " + release + " has " + copies);
    copies.forEach(each -> out.detail("its text: " + data.textOf(each)));
    out.claim(
        "the released text has a placeholder in place of the address",
        copies.size() == 1 && data.textOf(copies.get(0)).contains("for [EMAIL]"),
        "P5");
    List<String> texts = data.texts(release);
    out.claim(
        "no file of the release has her uid, her address or the card number",
        !texts.isEmpty()
            && texts.stream()
                .noneMatch(it -> it.contains(EVA) || it.contains(ADDRESS) || it.contains("4242")),
        "P5");
  }

  void recall() {
    out.step("eva objects: what was released is recalled");
    SampleItem prompt = cloud.text(EVA, "dragon");
    List<String> copies = data.copies(cloud.entry(prompt));
    cloud.set(EVA, "objection", true);
    cloud.vault().sweepLater(Duration.ZERO);
    out.detail("recalled: " + copies);
    out.claim(
        "her copy is gone from the release, and a signed recall tells trainers to forget it",
        !copies.isEmpty()
            && copies.stream().allMatch(data::isRecalled)
            && cloud.isForgotten(prompt),
        "P6 P25 E30");
  }
}
