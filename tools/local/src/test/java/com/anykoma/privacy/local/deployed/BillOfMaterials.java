package com.anykoma.privacy.local.deployed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A CycloneDX bill of materials (SBOM) that the build has written.
 *
 * @param root the address of what it is about
 * @param needs what each library needs itself, by address
 */
record BillOfMaterials(String root, List<Library> libraries, Map<String, List<String>> needs) {
  static BillOfMaterials read(Path file) throws IOException {
    JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    JsonObject about = json.getAsJsonObject("metadata").getAsJsonObject("component");
    Map<String, List<String>> needs = new LinkedHashMap<>();
    each(json, "dependencies")
        .forEach(
            it -> needs.put(it.get("ref").getAsString(), texts(it.getAsJsonArray("dependsOn"))));
    return new BillOfMaterials(
        about.get("bom-ref").getAsString(),
        each(json, "components").map(BillOfMaterials::library).toList(),
        needs);
  }

  private static List<String> texts(Iterable<JsonElement> array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonElement::getAsString).toList();
  }

  private static Stream<JsonObject> each(JsonObject json, String list) {
    return json.has(list)
        ? StreamSupport.stream(json.getAsJsonArray(list).spliterator(), false)
            .map(JsonElement::getAsJsonObject)
        : Stream.empty();
  }

  private static Library library(JsonObject json) {
    return new Library(
        json.get("group").getAsString(),
        json.get("name").getAsString(),
        json.get("version").getAsString(),
        json.get("purl").getAsString(),
        each(json, "licenses").map(BillOfMaterials::licence).toList(),
        each(json, "hashes")
            .filter(it -> it.get("alg").getAsString().equals("SHA-256"))
            .map(it -> it.get("content").getAsString())
            .findFirst());
  }

  private static String licence(JsonObject json) {
    if (json.has("expression")) {
      return json.get("expression").getAsString();
    }
    JsonObject licence = json.getAsJsonObject("license");
    return (licence.has("id") ? licence.get("id") : licence.get("name")).getAsString();
  }

  /** By which way it comes here: from what the bill is about to the library, by their ids. */
  List<String> wayTo(Library library) {
    Map<String, String> neededBy = new LinkedHashMap<>();
    Deque<String> next = new ArrayDeque<>(List.of(root));
    while (!next.isEmpty()) {
      String one = next.remove();
      for (String each : needs.getOrDefault(one, List.of())) {
        if (!each.equals(root) && neededBy.putIfAbsent(each, one) == null) {
          next.add(each);
        }
      }
    }
    List<String> way = new ArrayList<>();
    Optional<String> at = Optional.of(library.purl());
    while (at.isPresent()) {
      way.add(0, name(at.get()));
      at = Optional.ofNullable(neededBy.get(at.get()));
    }
    return way;
  }

  private String name(String purl) {
    return libraries.stream()
        .filter(it -> it.purl().equals(purl))
        .map(Library::id)
        .findFirst()
        .orElse(Objects.requireNonNull(purl).replaceAll("pkg:maven/|@.*", "").replace('/', ':'));
  }
}
