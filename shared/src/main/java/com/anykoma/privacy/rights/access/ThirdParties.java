package com.anykoma.privacy.rights.access;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.rights.erasure.NamedPeople;
import com.anykoma.privacy.subject.SubjectHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Removes other people's identifiers from a person's data (P22, P24; GDPR 15(4)). */
public final class ThirdParties {
  private final DataMap dataMap;
  private final SubjectHash hash;
  private final List<PathPattern> people;

  /** Replaces other people's ids by keyed hashes. */
  public ThirdParties(DataMap dataMap, SubjectHash hash) {
    this.dataMap = dataMap;
    this.hash = hash;
    this.people =
        dataMap.locations().stream().flatMap(it -> it.root().stream()).distinct().toList();
  }

  /**
   * The listed fields without the other people whom they name. Our records name documents and
   * objects as {@link #nameOf} does.
   */
  Fields removedFrom(SubjectId subject, Location location, Fields document) {
    Fields own = NamedPeople.only(subject, location, dataMap.listedFields(location, document));
    for (Map.Entry<String, @Nullable Object> each : own.asMap().entrySet()) {
      boolean isRecord = location.role() == LocationRole.OWN || location.itemField().isPresent();
      if (isRecord && each.getValue() instanceof String text && text.contains("/")) {
        own = own.with(each.getKey(), nameOf(subject, text));
      }
    }
    return own;
  }

  /**
   * Returns a path without the person's id, and with a pseudonym in place of another person's. The
   * pseudonym of a person is another one in each person's data.
   */
  String nameOf(SubjectId subject, String path) {
    List<String> segments = List.of(path.split("/", -1));
    List<String> name = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      String id = segments.get(i);
      List<String> leading = segments.subList(0, i + 1);
      if (people.stream().noneMatch(it -> it.match(leading).isPresent())) {
        name.add(id);
      } else if (!id.equals(subject.documentId())) {
        name.add("person-" + hash.of("third-party", subject.value() + "/" + id));
      }
    }
    return String.join("/", name);
  }
}
