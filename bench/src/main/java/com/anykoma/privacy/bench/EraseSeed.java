package com.anykoma.privacy.bench;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;

/**
 * The person to be erased, with data of every kind, and a neighbour whose id begins with theirs.
 *
 * <p>Of the person's documents 88 % are spread over six collections beneath them, 2 % are beneath
 * documents that are missing, and 10 % are found only by a field that names their owner. Besides
 * there is a security record for each hundred, which an erasure pseudonymises.
 */
final class EraseSeed {
  static final SubjectId SUBJECT = new SubjectId("erased");
  static final SubjectId NEIGHBOUR = new SubjectId(SUBJECT.value() + "x");

  private static final List<String> COLLECTIONS =
      List.of("prompts", "images", "characters", "stories", "usage", "devices");
  private static final String CUSTOMER = "cus_";
  private static final CollectionPath CUSTOMERS = new CollectionPath("customers");
  private static final CollectionPath ERRORS = new CollectionPath("errorLogs");
  private static final CollectionPath SECURITY = new CollectionPath("securityLogs");
  private static final String CONTENT = "content";
  private static final int BATCH = 500;
  private static final int PAGE = 10_000;
  private static final int OBJECT_BYTES = 4_096;
  private static final int OF_NEIGHBOUR = 200;
  private static final int OBJECTS_OF_NEIGHBOUR = 10;

  private final Cloud cloud;
  private final Instant now;
  private final Map<DocumentPath, Fields> waiting = new TreeMap<>();
  private final List<DocumentPath> paths = new ArrayList<>();

  private EraseSeed(Cloud cloud, Instant now) {
    this.cloud = cloud;
    this.now = now;
  }

  /**
   * Puts both in.
   *
   * @return the person's documents that an erasure deletes
   */
  static List<DocumentPath> put(EraseStage stage, int documents, int objects, Instant now)
      throws IOException {
    EraseSeed seed = new EraseSeed(stage.cloud(), now);
    seed.person(stage.embedded(), NEIGHBOUR, OF_NEIGHBOUR, OBJECTS_OF_NEIGHBOUR);
    seed.paths.clear();
    seed.person(stage.embedded(), SUBJECT, documents, objects);
    return List.copyOf(seed.paths);
  }

  /** Puts in another person, who is erased before anybody is measured. */
  static void putFirst(EraseStage stage, SubjectId who, int documents, Instant now)
      throws IOException {
    new EraseSeed(stage.cloud(), now).person(stage.embedded(), who, documents, 0);
  }

  private void person(EmbeddedCloud embedded, SubjectId who, int documents, int objects)
      throws IOException {
    String uid = who.value();
    embedded.accounts().create(who, Optional.empty(), Optional.empty());
    embedded.billing().putCustomer(CUSTOMER + uid, Optional.of(who));
    DocumentPath home = DocumentPath.of("users", uid);
    delete(home, Fields.empty().with("email", uid + "@example.com"));
    delete(CUSTOMERS.document(CUSTOMER + uid), owned(uid));
    int owned = documents / 10;
    int ghosts = documents / 50;
    for (int i = 0; i < documents - owned - ghosts - 2; i++) {
      delete(
          home.child(COLLECTIONS.get(i % COLLECTIONS.size()), "d" + i),
          Fields.empty().with("text", "x".repeat(300)).with("createdAt", now));
    }
    for (int i = 0; i < ghosts; i++) {
      delete(
          home.child("ghosts", "g" + i % 5).child("items", "i" + i),
          Fields.empty().with("text", "x".repeat(300)));
    }
    for (int i = 0; i < owned; i++) {
      delete(ERRORS.document(uid + "-e" + i), owned(uid).with("createdAt", now));
    }
    for (int i = 0; i < documents / 100; i++) {
      waiting.put(SECURITY.document(uid + "-s" + i), owned(uid).with("event", "sign-in"));
    }
    write();
    for (int i = 0; i < objects; i++) {
      seal(who, i);
    }
  }

  private static Fields owned(String uid) {
    return Fields.empty().with("uid", uid);
  }

