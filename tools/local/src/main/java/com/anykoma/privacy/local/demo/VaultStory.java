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

/** The demo's story of the vault: what people make is sealed, opens for them, and for nobody. */
record VaultStory(DemoCloud stage, VaultDemoCloud vault, StoryOutput telling) {
  private static final String PROMPT = "a red dragon over the sea";
  private static final String IMAGE = "images/dragon";
  private static final String LATE = "images/late";
  private static final Duration AFTER_ITS_EVENT = Duration.ofMinutes(11);
  private static final int SHOWN = 16;
  private static final int RUN = 16;

  void fields() {
    telling.step("What ada writes now, and what she wrote before she paid, is sealed");
    stage.create(ADA, "prompts/tower");
    showText(BEN, "prompts/robot");
    showText(ADA, "prompts/castle");
    showText(ADA, "prompts/tower");
    telling.claim(
        "what she writes on a paid plan is sealed where it lies",
        isSealed(ADA, "prompts/tower") && !isSealed(BEN, "prompts/robot"),
        "P10 P16");
    telling.claim(
        "what she wrote before was sealed when she upgraded",
        isSealed(ADA, "prompts/castle"),
        "P10 E1");
    telling.claim(
        "the Content function opens both for her, and neither for ben",
        opensText(ADA, "prompts/tower")
            && opensText(ADA, "prompts/castle")
            && !opensText(BEN, "prompts/tower"),
        "P10 P22");
  }

  private Optional<Object> text(String uid, String item) {
    return stage.get("users/" + uid + "/" + item).flatMap(each -> each.fields().value("text"));
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
    telling.happens("users/" + uid + "/" + item + " text = " + text);
  }

  void images() {
    telling.step("ada uploads an image; the file carries the prompt that made it");
    byte[] image = SamplePng.withPrompt(PROMPT);
    byte[] staged = vault.upload(ADA, IMAGE, image);
    byte[] stored = stored();
    telling.happens("at first, in the staging bucket:       " + shown(staged));
    telling.happens("a moment later, in the content bucket: " + shown(stored));
    telling.claim(
        "what is stored is no image, and no 16 bytes in a row are the original's",
        isPng(staged) && !isPng(stored) && stored.length > RUN && !shareARun(image, stored),
        "P10 P16");
    telling.claim(
        "nothing of it is left in the staging bucket", !vault.isStaged(ADA, IMAGE), "P16");
    byte[] opened = opens(image);
    part(opened);
    others();
  }

  private byte[] opens(byte[] image) {
    HttpResponse<byte[]> answer = vault.open(ADA, "blobs/" + IMAGE);
    byte[] opened = answer.body();
    telling.happens("ada opens it -> " + answer.statusCode() + ", " + shown(opened));
    telling.claim(
        "she gets every pixel of it, and no cache keeps it",
        answer.statusCode() == 200
            && SamplePng.pixels(image).length > 0
            && Arrays.equals(SamplePng.pixels(image), SamplePng.pixels(opened))
            && answer.headers().firstValue("Cache-Control").orElse("").contains("no-store"),
        "P10 P22");
    telling.claim(
        "the prompt that her file carried is not in it any more",
        latin(image).contains(PROMPT) && !latin(opened).contains(PROMPT),
        "P5 P10");
    return opened;
  }

  private void part(byte[] opened) {
    HttpResponse<byte[]> answer = vault.openPart(ADA, "blobs/" + IMAGE, "bytes=100-163");
    telling.happens(
        "she asks for bytes 100 to 163 -> "
            + answer.statusCode()
            + " "
            + answer.headers().firstValue("Content-Range").orElse(""));
    telling.claim(
        "a part of it is just that part",
        answer.statusCode() == 206 && Arrays.equals(answer.body(), 0, 64, opened, 100, 164),
        "P10");
  }

  private void others() {
    HttpResponse<byte[]> asked = vault.open(BEN, "blobs/" + IMAGE);
    HttpResponse<byte[]> nothing = vault.open(BEN, "blobs/images/nothing");
    telling.happens("ben asks for it -> " + asked.statusCode() + " " + latin(asked.body()));
    telling.claim(
        "ben is answered as about what nobody has, and whoever is not signed in gets nothing",
        asked.statusCode() == 404
            && nothing.statusCode() == 404
            && Arrays.equals(asked.body(), nothing.body())
            && vault.openWith(Optional.empty(), "blobs/" + IMAGE).statusCode() == 401,
        "P10 P17");
  }

