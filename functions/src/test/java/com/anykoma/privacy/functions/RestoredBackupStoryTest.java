package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that subjects and keys in a restored backup are erased again by their tombstones. */
@ParameterizedClass(name = "everything is delivered twice: {0}")
@ValueSource(booleans = {false, true})
final class RestoredBackupStoryTest extends ErasureStoryFixture {
  @Test
  @Keeps({"P20", "E18"})
  void erasesSubjectsOfRestoredMainDatabaseAgain() {
    Map<String, Document> backup = stack.everything();
    stack.accountDeleted(u1);
    stack.settle();
    Map<String, Document> other = documentsOfTheOther();
    restore(backup);
    assertThat(stack.tracesOf(u1)).isNotEmpty();

    stack.task("replay-tombstones", Map.of());
    stack.settle();

    assertThat(stack.tracesOf(u1)).isEmpty();
    assertThat(documentsOfTheOther().keySet()).isEqualTo(other.keySet());
    assertThat(stack.tracesOf(u10)).contains("account");
  }

  /** Restores the earlier state; later documents, also tombstones, are lost. */
  private void restore(Map<String, Document> backup) {
    stack
        .cloud
        .documents()
        .delete(stack.everything().keySet().stream().map(DocumentPath::new).toList());
    backup.forEach((path, document) -> put(path, document.fields()));
    stack.forgetChanges();
  }

  @Test
  @Keeps({"P20", "E18"})
  void destroysKeysOfRestoredKeysDatabaseAgain() {
    List<Document> backup = keys();
    stack.accountDeleted(u1);
    stack.settle();
    long destroyed = keys().stream().filter(it -> it.fields().has("destroyedAt")).count();
    for (Document each : backup) {
      stack.cloud.keys().set(each.path(), each.fields());
    }

    stack.task("replay-tombstones", Map.of());
    stack.settle();

    assertThat(keys().stream().filter(it -> it.fields().has("destroyedAt")))
        .hasSize((int) destroyed);
    assertThat(keys().stream().filter(it -> it.fields().has("wrapped"))).hasSize(1);
  }

  private List<Document> keys() {
    return stack.cloud.keys().find(Query.in(new CollectionPath("keys")));
  }

  @Test
  @Keeps({"P20", "E18"})
  void unreadableTombstoneDoesNotStopReplay() {
    List<Document> backup = keys();
    stack.accountDeleted(u1);
    stack.settle();
    put("tombstones/!1", Fields.empty().with("epoch", 0L));
    put("tombstones/!2", Fields.empty().with("epoch", 0L).with("order", "first"));
    for (Document each : backup) {
      stack.cloud.keys().set(each.path(), each.fields());
    }

    stack.task("replay-tombstones", Map.of());
    stack.settle();

    assertThat(keys().stream().filter(it -> it.fields().has("wrapped"))).hasSize(1);
  }
}
