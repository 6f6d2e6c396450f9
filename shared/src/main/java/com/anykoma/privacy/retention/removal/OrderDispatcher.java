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
 * Dispatches the due orders of one collection as tasks and logs their ages (P20). Shared by
 * erasures, purges and legal holds; a hold has no promised date.
 *
 * @param topic topic of the tasks
 * @param maxPerShard the number of orders of each index shard that one run dispatches
 */
public record OrderDispatcher(
    CollectionPath orders,
    Topic topic,
    int maxPerShard,
    Documents documents,
    Tasks tasks,
    InstantSource clock) {
  /**
   * Dispatches the orders that are due.
   *
   * @param until no further shard is started after this time; the next run continues
   * @return the number of dispatched orders
   * @throws RuntimeException the first failure, after all other orders
   */
  public int dispatch(Instant until) {
    StepRunner steps = new StepRunner();
    List<Document> dispatched =
        new DueIndex(documents, orders).dispatch(tasks, topic, clock, until, maxPerShard, steps);
    OrderAges.log(orders.value(), dispatched, clock.instant());
    steps.throwFailure();
    return dispatched.size();
  }
}
