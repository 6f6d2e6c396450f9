package com.anykoma.privacy.proof.verification;

import com.anykoma.privacy.platform.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Generates nested locations and documents in them, the same for the same seed. Collections have
 * equal or similar names; parent documents may be missing.
 */
final class RandomPlaces {
  static final List<String> PEOPLE = List.of("u1", "u10", "U1", "u1-x", "v");
  private static final List<String> WORDS = List.of("notes", "note", "notes2", "users2");
  private static final int DEEPEST = 3;

  private enum Key {
    PATH,
    /** The last id of the path, beneath other ids. */
    LAST_ID,
    FIELD,
    /** A list of one or two owners. */
    LIST,
    NOBODY
  }

  /** A location; {@code rule} is for documents of others beneath it, such as {@code stays}. */
  private record Node(String name, List<String> collections, Key key, String rule) {}

  /**
   * A generated document.
   *
   * @param owner empty if it has none
   * @param listed whether it is in a location of the data map
   */
  record Put(String path, Fields fields, String owner, boolean listed) {
    List<String> owners() {
      return List.of(owner.split("\\+", -1));
    }
  }

  private final Random random;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Put> documents = new HashMap<>();

  RandomPlaces(long seed) {
    random = new Random(seed);
    int families = 1 + random.nextInt(3);
    for (int i = 0; i < families; i++) {
      Key key = random.nextBoolean() ? Key.PATH : Key.FIELD;
      List<String> rules =
          key == Key.PATH ? List.of("stays", "removed") : List.of("stays", "removed", "reassigned");
      grow("top" + i, List.of("top" + i), key, rules.get(random.nextInt(rules.size())));
    }
    for (int i = 0; i < 40; i++) {
      fill(nodes.get(random.nextInt(nodes.size())));
    }
  }

  private void grow(String name, List<String> collections, Key key, String rule) {
    nodes.add(new Node(name, collections, key, rule));
    int children = collections.size() < DEEPEST ? 1 + random.nextInt(2) : 0;
    for (int i = 0; i < children; i++) {
      List<String> deeper = new ArrayList<>(collections);
      deeper.add(WORDS.get(random.nextInt(WORDS.size())) + (i == 0 ? "" : "B"));
      Key own = Key.values()[random.nextInt(Key.values().length)];
      grow(
          name + "x" + i,
          deeper,
          own == Key.PATH && !isOwnedByPath(collections.get(0)) ? Key.FIELD : own,
          rule.equals("reassigned") ? "stays" : rule);
    }
  }

  private void fill(Node node) {
    StringBuilder path = new StringBuilder();
    for (String each : node.collections()) {
      boolean isPerson =
          path.isEmpty() || (node.key() == Key.LAST_ID && isLast(node, path.toString()));
      String id = isPerson ? anyone() : "d" + random.nextInt(3);
      path.append(path.isEmpty() ? "" : "/").append(each).append('/').append(id);
    }
    Fields fields = Fields.empty();
    if (node.key() == Key.FIELD) {
      fields = fields.with("by", anyone());
    } else if (node.key() == Key.LIST) {
      fields = fields.with("by", Stream.of(anyone(), anyone()).distinct().toList());
    }
    put(path.toString(), fields, true);
    if (random.nextInt(4) == 0) {
      put(path + "/zzz/odd", Fields.empty().with("what", "?"), false);
    }
  }

  private String anyone() {
    return PEOPLE.get(random.nextInt(PEOPLE.size()));
  }

  /** Whether the next id is the last one of the path. */
  private static boolean isLast(Node node, String path) {
    return path.split("/", -1).length == 2 * node.collections().size() - 2;
  }

  private void put(String path, Fields fields, boolean listed) {
    documents.put(path, new Put(path, fields, "", listed));
  }

  /** The documents, with the owner of the document or of the nearest one above it. */
  List<Put> documents() {
    return documents.values().stream()
        .map(each -> new Put(each.path(), each.fields(), ownerOf(each.path()), each.listed()))
        .toList();
  }

