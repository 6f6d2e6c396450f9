package com.anykoma.privacy.platform;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The path of a document: collection and document ids in turn, {@code users/u1/prompts/p1}. Every
 * id is checked by Firestore's rules, so a path can be built from untrusted ids without reaching
 * elsewhere (E23, E24). Ids are compared by code unit: NFC and NFD twins are different documents.
 * The natural order is Firestore's, except that Firestore puts numeric ids ({@code __id5__}) first.
 *
 * <p>The rules for ids that we choose or take from a request ({@link #requireId}) are stricter than
 * those for documents that exist already ({@link #requireStoredId}): the constructor takes the path
 * of any document that may exist, so that listings, events and deletions cover it.
 */
public record DocumentPath(String value) implements Comparable<DocumentPath> {
  private static final int MAX_ID_BYTES = 1500;
  private static final int MAX_BYTES_PER_CHAR = 3;
  private static final Pattern NUMERIC = Pattern.compile("__id-?[0-9]{1,19}__");

  public DocumentPath {
    Objects.requireNonNull(value);
    List<String> ids = segments(value);
    if (ids.size() % 2 != 0) {
      throw new IllegalArgumentException("a document path has an even number of segments");
    }
    ids.forEach(DocumentPath::requireStoredId);
  }

  /**
   * The document below the given ids: collection, id, collection, id...
   *
   * @throws IllegalArgumentException when {@link #requireId} refuses one of them
   */
  public static DocumentPath of(String... ids) {
    for (String id : ids) {
      requireId(id);
    }
    return new DocumentPath(String.join("/", ids));
  }

  /** The ids of the path, collection ids at even indexes. */
  public List<String> segments() {
    return segments(value);
  }

  static List<String> segments(String value) {
    return List.of(value.split("/", -1));
  }

  /** The id at {@code index}, from 0; even indexes are collections. */
  public String segment(int index) {
    return segments().get(index);
  }

  /** The last id. */
  public String id() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** The collection that holds the document. */
  public CollectionPath collection() {
    return new CollectionPath(value.substring(0, value.lastIndexOf('/')));
  }

  /** A collection under this document. */
  public CollectionPath collection(String collectionId) {
    requireId(collectionId);
    return new CollectionPath(value + "/" + collectionId);
  }

  /** A document in a collection under this one. */
  public DocumentPath child(String collectionId, String id) {
    return collection(collectionId).document(id);
  }

  /** Whether this document is in a collection under {@code root}, however deep. */
  public boolean isBeneath(DocumentPath root) {
    return value.startsWith(root.value + "/");
  }

  /** Id by id, each by the bytes of its UTF-8; what is above stands before what is beneath it. */
  @Override
  public int compareTo(DocumentPath other) {
    int both = Math.min(value.length(), other.value.length());
    for (int i = 0; i < both; i++) {
      int order = Integer.compare(orderOf(value.charAt(i)), orderOf(other.value.charAt(i)));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(value.length(), other.value.length());
  }

  /** The end of an id is before all that may go on; UTF-8 has surrogates after every other char. */
  private static int orderOf(char c) {
    if (c == '/') {
      return 0;
    }
    return Character.isSurrogate(c) ? Character.MAX_VALUE + c : c;
  }

  /**
   * Checks one id by Firestore's rules for writers: 1 to 1,500 bytes of valid UTF-8, no {@code /}
   * and no NUL, not {@code .}, {@code ..} or {@code __name__}.
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
   * Checks that a document with this id may exist. Besides all that {@link #requireId} allows,
   * Firestore names a document {@code __id5__} that was imported from Datastore with the number 5,
   * and reads and deletes it by that name.
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
      throw new IllegalArgumentException("an id is a dot or two dots");
    }
    if (isReserved(id) && !NUMERIC.matcher(id).matches()) {
      throw reservedId();
    }
    if (!isAscii(id) && !StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
      throw new IllegalArgumentException("an id holds a lone surrogate");
    }
    if (id.length() > MAX_ID_BYTES
        || (id.length() > MAX_ID_BYTES / MAX_BYTES_PER_CHAR
            && id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES)) {
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

  private static boolean isAscii(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) > 0x7f) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "[document in " + collection() + "]";
  }
}
