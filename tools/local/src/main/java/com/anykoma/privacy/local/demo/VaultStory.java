package com.anykoma.privacy.local.demo;

import static com.anykoma.privacy.local.demo.Story.ADA;
import static com.anykoma.privacy.local.demo.Story.BEN;

import com.anykoma.privacy.collection.datamap.DataField.Sealing;
import com.anykoma.privacy.local.app.SamplePng;
import com.anykoma.privacy.local.demo.VaultDemoCloud.OtherInstance;
import com.anykoma.privacy.local.product.SampleContent;
import com.anykoma.privacy.local.product.SampleItem;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.protection.vault.KeyService;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The part of the story about the vault: content is sealed, and only its owner can open it. */
record VaultStory(DemoCloud cloud, VaultDemoCloud vault, StoryOutput out) {
  private static final String PROMPT = SampleContent.TEXT;
  private static final Duration AFTER_ITS_EVENT = Duration.ofMinutes(11);
  private static final int SHOWN = 16;
  private static final int RUN = 16;

  void fields() {
    SampleItem tower = cloud.text(ADA, "tower");
    SampleItem castle = cloud.text(ADA, "castle");
    SampleItem robot = cloud.text(BEN, "robot");
    String kind = tower.content().name();
    out.step("ada's new " + kind + ", and those from before she paid, are sealed");
    cloud.create(tower);
    List.of(robot, castle, tower).forEach(this::showText);
    out.claim(
        kind + " written on a paid plan are stored sealed",
        isSealed(tower) && isSealed(robot) == (robot.content().sealing() == Sealing.ALWAYS),
        "P10 P16");
    out.claim(kind + " from before were sealed when she upgraded", isSealed(castle), "P10 E1");
    out.claim(
        "the function Content opens both for her, and neither for ben",
        opensText(ADA, tower) && opensText(ADA, castle) && !opensText(BEN, tower),
        "P10 P22");
  }

  private Optional<Object> text(SampleItem item) {
    return cloud.get(item.path()).flatMap(each -> each.fields().value(textField(item)));
  }

  private static String textField(SampleItem item) {
    return item.content().text().orElseThrow().name();
  }

  private boolean isSealed(SampleItem item) {
    return text(item)
        .filter(Bytes.class::isInstance)
        .filter(it -> !latin(((Bytes) it).toArray()).contains("dragon"))
        .isPresent();
  }

  private boolean opensText(String uid, SampleItem item) {
    HttpResponse<byte[]> answer = vault.open(uid, item, false);
    return answer.statusCode() == 200 && latin(answer.body()).contains(PROMPT);
  }

  private void showText(SampleItem item) {
    String text =
        text(item)
            .map(it -> it instanceof Bytes bytes ? shown(bytes.toArray()) : "\"" + it + "\"")
            .orElse("absent");
    out.detail(item.path().value() + " " + textField(item) + " = " + text);
  }

  private SampleItem dragon() {
    return cloud.image(ADA, "dragon");
  }

  void images() {
    out.step("ada uploads an image, whose file contains a text, to " + dragon().content().name());
    byte[] image = SamplePng.withPrompt(PROMPT);
    byte[] staged = vault.upload(dragon(), image);
    byte[] stored = stored();
    out.detail("at first, in the staging bucket:       " + shown(staged));
    out.detail("a moment later, in the content bucket: " + shown(stored));
    out.claim(
        "the stored object is not an image and shares no 16-byte run with the original",
        isPng(staged) && !isPng(stored) && stored.length > RUN && !shareARun(image, stored),
        "P10 P16");
    out.claim("the staging bucket no longer contains it", !vault.isStaged(dragon()), "P16");
    byte[] opened = opens(image);
    part(opened);
    others();
  }

  private byte[] opens(byte[] image) {
    HttpResponse<byte[]> answer = vault.open(ADA, dragon(), true);
    byte[] opened = answer.body();
    out.detail("ada opens it -> " + answer.statusCode() + ", " + shown(opened));
    out.claim(
        "she gets every pixel, and caches must not store the answer",
        answer.statusCode() == 200
            && SamplePng.pixels(image).length > 0
            && Arrays.equals(SamplePng.pixels(image), SamplePng.pixels(opened))
            && answer.headers().firstValue("Cache-Control").orElse("").contains("no-store"),
        "P10 P22");
    if (dragon().content().stripsText()) {
      out.claim(
          "the file no longer contains the text",
          latin(image).contains(PROMPT) && !latin(opened).contains(PROMPT),
          "P5 P10");
    }
    return opened;
  }

  private void part(byte[] opened) {
    HttpResponse<byte[]> answer =
        vault.open(Optional.of(vault.signIn(ADA)), dragon(), true, Optional.of("bytes=100-163"));
    out.detail(
        "she asks for bytes 100 to 163 -> "
            + answer.statusCode()
            + " "
            + answer.headers().firstValue("Content-Range").orElse(""));
    out.claim(
        "a range request returns exactly that range",
        answer.statusCode() == 206 && Arrays.equals(answer.body(), 0, 64, opened, 100, 164),
        "P10");
  }

  private void others() {
    HttpResponse<byte[]> asked = vault.open(BEN, dragon(), true);
    HttpResponse<byte[]> nothing = vault.open(BEN, cloud.image(BEN, "nothing"), true);
    out.detail("ben asks for it -> " + asked.statusCode() + " " + latin(asked.body()));
    out.claim(
        "ben gets the same 404 as for unknown content; without sign-in it is a 401",
        asked.statusCode() == 404
            && nothing.statusCode() == 404
            && Arrays.equals(asked.body(), nothing.body())
            && vault.open(Optional.empty(), dragon(), true, Optional.empty()).statusCode() == 401,
        "P10 P17");
  }

