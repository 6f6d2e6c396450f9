package com.anykoma.privacy.functions;

import static com.anykoma.privacy.functions.Stack.NOW;
import static com.anykoma.privacy.functions.StripeJson.event;
import static com.anykoma.privacy.functions.StripeJson.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.log.LogEntry;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.subject.Objection.Signal;
import com.google.gson.JsonObject;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the functions write only collections and fields of the data map. */
@Keeps({"P2", "P11", "P12"})
final class ClosedWorldTest {
  private static final long T = NOW.getEpochSecond() - 1000;

  @TempDir Path directory;

  @Test
  void everyFlowWritesOnlyDeclaredFields() throws Exception {
    try (Stack stack = new Stack(directory)) {
      SubjectId zoe = stack.signUp("zoe");
      SubjectId max = stack.signUp("max");
      create(stack, "users/zoe/prompts/p1");
      create(stack, "users/max/stories/s1");
      stack.wiring.services().consent().signal(max, Signal.OBJECTION, true, NOW);
      stack.send(event("evt_1", "customer.subscription.created", T, subscriptionOf("cus_1")));
      stack.send(event("evt_2", "invoice.paid", T, StripeJson.invoice("in_1", "cus_2", "sub_2")));
      stack.send(event("evt_3", "customer.updated", T, StripeJson.customer("cus_1", "zoe")));
      stack.send(event("evt_4", "customer.created", T, StripeJson.customer("cus_3", "max")));
      stack.runTasks();
      stack.upload(max, "i1", "image/png", new byte[100]);
      stack
          .wiring
          .services()
          .holds()
          .place(new DocumentPath("users/max/stories/s1"), "case 7", NOW.plusSeconds(60));
      stack.write("users/max/prompts/p1", Fields.empty().with("deletedAt", NOW));
      stack.task("sweep", Map.of());
      stack.wiring.services().erasures().begin(zoe, "account-deleted");
      stack.runTasks();

      assertThat(stack.wiring.services().attest().take(Long.MAX_VALUE).counts())
          .extracting(LogEntry::toString)
          .contains(
              "complete=true",
              "unlistedFields=0",
              "overAge=0",
              "withoutSubject=0",
              "unlistedCollections=0");
      Set<String> collections = new TreeSet<>();
      for (Document each : stack.everything().values()) {
        collections.add(each.path().collection().id());
        assertThat(stack.wiring.dataMap().violation(each)).as(each.path().toString()).isEmpty();
      }
      List<Document> keys = stack.cloud.keys().find(Query.in(new CollectionPath("keys")));
      assertThat(keys)
          .hasSize(4)
          .allSatisfy(
              each ->
                  assertThat(stack.wiring.dataMap().violation(Place.Documents.KEYS, each))
                      .isEmpty());
      assertThat(collections)
          .contains(
              "seals",
              "subjects",
              "consents",
              "items",
              "customers",
              "stripeEvents",
              "corpus",
              "tombstones",
              "fences",
              "erasures",
              "purges",
              "holds");
    }
  }

  @Test
  void undeclaredFieldRaisesAlarmWithoutIdentifiers() throws Exception {
    try (Stack stack = new Stack(directory);
        LogLines log = new LogLines()) {
      DocumentPath path = DocumentPath.of("users", "zoe");
      stack.cloud.documents().create(path, Fields.empty().with("Marker-phone", "Marker"));
      Document account = stack.cloud.documents().get(path).orElseThrow();

      stack
          .wiring
          .services()
          .consent()
          .accountWritten(
              new SubjectId("zoe"),
              new DocumentChange(path, Optional.empty(), Optional.of(account)));

      assertThat(log.lines()).anyMatch(line -> line.contains("alarm") && line.contains("fields=1"));
      assertThat(log.lines()).noneMatch(line -> line.contains("Marker"));
    }
  }

  @Test
  void censusAlarmsOnceWithoutIdentifiersAndSucceeds() {
    try (Stack stack = new Stack(directory);
        LogLines log = new LogLines()) {
      stack.task("attest", Map.of());
      assertThat(ofCensus(log)).hasSize(1).noneMatch(line -> line.contains("alarm"));

      stack.cloud.documents().create(DocumentPath.of("Marker", "Marker"), Fields.empty());
      stack.later(Duration.ofDays(7));
      stack.task("attest", Map.of());

      assertThat(ofCensus(log)).hasSize(2);
      assertThat(ofCensus(log).get(1)).startsWith("alarm: ").contains("unlistedCollections=1");
      assertThat(log.lines()).noneMatch(line -> line.contains("Marker"));
    }
  }

  private static List<String> ofCensus(LogLines log) {
    return log.lines().stream().filter(each -> each.contains("census")).toList();
  }

  @Test
  void failedCensusIsNotAFinding() {
    UnaryOperator<Documents> broken =
        documents ->
            (Documents)
                Proxy.newProxyInstance(
                    Documents.class.getClassLoader(),
                    new Class<?>[] {Documents.class},
                    (proxy, method, arguments) -> {
                      throw new IllegalStateException("the store is down");
                    });
    try (Stack stack = new Stack(directory, broken);
        LogLines log = new LogLines()) {
      assertThatThrownBy(() -> stack.task("attest", Map.of())).hasMessage("the store is down");

      assertThat(log.lines()).isEmpty();
    }
  }

  private static JsonObject subscriptionOf(String customer) {
    return subscription("sub_1", customer, "active", "pro_monthly", T + 2_000_000);
  }

  private static void create(Stack stack, String path) {
    DocumentPath content = new DocumentPath(path);
    stack.cloud.documents().create(content, Fields.empty().with("text", "a cat"));
    stack
        .wiring
        .services()
        .stamping()
        .written(
            new DocumentChange(content, Optional.empty(), stack.cloud.documents().get(content)));
  }
}
