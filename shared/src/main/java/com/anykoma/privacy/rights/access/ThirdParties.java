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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Removes other people's identifiers from a person's data (P22, P24; GDPR 15(4)). */
final class ThirdParties {
  private static final int ID_LENGTH = 12;

  private final DataMap dataMap;
  private final SubjectHash hash;
  private final List<PathPattern> people;

  ThirdParties(DataMap dataMap, SubjectHash hash) {
    this.dataMap = dataMap;
    this.hash = Objects.requireNonNull(hash);
    this.people =
        dataMap.locations().stream().flatMap(it -> it.root().stream()).distinct().toList();
  }

  /** The listed fields without the other people whom they name. */
  Fields removedFrom(SubjectId subject, Location location, Fields document) {
    Fields own = NamedPeople.only(subject, location, dataMap.listedFields(location, document));
    Map<String, @Nullable Object> renamed = new LinkedHashMap<>();
    own.asMap()
        .forEach(
            (field, value) -> {
              boolean isPath =
                  location.role() == LocationRole.OWN
                      || location.itemField().filter(field::equals).isPresent();
              renamed.put(field, isPath ? renamed(subject, value) : value);
            });
    return Fields.of(renamed);
  }

  /** Replaces the paths of documents and objects in our records by their names. */
  private @Nullable Object renamed(SubjectId subject, @Nullable Object value) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> renamed = new ArrayList<>();
      list.forEach(each -> renamed.add(renamed(subject, each)));
      return renamed;
    }
    return value instanceof String text && text.contains("/") ? nameOf(subject, text) : value;
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
        name.add(
            "person-" + hash.of("third-party", subject.value() + "/" + id).substring(0, ID_LENGTH));
      }
    }
    return String.join("/", name);
  }
}
