package com.anykoma.privacy.retention.pseudonym;

import com.anykoma.privacy.DataCategory;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.SharedRule;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.subject.SubjectHash;
import java.util.Optional;
import java.util.Set;

/**
 * Pseudonymises records that outlive the erasure of their subject: the field that identifies the
 * subject becomes a keyed hash, IP addresses become networks, and every other field about a person
 * is removed, including fields that the data map does not list. Event and time fields stay. Lists
 * of other subjects stay where the data map says {@code reassigned}. The result is pseudonymous,
 * not anonymous (P21).
 */
public record Pseudonyms(SubjectHash hash) {
  private static final DataCategory IP_ADDRESS = new DataCategory("user.device.ip_address");
  private static final Set<DataCategory> STAYS =
      Set.of(new DataCategory("system.operations"), new DataCategory("user.behavior"));

  public Fields of(Location location, Fields record) {
    Fields kept = Fields.empty();
    for (DataField each : location.fields()) {
      if (stays(location, each) && record.has(each.name())) {
        kept = kept.with(each.name(), record.value(each.name()));
      } else if (each.category().equals(IP_ADDRESS)) {
        kept =
            kept.with(
                each.name(),
                record
                    .value(each.name())
                    .filter(String.class::isInstance)
                    .flatMap(ip -> NetworkAddress.of((String) ip).map(NetworkAddress::value)));
      }
    }
    Optional<String> key = key(location);
    return key.isEmpty()
        ? kept
        : kept.with(
            key.get(),
            record
                .value(key.get())
                .filter(String.class::isInstance)
                .map(named -> hash.of("pseudonym-" + location.name(), (String) named)));
  }

  /** Other subjects' entries of a list stay; {@code SubjectRemoval} removes the subject's own. */
  private static boolean stays(Location location, DataField field) {
    return STAYS.contains(field.category())
        || (field.listsSubjects() && location.shared().equals(Optional.of(SharedRule.REASSIGNED)));
  }

  private static Optional<String> key(Location location) {
    if (location.subject() instanceof SubjectLocator.InField inField) {
      return Optional.of(inField.field());
    }
    return location.subject() instanceof SubjectLocator.Through through
        ? Optional.of(through.field())
        : Optional.empty();
  }
}
