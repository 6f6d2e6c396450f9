package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.work.DueIndex;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Hands out the orders of one collection that are due, as tasks, and logs how old they are (P20).
 * Erasures, purges and legal holds share it; a hold has no promised date.
 *
 * @param topic of the tasks that carry the orders out
 * @param maxPerShard how many orders of each part of the index one run hands out
 */
public record OrderDispatcher(
    CollectionPath orders,
    Topic topic,
    int maxPerShard,
    Documents documents,
    Tasks tasks,
    InstantSource clock) {
  /**
   * Hands out the orders that are due.
   *
   * @param until when no more are begun to be handed out; the next run goes on
   * @return how many
   * @throws RuntimeException the first failure, when all else is done
   */
  public int dispatch(Instant until) {
    StepRunner steps = new StepRunner();
    List<Document> handed =
        new DueIndex(documents, orders).dispatch(tasks, topic, clock, until, maxPerShard, steps);
    OrderAges.tell(orders.value(), handed, clock.instant());
    steps.throwFailure();
    return handed.size();
  }
}