  void tampering() {
    out.step("An attacker flips a bit of ada's image, and copies the image to ben");
    SampleItem dragon = dragon();
    SampleItem moved = cloud.image(BEN, "dragon");
    SampleItem robot = cloud.image(BEN, "robot");
    Blob copy = vault.stored(dragon).orElseThrow();
    byte[] bytes = vault.bytes(copy);
    byte[] flipped = bytes.clone();
    flipped[flipped.length / 2] ^= 1;
    vault.store(dragon, flipped, copy);
    HttpResponse<byte[]> answer = vault.open(ADA, dragon(), true);
    out.detail("ada opens it -> " + answer.statusCode() + " " + latin(answer.body()));
    vault.store(dragon, bytes, copy);
    out.claim(
        "the changed image is refused, and opens again after it is restored",
        answer.statusCode() == 422 && vault.open(ADA, dragon(), true).statusCode() == 200,
        "P10 P16");
    vault.upload(robot, SamplePng.withPrompt("a robot"));
    vault.store(moved, bytes, copy);
    HttpResponse<byte[]> copied = vault.open(BEN, moved, true);
    out.detail("ben opens his copy -> " + copied.statusCode() + " " + latin(copied.body()));
    vault.remove(moved);
    out.claim(
        "an object sealed for ada cannot be opened in another account",
        vault.open(BEN, robot, true).statusCode() == 200 && copied.statusCode() == 422,
        "P10 P16");
  }

  void lostEvent() {
    out.step("ada uploads another image, and its event is lost");
    SampleItem late = cloud.image(ADA, "late");
    vault.uploadWithLostEvent(late, SamplePng.withPrompt(PROMPT));
    boolean left = vault.isStaged(late);
    vault.sweepLater(Duration.ZERO);
    out.detail("plaintext exists after an immediate sweep: " + vault.isStaged(late));
    boolean waited = vault.isStaged(late);
    vault.sweepLater(AFTER_ITS_EVENT);
    out.detail("plaintext exists after a sweep 11 minutes later: " + vault.isStaged(late));
    out.claim(
        "the sweep waits some minutes for the event, then seals the upload",
        left && waited && !vault.isStaged(late) && vault.open(ADA, late, true).statusCode() == 200,
        "P16");
  }

  void shredding() {
    out.step("ada's account is deleted; an attacker has a copy of her sealed image");
    SampleItem dragon = dragon();
    Blob copy = vault.stored(dragon).orElseThrow();
    byte[] kept = vault.bytes(copy);
    OtherInstance running = vault.instance();
    String token = vault.signIn(ADA);
    boolean before = vault.opens(running, dragon());
    cloud.deleteInConsole(ADA);
    vault.remove(dragon);
    vault.store(dragon, kept, copy);
    Document key = vault.keyOf(copy);
    out.detail("keys/" + key.path().id() + " = " + key.fields().asMap().keySet());
    out.claim(
        "her key is destroyed, and its record says when",
        before && key.fields().has("destroyedAt") && !key.fields().has("wrapped"),
        "P16 P20");
    copyOpensNowhere(running, token);
    lateUpload();
  }

  private void copyOpensNowhere(OtherInstance running, String token) {
    boolean fresh = vault.opens(vault.instance(), dragon());
    out.detail("a new instance with all rights can open the copy: " + fresh);
    out.detail("an instance with her key in memory can open it: " + vault.opens(running, dragon()));
    out.claim("no instance without her key in memory can open the copy", !fresh, "P20");
    vault.later(
        KeyService.MAX_AGE,
        () -> {
          boolean still = vault.opens(running, dragon());
          out.detail(
              "the same instance " + KeyService.MAX_AGE.toMinutes() + " minutes later: " + still);
          out.claim("after five minutes, no instance can open it", !still, "P20");
        });
    HttpResponse<byte[]> answer = vault.open(Optional.of(token), dragon(), true, Optional.empty());
    out.detail(
        "her phone still has a token -> " + answer.statusCode() + " " + latin(answer.body()));
    out.claim(
        "a token of a deleted account opens no content",
        answer.statusCode() == 401 && !isPng(answer.body()),
        "P20 E17");
  }

  private void lateUpload() {
    SampleItem ghost = cloud.image(ADA, "ghost");
    byte[] staged = vault.upload(ghost, SamplePng.withPrompt(PROMPT));
    out.detail("a late upload of ada: " + shown(staged));
    out.claim(
        "the late upload is refused and stored nowhere",
        isPng(staged) && !vault.isStaged(ghost) && vault.stored(ghost).isEmpty(),
        "P20 P23 E10");
  }

  private byte[] stored() {
    return vault.stored(dragon()).map(vault::bytes).orElse(new byte[0]);
  }

  private static boolean isPng(byte[] bytes) {
    return latin(bytes).startsWith("\u0089PNG");
  }

  private static boolean shareARun(byte[] one, byte[] other) {
    String text = latin(one);
    String stored = latin(other);
    return IntStream.rangeClosed(0, text.length() - RUN)
        .anyMatch(i -> stored.contains(text.substring(i, i + RUN)));
  }

  /** The first bytes in hex, and the length. */
  private static String shown(byte[] bytes) {
    String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(SHOWN, bytes.length));
    return hex + " ... (" + bytes.length + " bytes)";
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