  private String ownerOf(String path) {
    Node node = nodeOf(path);
    if (node != null && node.key() == Key.PATH) {
      return path.split("/", -1)[1];
    }
    if (node != null && node.key() == Key.LAST_ID) {
      return path.substring(path.lastIndexOf('/') + 1);
    }
    if (node != null && node.key() == Key.FIELD) {
      Put put = documents.get(path);
      return put == null ? "" : put.fields().string("by").orElseThrow();
    }
    if (node != null && node.key() == Key.LIST) {
      Put put = documents.get(path);
      return put == null ? "" : String.join("+", put.fields().strings("by"));
    }
    int end = path.lastIndexOf('/', path.lastIndexOf('/') - 1);
    return end < 0 ? "" : ownerOf(path.substring(0, end));
  }

  @Nullable
  private Node nodeOf(String path) {
    List<String> collections = new ArrayList<>();
    String[] segments = path.split("/", -1);
    for (int i = 0; i < segments.length; i += 2) {
      collections.add(segments[i]);
    }
    return nodes.stream()
        .filter(it -> it.collections().equals(collections))
        .findFirst()
        .orElse(null);
  }

  /** Whether other people may own something beneath the documents of a top-level collection. */
  boolean isShared(String top) {
    return nodes.stream()
        .anyMatch(it -> isBeneath(it, top) && it.key() != Key.NOBODY && it.key() != Key.PATH);
  }

  private static boolean isBeneath(Node node, String top) {
    return node.collections().size() > 1 && node.collections().get(0).equals(top);
  }

  /** Whether the ids of a top-level collection's documents are uids. */
  boolean isOwnedByPath(String top) {
    return nodes.stream()
        .anyMatch(it -> it.collections().equals(List.of(top)) && it.key() == Key.PATH);
  }

  /** The rule of the location of a top-level document that a person owns. */
  String ruleOf(String top) {
    return nodes.stream()
        .filter(it -> it.collections().equals(List.of(top)))
        .findFirst()
        .orElseThrow()
        .rule();
  }

  /** The locations in the form of a data map. */
  String yaml() {
    StringBuilder yaml = new StringBuilder();
    nodes.forEach(each -> yaml.append(yaml(each)));
    return yaml.toString();
  }

  private static boolean isNamed(Node node) {
    return node.key() == Key.FIELD || node.key() == Key.LIST;
  }

  private String yaml(Node node) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < node.collections().size(); i++) {
      path.append(i == 0 ? "" : "/")
          .append(node.collections().get(i))
          .append("/{id")
          .append(i)
          .append('}');
    }
    boolean holdsOthers =
        node.key() != Key.NOBODY
            && nodes.stream()
                .filter(it -> it.collections().size() > node.collections().size())
                .filter(
                    it ->
                        it.collections()
                            .subList(0, node.collections().size())
                            .equals(node.collections()))
                .anyMatch(
                    it ->
                        it.key() != Key.NOBODY
                            && !(it.key() == Key.PATH && node.key() == Key.PATH));
    String subject =
        switch (node.key()) {
          case PATH -> "\"{id0}\"";
          case LAST_ID -> "\"{id" + (node.collections().size() - 1) + "}\"";
          case FIELD, LIST -> "by";
          case NOBODY -> "none";
        };
    return String.format(
        Locale.ROOT,
        "  %s: { kind: document, path: \"%s\", subject: %s, role: own, purposes: [service],%s"
            + " retention: account-life, export: no, reason: made up, erase: delete, fields: {"
            + " %s: { category: %s } } }%n",
        node.name(),
        path,
        subject,
        holdsOthers ? " shared: " + node.rule() + "," : "",
        isNamed(node) ? "by" : "at",
        isNamed(node)
            ? "user.unique_id" + (node.key() == Key.LIST ? ", subjects: yes" : "")
            : "system.operations");
  }
}
