package com.anykoma.privacy.local.demo;

import static com.anykoma.privacy.local.demo.Story.ADA;
import static com.anykoma.privacy.local.demo.Story.FAY;

import com.anykoma.privacy.local.console.TemporaryDirectory;
import com.anykoma.privacy.local.product.SampleItem;
import com.anykoma.privacy.rights.export.ExportManifest;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of the story about people's rights: access, export, and a letter to support. */
record RightsStory(DemoCloud cloud, RightsDemoCloud rights, StoryOutput out) {
  private static final String KIM = "kim";
  private static final String LOU = "lou";
  private static final String FAYS_ADDRESS = "fay@example.org";
  private static final Pattern TOKEN = Pattern.compile("/requests#([A-Za-z0-9_-]+)");

  /**
   * The access report.
   *
   * @param isReviewed whether staff review the product's content for safety
   */
  void report(boolean isReviewed) {
    out.step("ada asks for all that is held about her, and who looked");
    if (isReviewed) {
      review();
    }
    JsonObject report = rights.ask(ADA, "GET", "/MyData", "").getAsJsonObject("fields");
    JsonArray views = report.getAsJsonArray("views");
    out.detail(report.getAsJsonArray("locations").size() + " locations; views by staff: " + views);
    if (isReviewed) {
      out.claim(
          "the report has the view by staff, without the reviewer's name",
          views.size() == 1
              && views.toString().contains("\"purpose\":\"security\"")
              && !report.toString().contains(KIM),
          "P18 P22");
    }
    out.claim(
        "it has her consents; each location is erased with the account or a disclosed exception",
        !report.getAsJsonArray("consents").isEmpty()
            && report.getAsJsonArray("locations").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .allMatch(
                    it -> it.get("erasedWithTheAccount").getAsBoolean() != it.has("exception")),
        "P22 P23");
  }

  /** kim, a member of staff, looks at an item of ada. */
  private void review() {
    SampleItem item = cloud.text(ADA, "garden");
    cloud.create(item);
    rights.hire(KIM, "safety");
    String document = "{\"content\": \"%s\", \"reason\": \"reported\"}";
    rights.ask(KIM, "POST", "/ReviewDesk/safety", document.formatted(item.path().value()));
    JsonObject leased = rights.ask(KIM, "POST", "/ReviewDesk/safety/batches", "{\"count\": 1}");
    String id = leased.getAsJsonArray("items").get(0).getAsJsonObject().get("id").getAsString();
    rights.ask(KIM, "GET", "/ReviewDesk/safety/items/" + id, "");
  }

  void export() {
    out.step("ada takes her data with her");
    rights.ask(ADA, "POST", "/Export", "");
    JsonObject export = rights.ask(ADA, "GET", "/Export", "");
    String state = export.get("state").getAsString();
    int parts = state.equals("complete") ? export.getAsJsonArray("parts").size() : 0;
    List<String> faults = new ArrayList<>();
    try (TemporaryDirectory folder = TemporaryDirectory.create()) {
      faults.addAll(
          ExportManifest.faults(
              rights.download(ADA, parts, folder.path()),
              Optional.of(cloud.proof().keys()),
              rights.clock().instant()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.detail("the export is " + state + ", in parts: " + parts + ", faults: " + faults);
    out.claim(
        "the archive is complete, and its signature and hashes hold offline",
        parts > 0 && faults.isEmpty(),
        "P24");
  }

  void letter() {
    out.step("fay cannot sign in, and writes to support: please delete my account");
    rights.signUp(FAY, FAYS_ADDRESS);
    rights.writeToSupport(FAYS_ADDRESS, "My account", "Please delete my account and my data.");
    rights.hire(LOU, "cases");
    JsonObject open = rights.ask(LOU, "GET", "/Cases", "");
    out.detail("lou, who answers requests, sees " + open.getAsJsonArray("cases").size() + " case");
    List<String> letters = rights.lettersTo(FAYS_ADDRESS);
    Optional<String> token =
        letters.stream().map(TOKEN::matcher).filter(Matcher::find).map(it -> it.group(1)).findAny();
    boolean isUntouched =
        !cloud.traces(FAY).isEmpty() && cloud.eraseAccount(FAY, "GET").startsWith("404");
    out.claim(
        "she gets a letter with a link, and nothing happens before she uses it",
        letters.size() == 1 && token.isPresent() && isUntouched,
        "P23 P26");
    String body = "{\"token\": \"%s\"}".formatted(token.orElse(""));
    JsonObject confirmed = rights.ask("/EmailRequests/confirm", body);
    JsonObject again = rights.ask("/EmailRequests/confirm", body);
    out.detail("the second use of the link -> " + again);
    String order = cloud.eraseAccount(FAY, "GET");
    out.claim(
        "the link opens the order that a click would, once",
        confirmed.has("statusKey") && again.has("error") && order.startsWith("200 "),
        "P23 P38");
    cloud.vault().sweepLater(Duration.ofDays(8));
    cloud.vault().sweepLater(Duration.ofHours(1));
    out.detail("data of fay after eight days: " + cloud.traces(FAY));
    out.claim("she is erased", cloud.traces(FAY).isEmpty(), "P20 P23");
  }
}