  private void delete(DocumentPath path, Fields fields) {
    waiting.put(path, fields);
    paths.add(path);
  }

  private void write() {
    List<Map.Entry<DocumentPath, Fields>> all = List.copyOf(waiting.entrySet());
    for (int from = 0; from < all.size(); from += BATCH) {
      List<Map.Entry<DocumentPath, Fields>> some =
          all.subList(from, Math.min(all.size(), from + BATCH));
      int unused =
          cloud
              .documents()
              .transact(
                  tx -> {
                    some.forEach(each -> tx.set(each.getKey(), each.getValue()));
                    return some.size();
                  });
    }
    waiting.clear();
  }

  /** An object that looks sealed: nothing reads it. */
  private void seal(SubjectId who, int number) throws IOException {
    byte[] bytes = new byte[OBJECT_BYTES];
    new Random(number).nextBytes(bytes);
    Blob unused =
        cloud
            .blobs()
            .write(
                new BlobId(CONTENT, folder(who) + "images/i" + number),
                "application/octet-stream",
                Map.of(),
                OptionalLong.empty(),
                out -> out.write(bytes));
  }

  private static String folder(SubjectId who) {
    return "users/" + who.value() + "/";
  }

  /** The person's objects. */
  static List<Blob> objects(Cloud cloud) {
    return objects(cloud, SUBJECT);
  }

  private static List<Blob> objects(Cloud cloud, SubjectId who) {
    List<Blob> all = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      Page<Blob> page = cloud.blobs().listGenerations(CONTENT, folder(who), next, PAGE);
      all.addAll(page.items());
      next = page.next();
    } while (next.isPresent());
    return all;
  }

  /** How much of the person is left, by a count that shares nothing with the erasure's own. */
  static long left(Cloud cloud) {
    Documents documents = cloud.documents();
    List<DocumentPath> roots = roots(SUBJECT);
    long left = roots.stream().filter(each -> documents.get(each).isPresent()).count();
    left += documents.descendants(roots, Optional.empty(), PAGE).size();
    for (CollectionPath each : List.of(ERRORS, SECURITY, CUSTOMERS)) {
      left += documents.count(Query.in(each).whereEqual("uid", SUBJECT.value()));
    }
    return left + objects(cloud).size() + cloud.accounts().get(SUBJECT).stream().count();
  }

  private static List<DocumentPath> roots(SubjectId who) {
    return List.of(DocumentPath.of("subjects", who.value()), DocumentPath.of("users", who.value()));
  }

  /** How many security records there are that name nobody whom we know. */
  static long pseudonymised(Cloud cloud) {
    Documents documents = cloud.documents();
    long ofNeighbour = documents.count(Query.in(SECURITY).whereEqual("uid", NEIGHBOUR.value()));
    return documents.count(Query.in(SECURITY)) - ofNeighbour;
  }

  /** Everything of the neighbour, byte for byte, by where it is. */
  static Map<String, Object> ofNeighbour(Cloud cloud) throws IOException {
    Map<String, Object> all = new TreeMap<>();
    Documents documents = cloud.documents();
    List<DocumentPath> beneath = new ArrayList<>(roots(NEIGHBOUR));
    beneath.addAll(documents.descendants(roots(NEIGHBOUR), Optional.empty(), PAGE));
    for (DocumentPath each : beneath) {
      documents.get(each).ifPresent(it -> all.put(it.path().value(), it));
    }
    for (CollectionPath each : List.of(ERRORS, SECURITY, CUSTOMERS)) {
      for (Document it :
          documents.find(Query.in(each).whereEqual("uid", NEIGHBOUR.value()).limit(PAGE))) {
        all.put(it.path().value(), it);
      }
    }
    for (Blob each : objects(cloud, NEIGHBOUR)) {
      try (InputStream in = cloud.blobs().read(each, 0)) {
        all.put(each.id().name(), List.of(each, ByteBuffer.wrap(in.readAllBytes())));
      }
    }
    all.put("account", cloud.accounts().get(NEIGHBOUR));
    return all;
  }
}
