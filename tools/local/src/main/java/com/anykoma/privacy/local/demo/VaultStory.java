package com.anykoma.privacy.local.demo;

import static com.anykoma.privacy.local.demo.PlanStory.ADA;
import static com.anykoma.privacy.local.demo.PlanStory.BEN;

import com.anykoma.privacy.local.app.SamplePng;
import com.anykoma.privacy.local.demo.VaultDemoCloud.OtherInstance;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.protection.vault.KeyService;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.IntStream;

/** The part of the story about the vault: content is sealed, and only its owner can open it. */
record VaultStory(DemoCloud cloud, VaultDemoCloud vault, StoryOutput out) {
  private static final String PROMPT = "a red dragon over the sea";
  private static final String IMAGE = "images/dragon";
  private static final String LATE = "images/late";
  private static final Duration AFTER_ITS_EVENT = Duration.ofMinutes(11);
  private static final int SHOWN = 16;
  private static final int RUN = 16;

  void fields() {
    out.step("ada's new prompts, and those from before she paid, are sealed");
    cloud.create(ADA, "prompts/tower");
    showText(BEN, "prompts/robot");
    showText(ADA, "prompts/castle");
    showText(ADA, "prompts/tower");
    out.claim(
        "prompts written on a paid plan are stored sealed",
        isSealed(ADA, "prompts/tower") && !isSealed(BEN, "prompts/robot"),
        "P10 P16");
    out.claim(
        "prompts from before were sealed when she upgraded",
        isSealed(ADA, "prompts/castle"),
        "P10 E1");
    out.claim(
        "the function Content opens both for her, and neither for ben",
        opensText(ADA, "prompts/tower")
            && opensText(ADA, "prompts/castle")
            && !opensText(BEN, "prompts/tower"),
        "P10 P22");
  }

  private Optional<Object> text(String uid, String item) {
    return cloud.get("users/" + uid + "/" + item).flatMap(each -> each.fields().value("text"));
  }

  private boolean isSealed(String uid, String item) {
    return text(uid, item)
        .filter(Bytes.class::isInstance)
        .filter(it -> !latin(((Bytes) it).toArray()).contains("dragon"))
        .isPresent();
  }

  private boolean opensText(String uid, String item) {
    HttpResponse<byte[]> answer = vault.open(uid, "documents/" + item);
    return answer.statusCode() == 200 && latin(answer.body()).contains(PROMPT);
  }

  private void showText(String uid, String item) {
    String text =
        text(uid, item)
            .map(it -> it instanceof Bytes bytes ? shown(bytes.toArray()) : "\"" + it + "\"")
            .orElse("absent");
    out.detail("users/" + uid + "/" + item + " text = " + text);
  }

  void images() {
    out.step("ada uploads an image whose file contains its prompt");
    byte[] image = SamplePng.withPrompt(PROMPT);
    byte[] staged = vault.upload(ADA, IMAGE, image);
    byte[] stored = stored();
    out.detail("at first, in the staging bucket:       " + shown(staged));
    out.detail("a moment later, in the content bucket: " + shown(stored));
    out.claim(
        "the stored object is not an image and shares no 16-byte run with the original",
        isPng(staged) && !isPng(stored) && stored.length > RUN && !shareARun(image, stored),
        "P10 P16");
    out.claim("the staging bucket no longer contains it", !vault.isStaged(ADA, IMAGE), "P16");
    byte[] opened = opens(image);
    part(opened);
    others();
  }

  private byte[] opens(byte[] image) {
    HttpResponse<byte[]> answer = vault.open(ADA, "blobs/" + IMAGE);
    byte[] opened = answer.body();
    out.detail("ada opens it -> " + answer.statusCode() + ", " + shown(opened));
    out.claim(
        "she gets every pixel, and caches must not store the answer",
        answer.statusCode() == 200
            && SamplePng.pixels(image).length > 0
            && Arrays.equals(SamplePng.pixels(image), SamplePng.pixels(opened))
            && answer.headers().firstValue("Cache-Control").orElse("").contains("no-store"),
        "P10 P22");
    out.claim(
        "the file no longer contains the prompt",
        latin(image).contains(PROMPT) && !latin(opened).contains(PROMPT),
        "P5 P10");
    return opened;
  }

  private void part(byte[] opened) {
    HttpResponse<byte[]> answer = vault.openPart(ADA, "blobs/" + IMAGE, "bytes=100-163");
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
    HttpResponse<byte[]> asked = vault.open(BEN, "blobs/" + IMAGE);
    HttpResponse<byte[]> nothing = vault.open(BEN, "blobs/images/nothing");
    out.detail("ben asks for it -> " + asked.statusCode() + " " + latin(asked.body()));
    out.claim(
        "ben gets the same 404 as for unknown content; without sign-in it is a 401",
        asked.statusCode() == 404
            && nothing.statusCode() == 404
            && Arrays.equals(asked.body(), nothing.body())
            && vault.openWith(Optional.empty(), "blobs/" + IMAGE).statusCode() == 401,
        "P10 P17");
  }

