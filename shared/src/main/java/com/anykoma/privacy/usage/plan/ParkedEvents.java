package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.CustomerKnown;
import com.anykoma.privacy.platform.Topic;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the parked events whose customer is known by now, because a task to apply them was lost.
 */
public record ParkedEvents(Documents documents) {
  /**
   * The customers that are known, of a page of parked events in the order of their ids.
   *
   * @param token where the page begins, as the page before told
   * @param limit how many events at most
   */
  public Page<String> knownCustomers(Optional<String> token, int limit) {
    Query parked =
        Query.in(OwnCollections.STRIPE_EVENTS)
            .whereEqual(StripeEvents.STATE, StripeEvents.PARKED)
            .limit(limit);
    Page<Document> page = Pages.read(documents, parked, token);
    Set<String> customers = new LinkedHashSet<>();
    page.items()
        .forEach(each -> each.fields().string(StripeEvents.CUSTOMER).ifPresent(customers::add));
    List<String> asked = List.copyOf(customers);
    List<Optional<Document>> known =
        documents.getAll(asked.stream().map(CustomerOwner::path).toList());
    List<String> found = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      if (known.get(i).isPresent()) {
        found.add(asked.get(i));
      }
    }
    return new Page<>(found, page.next());
  }

  /**
   * The task that applies the events of a customer.
   *
   * @param key makes its id
   */
  public static Task redrive(String customer, String key) {
    return new Task(Topic.REDRIVE, Topic.REDRIVE.word() + "-" + key, new CustomerKnown(customer));
  }
}
