package com.anykoma.privacy.collection.census;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Fields;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests that a census reports fields that are not in the data map. */
@Keeps({"P2", "P11", "P12", "P13", "P14", "P15", "P21"})
final class CensusFieldsTest extends CensusFixture {
  @Test
  void unlistedFieldIsReportedWithItsLocation() {
    put("users/u1", Map.of("photoURL", "x", "phone", "y"));
    put("users/u2", Map.of("photoURL", "x", "gpc", true));
    put("users/u3", Map.of("email", "x"));
    put("users/u1/prompts/p1", Map.of("text", "x", "a.b", 1));

    Census census = census();

    assertThat(at(census, "users"))
        .isEqualTo(new LocationCount("users", 3, 2, List.of("phone", "photoURL"), 0, 0));
    assertThat(at(census, "prompts").unlistedFields()).containsExactly("`a.b`");
    assertThat(census.clean()).isFalse();
  }

  @Test
  void unlistedFieldInMapsAndListsIsReported() {
    put("accounts/none", Map.of());
    put("subjects/u1/items/i1", Map.of("item", Map.of("secret", 1)));
    put("corpus/c1", Map.of("uid", "u1", "state", List.of(Map.of("why", 1))));
    put("purges/p1", Map.of("uid", "u1", "removed", 7L));

    Census census = census();

    assertThat(at(census, "items").unlistedFields()).containsExactly("item.secret");
    assertThat(at(census, "corpus").unlistedFields()).containsExactly("state.why");
    assertThat(at(census, "purges").clean()).isTrue();
  }

  @Test
  void unlistedFieldInTheKeyDatabaseIsReported() {
    put(cloud.keys(), "keys/k", Fields.of(Map.of("wrapped", Bytes.of(new byte[1]), "uid", "u1")));

    assertThat(at("keys").unlistedFields()).containsExactly("uid");
  }

  @Test
  void readsDocumentsOfAllPages() {
    for (int i = 0; i < 1_001; i++) {
      put("users/u" + i % 9 + "/prompts/p" + i, i == 1_000 ? Map.of("odd", 1) : Map.of());
    }

    assertThat(at("prompts"))
        .isEqualTo(new LocationCount("prompts", 1_001, 1, List.of("odd"), 0, 0));
  }

  @Test
  void fieldNamesAreSorted() {
    IntStream.iterate(9, i -> i >= 0, i -> i - 1)
        .forEach(i -> put("users/u" + (9 - i), Map.of("f" + i, 1)));

    assertThat(at("users").unlistedFields()).isSorted().hasSize(10);
  }
}