  void tampering() {
    out.step("An attacker flips a bit of ada's image, and copies the image to ben");
    Blob copy = vault.stored(ADA, IMAGE).orElseThrow();
    byte[] bytes = vault.bytes(copy);
    byte[] flipped = bytes.clone();
    flipped[flipped.length / 2] ^= 1;
    vault.store(ADA, IMAGE, flipped, copy);
    HttpResponse<byte[]> answer = vault.open(ADA, "blobs/" + IMAGE);
    out.detail("ada opens it -> " + answer.statusCode() + " " + latin(answer.body()));
    vault.store(ADA, IMAGE, bytes, copy);
    out.claim(
        "the changed image is refused, and opens again after it is restored",
        answer.statusCode() == 422 && vault.open(ADA, "blobs/" + IMAGE).statusCode() == 200,
        "P10 P16");
    vault.upload(BEN, "images/robot", SamplePng.withPrompt("a robot"));
    vault.store(BEN, IMAGE, bytes, copy);
    HttpResponse<byte[]> moved = vault.open(BEN, "blobs/" + IMAGE);
    out.detail("ben opens his copy -> " + moved.statusCode() + " " + latin(moved.body()));
    vault.remove(BEN, IMAGE);
    out.claim(
        "an object sealed for ada cannot be opened in another account",
        vault.open(BEN, "blobs/images/robot").statusCode() == 200 && moved.statusCode() == 422,
        "P10 P16");
  }

  void lostEvent() {
    out.step("ada uploads another image, and its event is lost");
    vault.uploadWithLostEvent(ADA, LATE, SamplePng.withPrompt(PROMPT));
    boolean left = vault.isStaged(ADA, LATE);
    vault.sweepLater(Duration.ZERO);
    out.detail("plaintext exists after an immediate sweep: " + vault.isStaged(ADA, LATE));
    boolean waited = vault.isStaged(ADA, LATE);
    vault.sweepLater(AFTER_ITS_EVENT);
    out.detail("plaintext exists after a sweep 11 minutes later: " + vault.isStaged(ADA, LATE));
    out.claim(
        "the sweep waits some minutes for the event, then seals the upload",
        left
            && waited
            && !vault.isStaged(ADA, LATE)
            && vault.open(ADA, "blobs/" + LATE).statusCode() == 200,
        "P16");
  }

  void shredding() {
    out.step("ada's account is deleted; an attacker has a copy of her sealed image");
    Blob copy = vault.stored(ADA, IMAGE).orElseThrow();
    byte[] kept = vault.bytes(copy);
    OtherInstance running = vault.instance();
    String token = vault.signIn(ADA);
    boolean before = vault.opens(running, ADA, IMAGE);
    cloud.deleteInConsole(ADA);
    vault.remove(ADA, IMAGE);
    vault.store(ADA, IMAGE, kept, copy);
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
    boolean fresh = vault.opens(vault.instance(), ADA, IMAGE);
    out.detail("a new instance with all rights can open the copy: " + fresh);
    out.detail(
        "an instance with her key in memory can open it: " + vault.opens(running, ADA, IMAGE));
    out.claim("no instance without her key in memory can open the copy", !fresh, "P20");
    vault.later(
        KeyService.MAX_AGE,
        () -> {
          boolean still = vault.opens(running, ADA, IMAGE);
          out.detail(
              "the same instance " + KeyService.MAX_AGE.toMinutes() + " minutes later: " + still);
          out.claim("after five minutes, no instance can open it", !still, "P20");
        });
    HttpResponse<byte[]> answer = vault.openWith(Optional.of(token), "blobs/" + IMAGE);
    out.detail(
        "her phone still has a token -> " + answer.statusCode() + " " + latin(answer.body()));
    out.claim(
        "a token of a deleted account opens no content",
        answer.statusCode() == 401 && !isPng(answer.body()),
        "P20 E17");
  }

  private void lateUpload() {
    byte[] staged = vault.upload(ADA, "images/ghost", SamplePng.withPrompt(PROMPT));
    out.detail("a late upload of ada: " + shown(staged));
    out.claim(
        "the late upload is refused and stored nowhere",
        isPng(staged)
            && !vault.isStaged(ADA, "images/ghost")
            && vault.stored(ADA, "images/ghost").isEmpty(),
        "P20 P23 E10");
  }

  private byte[] stored() {
    return vault.stored(ADA, IMAGE).map(vault::bytes).orElse(new byte[0]);
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
