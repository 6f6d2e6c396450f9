package com.anykoma.privacy.local.emulators;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * An index that a query needs.
 *
 * @param collection the id of its collections
 * @param group whether it spans every collection with that id
 * @param fields {@code field ASCENDING} and so on, in order, without the document's name at the end
 */
public record IndexNeed(String collection, boolean group, List<String> fields) {
  private static final String DOCUMENT_NAME = "__name__";

  public IndexNeed {
    fields = List.copyOf(fields);
  }

  /** Whether it is over one field, which Firestore sets up as a field's exemption. */
  public boolean singleField() {
    return fields.size() == 1;
  }

  /** Of the emulator's report about a query. */
  static IndexNeed of(JsonObject report) {
    JsonObject index = report.getAsJsonObject("index");
    String[] name = index.get("name").getAsString().split("/", -1);
    List<String> fields = new ArrayList<>();
    index
        .getAsJsonArray("fields")
        .forEach(
            each -> {
              JsonObject field = each.getAsJsonObject();
              String path = field.get("fieldPath").getAsString();
              if (!path.equals(DOCUMENT_NAME)) {
                String by = field.has("order") ? "order" : "arrayConfig";
                fields.add(path + " " + field.get(by).getAsString());
              }
            });
    return new IndexNeed(
        name[List.of(name).indexOf("collectionGroups") + 1],
        index.get("queryScope").getAsString().equals("COLLECTION_GROUP"),
        fields);
  }
}
