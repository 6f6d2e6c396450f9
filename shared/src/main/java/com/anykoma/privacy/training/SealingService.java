package com.anykoma.privacy.training;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.datamap.DataMap;
import com.anykoma.privacy.plan.PlanService;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a subject's content in line with what their plan protects, after it has changed: seals
 * what an upgrade covers. Nothing is opened for good by a downgrade: what was sealed stays sealed
 * (P10, E2). A page of documents a task; safe to repeat and to overlap.
 */
public final class SealingService {
  /** How many documents a task looks at before it leaves the rest to the next. */
  static final int MOST_A_TASK = 200;

  private static final int PAGE = 100;

  /** What a task's attribute can hold. */
  private static final int MOST_BYTES = 1024;

  private final Documents documents;
  private final DataMap dataMap;
  private final ContentService content;
  private final Tasks tasks;

  public SealingService(Documents documents, DataMap dataMap, ContentService content, Tasks tasks) {
    this.documents = documents;
    this.dataMap = dataMap;
    this.content = content;
    this.tasks = tasks;
  }

  /**
   * Does a task of the topic {@link PlanService#SEAL}: the first of a run leads to one for each of
   * the subject's collections, and each of these looks through some of it and leaves the rest to
   * the next.
   */
  public void seal(SubjectId subject, Task task) {
    String run = task.attributes().getOrDefault("run", task.id());
    Optional<String> collection = Optional.ofNullable(task.attributes().get("collection"));
    if (collection.isPresent()) {
      Optional<String> after = Optional.ofNullable(task.attributes().get("after"));
      resume(subject, run, new Place(collection.get(), after, pageOf(task)));
    } else {
      begin(subject, run);
    }
  }

  private static int pageOf(Task task) {
    try {
      return Integer.parseInt(task.attributes().getOrDefault("page", "0"));
    } catch (NumberFormatException e) {
      throw new PermanentFailure("a task's page is not a number");
    }
  }

  /**
   * Where in a subject's content a task goes on.
   *
   * @param collection its id
   * @param after the last document's id that was looked at
   * @param page counts from 0
   */
  private record Place(String collection, Optional<String> after, int page) {
    Place next(Document last) {
      return new Place(collection, Optional.of(last.path().id()), page + 1);
    }
  }

  private void begin(SubjectId subject, String run) {
    tasks.publish(
        dataMap.stampedOf(subject).stream()
            .map(each -> task(subject, run, new Place(each.id(), Optional.empty(), 0)))
            .toList());
  }

  private void resume(SubjectId subject, String run, Place place) {
    CollectionPath collection =
        dataMap.stampedOf(subject).stream()
            .filter(each -> each.id().equals(place.collection()))
            .findFirst()
            .orElseThrow(() -> new PermanentFailure("datamap.yaml stamps no such collection"));
    Query all = Query.in(collection).limit(PAGE);
    List<RuntimeException> failures = new ArrayList<>();
    Optional<Document> last = place.after().map(id -> Document.at(collection.existing(id)));
    int looked = 0;
    boolean more = true;
    while (more) {
      List<Document> page = documents.find(last.map(all::after).orElse(all));
      page.forEach(each -> lookAt(subject, each, failures));
      looked += page.size();
      last = page.stream().reduce((a, b) -> b);
      more = last.isPresent() && (looked < MOST_A_TASK || !fits(last.get()));
    }
    last.ifPresent(it -> tasks.publish(List.of(task(subject, run, place.next(it)))));
    failures.stream().reduce(SealingService::worse).ifPresent(SealingService::rethrow);
  }

  private void lookAt(SubjectId subject, Document each, List<RuntimeException> failures) {
    try {
      content.lookAgain(subject, dataMap.locationOf(each.path()).orElseThrow(), each);
    } catch (RuntimeException e) {
      failures.add(e);
    }
  }

  private static boolean fits(Document last) {
    return last.path().id().getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
  }

  /** What trying again can help must not be hidden by what it cannot. */
  private static RuntimeException worse(RuntimeException one, RuntimeException other) {
    return one instanceof PermanentFailure ? other : one;
  }

  private static void rethrow(RuntimeException e) {
    throw e;
  }

  private static Task task(SubjectId subject, String run, Place place) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("subject", subject.value());
    attributes.put("run", run);
    attributes.put("collection", place.collection());
    attributes.put("page", Integer.toString(place.page()));
    place.after().ifPresent(id -> attributes.put("after", id));
    String id = PlanService.SEAL + "-" + run + "-" + place.collection() + "-" + place.page();
    return new Task(PlanService.SEAL, id, attributes);
  }
}
