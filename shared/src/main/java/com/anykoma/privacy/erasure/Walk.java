package com.anykoma.privacy.erasure;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a walk through a store stands: it goes page by page, each page a task that names the next,
 * so that it needs little memory and goes on where it was broken off.
 *
 * @param run names the walk as a whole
 * @param phase what is walked through
 * @param page counts from 0 over all phases
 * @param token where in the phase; empty at its beginning
 */
record Walk(String run, String phase, int page, Optional<String> token) {
  private static final String RUN = "run";
  private static final String PHASE = "phase";
  private static final String PAGE = "page";
  private static final String TOKEN = "token";

  public Walk {
    Objects.requireNonNull(run);
    Objects.requireNonNull(phase);
    Objects.requireNonNull(token);
  }

  /** The walk that a task tells to go on; a new one when it says nothing of any. */
  static Walk of(Task task, String firstPhase) {
    Map<String, String> told = task.attributes();
    if (!told.containsKey(PHASE)) {
      return new Walk(task.id(), firstPhase, 0, Optional.empty());
    }
    try {
      return new Walk(
          told.getOrDefault(RUN, ""),
          told.getOrDefault(PHASE, ""),
          Integer.parseInt(told.getOrDefault(PAGE, "")),
          Optional.ofNullable(told.get(TOKEN)));
    } catch (NumberFormatException e) {
      throw new PermanentFailure("a task's attribute " + PAGE + " is no number");
    }
  }

  /**
   * The page of documents where the walk stands, in a phase that is named for its collection.
   *
   * @param limit how many are on a page that is not the last
   */
  Page<Document> documents(Documents documents, int limit) {
    CollectionPath collection = new CollectionPath(phase);
    Query first = Query.in(collection).limit(limit);
    List<Document> found =
        documents.find(
            token.map(id -> first.after(Document.at(collection.existing(id)))).orElse(first));
    return new Page<>(
        found,
        found.size() < limit
            ? Optional.empty()
            : Optional.of(found.get(found.size() - 1).path().id()));
  }

  /** What comes after a page; empty at the end of the walk. */
  Optional<Walk> after(Page<?> page, List<String> phases) {
    if (page.next().isPresent()) {
      return Optional.of(new Walk(run, phase, this.page + 1, page.next()));
    }
    int at = phases.indexOf(phase) + 1;
    return at < phases.size()
        ? Optional.of(new Walk(run, phases.get(at), this.page + 1, Optional.empty()))
        : Optional.empty();
  }

  /** The task to go on from here. */
  Task task(String topic) {
    Map<String, String> attributes =
        new HashMap<>(Map.of(RUN, run, PHASE, phase, PAGE, Integer.toString(page)));
    token.ifPresent(it -> attributes.put(TOKEN, it));
    return new Task(topic, topic + "-" + run + "-" + page, attributes);
  }
}
