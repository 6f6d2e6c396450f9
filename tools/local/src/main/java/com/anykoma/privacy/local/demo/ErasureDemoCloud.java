package com.anykoma.privacy.local.demo;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.local.cloud.FunctionCalls;
import com.anykoma.privacy.local.host.LocalCloud;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The demo's actions of deletion and erasure, and a search for remaining data.
 *
 * @param settle waits until the functions have processed all events
 */
record ErasureDemoCloud(LocalCloud local, Runnable settle) {
  private Cloud cloud() {
    return local.cloud();
  }

  /**
   * Deletes or restores an item such as {@code images/i1}, as the app does: it sets or removes
   * {@code deletedAt}.
   */
  void setDeletedAt(String uid, String item, Optional<Instant> deletedAt) {
    DocumentPath path = new DocumentPath("users/" + uid + "/" + item);
    local
        .documents()
        .transact(
            tx -> {
              Fields fields = tx.read(path).orElseThrow().fields().without("deletedAt");
              tx.set(path, fields.with("deletedAt", deletedAt));
              return true;
            });
    settle.run();
  }

  /** Calls EraseAccount as a person; returns the status and body of the answer. */
  String eraseAccount(String uid, String method) {
    String token = local.platform().idToken(new SubjectId(uid)).orElseThrow();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(local.host().uriOf(DeployedFunction.ERASE_ACCOUNT.functionName()))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                method.equals("POST")
                    ? BodyPublishers.ofString("{\"confirm\": \"erase\"}")
                    : BodyPublishers.noBody());
    HttpResponse<String> answer = FunctionCalls.send(request, BodyHandlers.ofString());
    settle.run();
    return answer.statusCode() + " " + answer.body();
  }

  /** The fulfilled orders of a collection, which contain no identifiers, newest first. */
  List<RemovalOrder> fulfilled(String collection) {
    return local.documents().find(Query.in(new CollectionPath(collection))).stream()
        .map(RemovalOrder::of)
        .filter(it -> it.fulfilledAt().isPresent() && it.subject().isEmpty())
        .sorted((one, other) -> other.requestedAt().compareTo(one.requestedAt()))
        .toList();
  }

  /** Finds all data of a person: documents, also under missing parents, objects and the account. */
  List<String> traces(String uid) {
    List<String> traces = new ArrayList<>();
    for (String root : List.of("users", "subjects")) {
      DocumentPath path = DocumentPath.of(root, uid);
      local.documents().get(path).map(Document::path).ifPresent(it -> traces.add(it.value()));
      local.documents().descendants(List.of(path), Optional.empty(), 1_000).stream()
          .map(DocumentPath::value)
          .forEach(traces::add);
    }
    for (String collection : List.of("corpus", "customers", "purges", "erasures")) {
      local
          .documents()
          .find(Query.in(new CollectionPath(collection)).whereEqual("uid", uid))
          .forEach(it -> traces.add(it.path().value()));
    }
    for (String bucket : List.of("uploads", "content")) {
      cloud()
          .blobs()
          .listGenerations(bucket, "users/" + uid + "/", Optional.empty(), 1_000)
          .items()
          .forEach(it -> traces.add(bucket + ":" + it.id().name()));
    }
    cloud().accounts().get(new SubjectId(uid)).ifPresent(it -> traces.add("account"));
    return traces;
  }
}
