package com.anykoma.privacy.platform;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The path of a document: alternating collection and document ids, {@code users/u1/prompts/p1}.
 * Every id is checked by Firestore's rules, so an untrusted id cannot change the path's structure
 * (E23, E24). Ids are compared by code unit: an NFC id and its NFD form name different documents.
 * The natural order is Firestore's, except that Firestore sorts numeric ids ({@code __id5__})
 * first.
 *
 * <p>The constructor accepts the path of any document that may exist ({@link #requireStoredId}), so
 * that listings, events and deletions cover it. New ids and ids from requests must pass the
 * stricter {@link #requireId}.
 */
public record DocumentPath(String value) implements Comparable<DocumentPath> {
  private static final int MAX_ID_BYTES = 1500;
  private static final Pattern NUMERIC = Pattern.compile("__id-?[0-9]{1,19}__");

  public DocumentPath {
    Objects.requireNonNull(value);
    List<String> ids = segments(value);
    if (ids.size() % 2 != 0) {
      throw new IllegalArgumentException("a document path has an even number of segments");
    }
    ids.forEach(DocumentPath::requireStoredId);
  }

  /** A document path from collection and document ids; {@link #requireId} checks each. */
  public static DocumentPath of(String... ids) {
    for (String id : ids) {
      requireId(id);
    }
    return new DocumentPath(String.join("/", ids));
  }

  /** All ids of the path; collection ids have even indexes. */
  public List<String> segments() {
    return segments(value);
  }

  static List<String> segments(String value) {
    return List.of(value.split("/", -1));
  }

  /** The id at {@code index}, from 0; even indexes are collection ids. */
  public String segment(int index) {
    return segments().get(index);
  }

  public String id() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  public CollectionPath collection() {
    return new CollectionPath(value.substring(0, value.lastIndexOf('/')));
  }

  /** A direct subcollection of this document. */
  public CollectionPath collection(String collectionId) {
    requireId(collectionId);
    return new CollectionPath(value + "/" + collectionId);
  }

  /** A document in a direct subcollection of this document. */
  public DocumentPath child(String collectionId, String id) {
    return collection(collectionId).document(id);
  }

  /** Whether this document is a descendant of {@code root}, at any depth. */
  public boolean isBeneath(DocumentPath root) {
    return value.startsWith(root.value + "/");
  }

  /** Compares id by id, by UTF-8 bytes; an ancestor sorts before its descendants. */
  @Override
  public int compareTo(DocumentPath other) {
    return Arrays.compare(sortKey(), other.sortKey());
  }

  /** Code points sort as UTF-8 bytes do; NUL, which no id contains, ends an id. */
  private int[] sortKey() {
    return value.replace('/', '\0').codePoints().toArray();
  }

  /**
   * Checks an id by Firestore's rules for new documents: 1 to 1,500 bytes of valid UTF-8, no {@code
   * /}, no NUL, not {@code .} or {@code ..}, not of the form {@code __name__}.
   *
   * @throws IllegalArgumentException naming the rule, never the id
   */
  public static void requireId(String id) {
    requireStoredId(id);
    if (isReserved(id)) {
      throw reservedId();
    }
  }

  /**
   * Checks the id of a stored document. Besides the ids that {@link #requireId} allows, it accepts
   * {@code __id5__}: Firestore gives this name to a document that was imported from Datastore with
   * the numeric id 5.
   *
   * @see <a href="https://firebase.google.com/docs/firestore/quotas">Firestore: limits on ids</a>
   * @throws IllegalArgumentException naming the rule, never the id
   */
  public static void requireStoredId(String id) {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("an id is empty");
    }
    if (id.indexOf('/') >= 0 || id.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an id contains a slash or a NUL");
    }
    if (id.equals(".") || id.equals("..")) {
      throw new IllegalArgumentException("an id must not be '.' or '..'");
    }
    if (isReserved(id) && !NUMERIC.matcher(id).matches()) {
      throw reservedId();
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
      throw new IllegalArgumentException("an id contains a lone surrogate");
    }
    if (id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
      throw new IllegalArgumentException("an id has more than " + MAX_ID_BYTES + " bytes");
    }
  }

  /** Whether {@link #requireStoredId} accepts the id. */
  public static boolean mayExist(String id) {
    try {
      requireStoredId(id);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isReserved(String id) {
    return id.length() >= 4 && id.startsWith("__") && id.endsWith("__");
  }

  private static IllegalArgumentException reservedId() {
    return new IllegalArgumentException("an id of the form __name__ is reserved");
  }

  @Override
  public String toString() {
    return "[document in " + collection() + "]";
  }
}
