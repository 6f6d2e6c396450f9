package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.anykoma.privacy.Keeps;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which texts are customer ids, and the document ids for them. */
class BillingCustomerTest {
  private static final List<String> ODD =
      List.of(
          "ann+shop@example.test",
          "user|17",
          "user 17",
          "caf\u00e9",
          "cafe\u0301",
          "a/b",
          ".",
          "..",
          "__id5__",
          "~cus_1",
          "_cus",
          "a\u0000b",
          "\ud83d\ude00".repeat(255));

  @Test
  void acceptsIdsThatMerchantsChoose() {
    assertThat(ODD).allMatch(BillingCustomer::isId);
    assertThat(List.of("", "c".repeat(256), "\ud800")).noneMatch(BillingCustomer::isId);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cus_1", "cus.1-x:y", "17", "a"})
  void plainIdIsItsDocumentId(String id) {
    assertThat(BillingCustomer.documentId(id)).isEqualTo(id);
  }

  @Test
  @Keeps("E23")
  void otherIdsAreHashedIntoDistinctDocumentIds() {
    List<String> ids = ODD.stream().map(BillingCustomer::documentId).toList();

    assertThat(ids).doesNotHaveDuplicates().allMatch(it -> it.startsWith("~"));
    assertThat(ids).allMatch(it -> it.length() == 44);
    assertThat(String.join("", ids)).doesNotContain("example", "17");
    assertThatCode(() -> ids.forEach(DocumentPath::requireId)).doesNotThrowAnyException();
    assertThat(ids.stream().map(BillingCustomer::documentId).collect(Collectors.toSet()))
        .doesNotContainAnyElementsOf(ids);
  }
}
