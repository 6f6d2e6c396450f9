package com.anykoma.privacy.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.google.FirestoreDocuments;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests Firestore's adapter beyond the contract: large numbers and failures. */
final class FirestoreFailuresIT {
  private static final int MANY = 1_100;
  private static final Fields SOME = Fields.empty().with("n", 1L);

  private static FirestoreDocuments open() {
    return FirestoreDocuments.open(Session.settings(Service.FIRESTORE, Session.firestore().uri()));
  }

  @Test
  @Keeps({"P20", "E23"})
  void deletesMoreThanOneRequestAndNoNeighbour() {
    try (FirestoreDocuments documents = open()) {
      CollectionPath many = new CollectionPath(Session.unique("many"));
      CollectionPath neighbours = new CollectionPath(many.value() + "0");
      List<DocumentPath> paths =
          IntStream.range(0, MANY).mapToObj(i -> many.document("d" + i)).toList();
      documents.create(neighbours.document("d1"), SOME);
      for (int from = 0; from < MANY; from += 500) {
        List<DocumentPath> some = paths.subList(from, Math.min(MANY, from + 500));
        documents.transact(
            tx -> {
              some.forEach(each -> tx.set(each, SOME));
              return true;
            });
      }

      assertThat(documents.count(Query.in(many))).isEqualTo(MANY);
      assertThat(documents.find(Query.in(many).limit(Query.MAX_LIMIT))).hasSize(MANY);
      assertThat(paged(documents, Query.in(many).orderBy("n").limit(400)))
          .hasSize(MANY)
          .doesNotHaveDuplicates();

      documents.delete(paths);

      assertThat(documents.count(Query.in(many))).isZero();
      assertThat(documents.count(Query.in(neighbours))).isEqualTo(1);
    }
  }

  @Test
  @Keeps({"P20", "E24"})
  void tenThousandDescendantsAreOnePage() {
    try (FirestoreDocuments documents = open()) {
      DocumentPath root = DocumentPath.of(Session.unique("many"), "u1");
      List<DocumentPath> paths =
          IntStream.range(0, 10_001)
              .mapToObj(i -> root.child("items", "d" + (10_000 + i)).child("parts", "p"))
              .toList();
      for (int from = 0; from < paths.size(); from += 500) {
        List<DocumentPath> some = paths.subList(from, Math.min(paths.size(), from + 500));
        documents.transact(
            tx -> {
              some.forEach(each -> tx.set(each, SOME));
              return true;
            });
      }
      List<DocumentPath> first = documents.descendants(List.of(root), Optional.empty(), 10_000);

      assertThat(first).isEqualTo(paths.subList(0, 10_000));
      assertThat(documents.descendants(List.of(root), Optional.of(first.get(9_999)), 10_000))
          .containsExactly(paths.get(10_000));

      documents.delete(paths);
    }
  }

  @Test
  void pageTokenOfAnotherListingFailsPermanently() {
    try (FirestoreDocuments documents = open()) {
      assertThatThrownBy(
              () -> documents.ids(new CollectionPath("users"), Optional.of("garbage"), 10))
          .isInstanceOf(PermanentFailure.class)
          .hasNoCause()
          .hasMessage("Firestore refuses to list documents: INVALID_ARGUMENT");
    }
  }

  private static List<DocumentPath> paged(FirestoreDocuments documents, Query query) {
    List<DocumentPath> all = new ArrayList<>();
    Optional<Document> last = Optional.empty();
    do {
      List<Document> page = documents.find(last.map(query::after).orElse(query));
      page.forEach(each -> all.add(each.path()));
      last = page.isEmpty() ? Optional.empty() : Optional.of(page.get(page.size() - 1));
    } while (last.isPresent());
    return all;
  }

  @Test
  @Keeps("P17")
  void tooLargeDocumentFailsPermanentlyWithoutItsName() {
    try (FirestoreDocuments documents = open()) {
      DocumentPath path = DocumentPath.of("users", "ada-lovelace");

      assertThatThrownBy(
              () -> documents.create(path, Fields.empty().with("text", "x".repeat(1_100_000))))
          .isInstanceOf(PermanentFailure.class)
          .hasNoCause()
          .message()
          .doesNotContain("ada");
    }
  }

  @Test
  @Keeps("P17")
  void timeoutIsTransientAndContainsNoIdentifiers() {
    try (FirestoreDocuments documents =
        FirestoreDocuments.open(
            Session.settings(Service.FIRESTORE, EmulatorProcess.freeEndpoint()))) {
      assertThatThrownBy(() -> documents.create(DocumentPath.of("users", "ada"), SOME))
          .isInstanceOf(CloudFailure.class)
          .hasNoCause()
          .hasMessage("Firestore did not commit: UNAVAILABLE");
    }
  }

  @Test
  void transactionRethrowsItsException() {
    try (FirestoreDocuments documents = open()) {
      DocumentPath path = DocumentPath.of(Session.unique("users"), "u1");
      documents.create(path, SOME);

      assertThatThrownBy(
              () ->
                  documents.transact(
                      tx -> {
                        tx.read(path);
                        throw new PermanentFailure("of the work's own");
                      }))
          .isInstanceOf(PermanentFailure.class)
          .hasMessage("of the work's own");
      assertThat(documents.update(path, documents.get(path).orElseThrow().updateTime(), SOME))
          .isTrue();
    }
  }
}
