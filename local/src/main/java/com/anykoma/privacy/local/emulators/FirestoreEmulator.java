package com.anykoma.privacy.local.emulators;

import com.anykoma.privacy.platform.DocumentIndex;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Google's Firestore emulator, empty at its start and gone with its end. */
public final class FirestoreEmulator implements AutoCloseable {
  private static final String MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";

  private final EmulatorProcess process;
  private final URI uri;

  private FirestoreEmulator(EmulatorProcess process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /**
   * Starts it and waits until it answers, some seconds.
   *
   * @param functions where it tells of writes, see {@link #tellOf}; empty for nowhere
   * @param logs the folder for its log
   */
  public static FirestoreEmulator start(Path jar, Optional<URI> functions, Path logs) {
    return start(EmulatorProcess.freeEndpoint(), jar, functions, logs);
  }

  /** The same at an address. */
  static FirestoreEmulator start(URI uri, Path jar, Optional<URI> functions, Path logs) {
    List<String> arguments = new ArrayList<>(List.of("--host", uri.getHost()));
    arguments.addAll(List.of("--port", String.valueOf(uri.getPort())));
    functions.ifPresent(
        at -> arguments.add("--functions_emulator=" + at.getHost() + ":" + at.getPort()));
    EmulatorProcess process =
        EmulatorProcess.java(jar, logs.resolve("firestore.log"), MAIN, arguments);
    process.awaitReady(uri, LoopbackHttp::isUp);
    FirestoreEmulator started = new FirestoreEmulator(process, uri);
    started.warmUp();
    return started;
  }

  /** Its first write takes seconds, and would take a test's or a function's time. */
  private void warmUp() {
    String unused =
        LoopbackHttp.post(
            uri.resolve("/v1/projects/demo-warm-up/databases/(default)/documents:commit"),
            "{\"writes\": [{\"update\": {\"name\":"
                + " \"projects/demo-warm-up/databases/(default)/documents/warm/up\"}}]}");
  }

  /** Where it listens. */
  public URI uri() {
    return uri;
  }

  /**
   * Has it tell of every write to documents of a pattern.
   *
   * @param id the trigger's id, part of the path that it tells at
   * @param pattern {@code users/{uid}}
   */
  public void tellOf(String project, String id, String pattern) {
    JsonObject document = new JsonObject();
    document.addProperty("value", pattern);
    document.addProperty("matchType", "PATH_PATTERN");
    JsonObject trigger = new JsonObject();
    trigger.addProperty("eventType", "google.cloud.firestore.document.v1.written");
    trigger.addProperty("database", "(default)");
    trigger.addProperty("namespace", "(default)");
    trigger.add("document", document);
    LoopbackHttp.post(
        uri.resolve(
            "/emulator/v1/projects/" + project + "/eventarcTrigger?eventarcTriggerId=" + id),
        trigger.toString());
  }

  /**
   * Holds the clients of a project's database to security rules from now on; without any they may
   * do everything. Whoever comes as the owner of everything, as our adapters do, is not held to
   * them.
   *
   * @param rules the text of a rules file
   * @return what the compiler warns of
   * @throws IllegalStateException when the rules do not compile, saying where
   */
  public List<String> protect(String project, String database, String rules) {
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
            uri.resolve(
                "/emulator/v1/projects/" + project + "/databases/" + database + ":securityRules"),
            request.toString());
    JsonArray issues = JsonParser.parseString(answer).getAsJsonObject().getAsJsonArray("issues");
    List<String> warnings = new ArrayList<>();
    if (issues != null) {
      issues.forEach(each -> warnings.add(each.getAsJsonObject().get("description").getAsString()));
    }
    return List.copyOf(warnings);
  }

  /** The indexes, beyond the automatic ones, that the project's queries so far would need. */
  public Set<DocumentIndex> indexesNeeded(String project) {
    String answer =
        LoopbackHttp.get(
            uri.resolve(
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

  @Override
  public void close() {
    process.close();
  }
}
