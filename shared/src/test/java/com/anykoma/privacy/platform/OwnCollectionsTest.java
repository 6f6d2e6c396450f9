package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.Place;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests that the data map describes every collection that the code names. */
final class OwnCollectionsTest {
  @Test
  @Keeps("P11")
  void dataMapDescribesEveryOwnCollection() throws IllegalAccessException {
    Set<String> described =
        FixtureProduct.MAP.locations().stream()
            .filter(each -> each.place() instanceof Place.Documents)
            .flatMap(each -> each.place().pattern().stream())
            .map(pattern -> pattern.segments().get(pattern.segments().size() - 2))
            .collect(Collectors.toSet());
    Set<String> named = new HashSet<>();
    for (Field each : OwnCollections.class.getDeclaredFields()) {
      Object value = each.get(null);
      named.add(value instanceof CollectionPath path ? path.id() : String.valueOf(value));
    }

    assertThat(named).isNotEmpty().isSubsetOf(described);
  }
}
