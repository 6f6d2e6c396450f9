package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.DocumentIndex;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Sets the emulator's security rules, and reads which indexes queries need. */
public final class FirestoreRules {
  /** The compiler knows {@code request} and {@code resource} only in functions that are called. */
  private static final Pattern UNUSED =
      Pattern.compile("Unused function: .*|Invalid variable name: (request|resource)\\.");

  private FirestoreRules() {}

  /**
   * Sets the security rules of a project's database; without rules, clients may do everything. They
   * do not apply to requests with the owner token, such as those of our adapters.
   *
   * @param rules the text of a rules file
   * @return the compiler's warnings, except those about functions that no rule calls: the rules of
   *     a product need not call all functions that are deployed with them
   * @throws IllegalStateException with the line, if the rules do not compile
   */
  public static List<String> protect(
      FirestoreEmulator emulator, String project, String database, String rules) {
    JsonObject file = new JsonObject();
    file.addProperty("name", "rules");
    file.addProperty("content", rules);
    JsonArray files = new JsonArray();
    files.add(file);
    JsonObject source = new JsonObject();
    source.add("files", files);
    JsonObject request = new JsonObject();
    request.add("rules", source);
    String answer =
        LoopbackHttp.put(
            emulator
                .uri()
                .resolve(
                    "/emulator/v1/projects/"
                        + project
                        + "/databases/"
                        + database
                        + ":securityRules"),
            request.toString());
    JsonArray issues = JsonParser.parseString(answer).getAsJsonObject().getAsJsonArray("issues");
    List<String> warnings = new ArrayList<>();
    if (issues != null) {
      issues.forEach(each -> warnings.add(each.getAsJsonObject().get("description").getAsString()));
    }
    warnings.removeIf(each -> UNUSED.matcher(each).matches());
    return List.copyOf(warnings);
  }

  /** The composite indexes that the project's queries so far need. */
  public static Set<DocumentIndex> indexesNeeded(FirestoreEmulator emulator, String project) {
    String answer =
        LoopbackHttp.get(
            emulator
                .uri()
                .resolve(
                    "/emulator/v1/projects/"
                        + project
                        + ":indexUsage?database=projects/"
                        + project
                        + "/databases/(default)"));
    JsonArray reports = JsonParser.parseString(answer).getAsJsonObject().getAsJsonArray("reports");
    Set<DocumentIndex> needed = new LinkedHashSet<>();
    if (reports != null) {
      reports.forEach(each -> needed.add(index(each.getAsJsonObject())));
    }
    return needed;
  }

  /** Reads the indexes from a report about a query. */
  private static DocumentIndex index(JsonObject report) {
    JsonObject index = report.getAsJsonObject("index");
    List<String> name = List.of(index.get("name").getAsString().split("/", -1));
    List<String> fields = new ArrayList<>();
    for (JsonElement each : index.getAsJsonArray("fields")) {
      JsonObject field = each.getAsJsonObject();
      String path = field.get("fieldPath").getAsString();
      if (!path.equals("__name__")) {
        fields.add(
            path + " " + field.get(field.has("order") ? "order" : "arrayConfig").getAsString());
      }
    }
    return new DocumentIndex(
        name.get(name.indexOf("collectionGroups") + 1),
        index.get("queryScope").getAsString().equals("COLLECTION_GROUP"),
        fields);
  }
}