  void tampering() {
    telling.step("Somebody who can write to the bucket flips a bit, and gives ada's image to ben");
    Blob copy = vault.stored(ADA, IMAGE).orElseThrow();
    byte[] bytes = vault.bytes(copy);
    byte[] flipped = bytes.clone();
    flipped[flipped.length / 2] ^= 1;
    vault.store(ADA, IMAGE, flipped, copy);
    HttpResponse<byte[]> answer = vault.open(ADA, "blobs/" + IMAGE);
    telling.happens("ada opens it -> " + answer.statusCode() + " " + latin(answer.body()));
    vault.store(ADA, IMAGE, bytes, copy);
    telling.claim(
        "what was altered is refused with an error, and opens when it is as it was",
        answer.statusCode() == 422 && vault.open(ADA, "blobs/" + IMAGE).statusCode() == 200,
        "P10 P16");
    vault.upload(BEN, "images/robot", SamplePng.withPrompt("a robot"));
    vault.store(BEN, IMAGE, bytes, copy);
    HttpResponse<byte[]> moved = vault.open(BEN, "blobs/" + IMAGE);
    telling.happens("ben opens his copy -> " + moved.statusCode() + " " + latin(moved.body()));
    vault.remove(BEN, IMAGE);
    telling.claim(
        "what was sealed for ada opens in nobody else's place",
        vault.open(BEN, "blobs/images/robot").statusCode() == 200 && moved.statusCode() == 422,
        "P10 P16");
  }

  void lostEvent() {
    telling.step("ada uploads another, and the event of it is lost");
    vault.uploadUnheard(ADA, LATE, SamplePng.withPrompt(PROMPT));
    boolean left = vault.isStaged(ADA, LATE);
    vault.sweepLater(Duration.ZERO);
    telling.happens(
        "after a sweep at once its plaintext is still there: " + vault.isStaged(ADA, LATE));
    boolean waited = vault.isStaged(ADA, LATE);
    vault.sweepLater(AFTER_ITS_EVENT);
    telling.happens("after a sweep 11 minutes later: " + vault.isStaged(ADA, LATE));
    telling.claim(
        "the sweep waits for the event for a while, then seals what is left",
        left
            && waited
            && !vault.isStaged(ADA, LATE)
            && vault.open(ADA, "blobs/" + LATE).statusCode() == 200,
        "P16");
  }

  void shredding() {
    telling.step("ada's account is deleted; somebody has kept a copy of her sealed image");
    Blob copy = vault.stored(ADA, IMAGE).orElseThrow();
    byte[] kept = vault.bytes(copy);
    OtherInstance running = vault.instance();
    String token = vault.signIn(ADA);
    boolean before = vault.opens(running, ADA, IMAGE);
    stage.deleteInConsole(ADA);
    vault.remove(ADA, IMAGE);
    vault.store(ADA, IMAGE, kept, copy);
    Document key = vault.keyOf(copy);
    telling.happens("keys/" + key.path().id() + " = " + key.fields().asMap().keySet());
    telling.claim(
        "her key is destroyed, and a mark lies in its place",
        before && key.fields().has("destroyedAt") && !key.fields().has("wrapped"),
        "P16 P20");
    copyOpensNowhere(running, token);
    lateUpload();
  }

  private void copyOpensNowhere(OtherInstance running, String token) {
    boolean fresh = vault.opens(vault.instance(), ADA, IMAGE);
    telling.happens("a new instance, with every right, opens the copy: " + fresh);
    telling.happens("one that had her key in memory opens it: " + vault.opens(running, ADA, IMAGE));
    telling.claim("the copy opens on no instance that has to ask for her key", !fresh, "P20");
    vault.later(
        KeyService.MAX_AGE,
        () -> {
          boolean still = vault.opens(running, ADA, IMAGE);
          telling.happens(
              "the same " + KeyService.MAX_AGE.toMinutes() + " minutes later: " + still);
          telling.claim("within five minutes it opens on no instance at all", !still, "P20");
        });
    HttpResponse<byte[]> answer = vault.openWith(Optional.of(token), "blobs/" + IMAGE);
    telling.happens(
        "her phone is still signed in -> " + answer.statusCode() + " " + latin(answer.body()));
    telling.claim(
        "a token that outlives the account opens nothing",
        answer.statusCode() == 401 && !isPng(answer.body()),
        "P20 E17");
  }

  private void lateUpload() {
    byte[] staged = vault.upload(ADA, "images/ghost", SamplePng.withPrompt(PROMPT));
    telling.happens("an upload of hers comes late: " + shown(staged));
    telling.claim(
        "it is refused, and nothing of it is kept anywhere",
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

  /** The beginning of the bytes. */
  private static String shown(byte[] bytes) {
    String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(SHOWN, bytes.length));
    return hex + " ... (" + bytes.length + " bytes)";
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
