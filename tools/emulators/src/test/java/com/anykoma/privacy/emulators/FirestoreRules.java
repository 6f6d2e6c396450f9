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

/** Sets the security rules of Firestore's emulator, and asks which indexes queries need. */
public final class FirestoreRules {
  private FirestoreRules() {}

  /**
   * Holds the clients of a project's database to security rules from now on; without any they may
   * do everything. Whoever comes as the owner of everything, as our adapters do, is not held to
   * them.
   *
   * @param rules the text of a rules file
   * @return what the compiler warns of
   * @throws IllegalStateException when the rules do not compile, saying where
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
    return List.copyOf(warnings);
  }

  /** The indexes, beyond the automatic ones, that the project's queries so far would need. */
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

  /** Of a report about a query. */
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
