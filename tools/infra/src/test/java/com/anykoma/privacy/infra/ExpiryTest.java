package com.anykoma.privacy.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks the TTL policies of Firestore. */
final class ExpiryTest {
  /** TTL policies only save work: the sweep expires the same records by the data map (P21). */
  @Test
  void dataMapExpiresEveryCollectionWithTtl() throws Exception {
    Path file = InfraFiles.ofProject().module().resolve("records.indexes.json");
    List<JsonObject> expiring = new ArrayList<>();
    for (JsonElement each :
        JsonParser.parseString(Files.readString(file))
            .getAsJsonObject()
            .getAsJsonArray("fieldOverrides")) {
      if (each.getAsJsonObject().has("ttl")) {
        expiring.add(each.getAsJsonObject());
      }
    }

    assertThat(expiring)
        .isNotEmpty()
        .allSatisfy(
            each ->
                assertThat(FixtureProduct.MAP.locations())
                    .anyMatch(
                        it ->
                            it.name().equals(each.get("collectionGroup").getAsString())
                                && it.expiry().isPresent()
                                && it.fields().stream()
                                    .anyMatch(
                                        field ->
                                            field
                                                .name()
                                                .equals(each.get("fieldPath").getAsString()))));
  }
}
