package com.anykoma.privacy.local.product;

import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.collection.datamap.Place;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.time.Period;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A location of log entries that expire, each with a person's uid and IP address.
 *
 * @param address the field with the IP address, which is truncated
 */
public record SampleLog(Location location, DataField address) {
  public SampleLog {
    Objects.requireNonNull(location);
    Objects.requireNonNull(address);
  }

  /** The location as such a log; empty if it is none. */
  static Optional<SampleLog> of(Location location) {
    boolean isLog =
        location.role() == LocationRole.LOG
            && location.place() instanceof Place.Documents in
            && in.path().ids().size() == 1
            && location.subject() instanceof SubjectLocator.InField
            && location.expiry().isPresent();
    return location.fields().stream()
        .filter(each -> isLog && each.truncate().isPresent() && each.segments().size() == 1)
        .findFirst()
        .map(address -> new SampleLog(location, address));
  }

  /** Its name in the data map. */
  public String name() {
    return location.name();
  }

  /** The age at which the IP address is truncated. */
  public Period truncation() {
    return address.truncate().orElseThrow();
  }

  /** The age at which an entry is deleted. */
  public Period maxAge() {
    return location.expiry().orElseThrow().maxAge().orElseThrow();
  }

  /** The path of an entry. */
  public DocumentPath entry(String id) {
    PathPattern pattern = location.place().pattern().orElseThrow();
    return new DocumentPath(pattern.fill(Map.of(pattern.lastId(), id)));
  }

  /** The fields of an entry. */
  public Fields fields(String uid, Instant createdAt, String ip) {
    return Fields.empty()
        .with(((SubjectLocator.InField) location.subject()).field(), uid)
        .with(location.ageField().orElseThrow(), createdAt)
        .with(address.name(), ip);
  }
}
