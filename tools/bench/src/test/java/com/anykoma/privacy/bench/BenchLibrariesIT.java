package com.anykoma.privacy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.yaml.Setting;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Compares the list of libraries that only benchmarks need with the bills of materials. */
final class BenchLibrariesIT {
  private static Set<String> libraries(Path bill) throws IOException {
    Set<String> ids = new TreeSet<>();
    JsonObject json = JsonParser.parseString(Files.readString(bill)).getAsJsonObject();
    for (JsonElement each : json.getAsJsonArray("components")) {
      JsonObject library = each.getAsJsonObject();
      ids.add(library.get("group").getAsString() + ":" + library.get("name").getAsString());
    }
    ids.removeIf(each -> each.startsWith("com.anykoma.privacy:"));
    return ids;
  }

  @Test
  void everyBenchmarkLibraryHasAnAllowedLicence() throws IOException {
    Path local = FunctionEnvironment.codeOf(com.anykoma.privacy.local.Main.class);
    Set<String> only = libraries(Path.of("target", "libraries.json"));
    only.removeAll(libraries(local.resolveSibling("libraries.json")));

    Setting allowed = Setting.file(Path.of("..", "..", "licences.yaml")).get("benchmarks");

    assertThat(only).containsExactlyInAnyOrderElementsOf(allowed.members().keySet());
  }
}
