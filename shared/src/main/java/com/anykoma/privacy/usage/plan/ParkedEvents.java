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

/** Finds parked events whose customer is known, so that lost redrive tasks are published again. */
public record ParkedEvents(Documents documents) {
  /** Returns known customers of a page of parked events, in the order of the events' ids. */
  public Page<String> knownCustomers(Optional<String> token, int limit) {
    Query parked =
        Query.in(OwnCollections.STRIPE_EVENTS)
            .whereEqual(StripeEvents.STATE, StripeEvents.PARKED)
            .limit(limit);
    Page<Document> page = Pages.read(documents, parked, token);
    Set<String> customers = new LinkedHashSet<>();
    page.items()
        .forEach(each -> each.fields().string(StripeEvents.CUSTOMER).ifPresent(customers::add));
    List<String> candidates = List.copyOf(customers);
    List<Optional<Document>> known =
        documents.getAll(candidates.stream().map(CustomerOwner::path).toList());
    List<String> found = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      if (known.get(i).isPresent()) {
        found.add(candidates.get(i));
      }
    }
    return new Page<>(found, page.next());
  }

  /** Creates the task, with this suffix of its id, that applies a customer's parked events. */
  public static Task redrive(String customer, String key) {
    return new Task(
        Topic.REDRIVE, Topic.REDRIVE.storedName() + "-" + key, new CustomerKnown(customer));
  }
}
