package com.anykoma.privacy.bench;

import com.anykoma.privacy.emulators.EmulatorJar;
import com.anykoma.privacy.emulators.FirestoreEmulator;
import com.anykoma.privacy.local.console.TemporaryDirectory;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.google.GoogleCloud;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The recursive deletion of the usual client for Node, as the usual extension calls it, on a
 * freshly started emulator of Firestore.
 */
final class TheirErasure {
  private static final CollectionPath AUDIT = new CollectionPath("audit");

  /** What the stand-in counts of the neighbour's, and of stores that are not there. */
  private static final String OF_NEIGHBOUR = "NEIGHBOUR";

  private final Path standIns;

  /**
   * @param seeded documents of the person, those included that it does not look for
   * @param deleted how many it deleted
   * @param left documents of the person that are there afterwards
   */
  record Row(
      String name,
      int documents,
      long seeded,
      long deleted,
      double seconds,
      double perSecond,
      long left) {}

  /**
   * @param standIns where the stand-in is installed
   */
  TheirErasure(Path standIns) {
    this.standIns = standIns;
  }

  Row measure(int documents) throws IOException, InterruptedException {
    try (TemporaryDirectory directory = TemporaryDirectory.create();
        FirestoreEmulator firestore =
            FirestoreEmulator.start(
                EmulatorJar.FIRESTORE.findOrFetch(), Optional.empty(), directory.path())) {
      JsonObject told = run(firestore, "erase-recursive-delete.js", "--docs=" + documents);
      JsonObject counted = run(firestore, "seed.js", "--count=" + subject(firestore));
      long left = 0;
      for (Map.Entry<String, JsonElement> each : counted.entrySet()) {
        left += each.getKey().startsWith(OF_NEIGHBOUR) ? 0 : each.getValue().getAsLong();
      }
      long deleted = told.get("docs").getAsLong();
      double seconds = told.get("sec").getAsDouble();
      return new Row(
          "stand-in", documents, deleted + left, deleted, seconds, deleted / seconds, left);
    }
  }

  /** Whom it seeded and deleted: what it leaves still says so. */
  private static String subject(FirestoreEmulator firestore) {
    try (GoogleCloud cloud = Contestant.cloud(Map.of(Service.FIRESTORE, firestore.uri()))) {
      List<Document> found = cloud.documents().find(Query.in(AUDIT).limit(1));
      return found.stream()
          .flatMap(each -> each.fields().string("uid").stream())
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("the stand-in leaves nothing to know by"));
    }
  }

  /** Runs a program and reads its last line. */
  private JsonObject run(FirestoreEmulator firestore, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(arguments));
    ProcessBuilder node =
        new ProcessBuilder(command)
            .directory(standIns.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = node.environment();
    // it would send what is meant for 127.0.0.1 through a proxy
    environment.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    environment.put("NODE_DEPS", standIns.toString());
    environment.put("GCLOUD_PROJECT", FunctionEnvironment.PROJECT);
    environment.put("FIRESTORE_EMULATOR_HOST", firestore.uri().getAuthority());
    Process process = node.start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0 || said.isEmpty()) {
      throw new IllegalStateException("the stand-in " + arguments[0] + " failed");
    }
    return JsonParser.parseString(said.substring(said.lastIndexOf('\n') + 1)).getAsJsonObject();
  }
}
