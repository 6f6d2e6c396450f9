package com.anykoma.privacy.retention.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.DataCategory;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.RetentionClass;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.time.Period;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the truncation of IP addresses in nested fields. */
@Keeps({"P14", "P21"})
final class TruncatedFieldsTest {
  private static final String ADDRESS = "203.0.113.7";
  private static final String NETWORK = "203.0.113.0/24";

  private static DataField field(String name) {
    return new DataField(
        name,
        new DataCategory("user.device.ip_address"),
        DataField.Sealing.NEVER,
        Set.of(Purpose.SECURITY),
        new RetentionClass("log", Optional.of(Period.ofYears(1)), "security"),
        Optional.of(Period.ofDays(30)),
        DataField.Subjects.NO,
        false);
  }

  private static Map<String, @Nullable Object> changes(
      Map<String, Object> before, String... names) {
    List<DataField> fields = Arrays.stream(names).map(TruncatedFieldsTest::field).toList();
    return TruncatedFields.changes(fields, Fields.of(before)).asMap();
  }

  private static Map<String, @Nullable Object> nullField(String name) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put(name, null);
    return map;
  }

  @Test
  void replacesAnAddressAndKeepsOtherFields() {
    assertThat(changes(Map.of("ip", ADDRESS, "event", ADDRESS, "n", 1L), "ip"))
        .isEqualTo(Map.of("ip", NETWORK));
  }

  @Test
  void truncatedAbsentAndNullValuesAreNoChange() {
    assertThat(changes(Map.of("ip", NETWORK), "ip")).isEmpty();
    assertThat(changes(Map.of("event", ADDRESS), "ip")).isEmpty();
    assertThat(TruncatedFields.changes(List.of(field("ip")), Fields.of(nullField("ip"))).asMap())
        .isEmpty();
    assertThat(changes(Map.of("ip.address", ADDRESS), "ip.address")).isEmpty();
  }

  @Test
  void removesValuesThatAreNotAddresses() {
    for (Object each :
        List.of(
            "me@example.com",
            "",
            7L,
            0.5,
            true,
            Instant.EPOCH,
            Bytes.of(new byte[4]),
            Map.of("address", ADDRESS),
            Map.of())) {
      assertThat(changes(Map.of("ip", each), "ip")).as("%s", each).isEqualTo(nullField("ip"));
    }
  }

  @Test
  void truncatesEveryListElement() {
    assertThat(changes(Map.of("ip", List.of(ADDRESS, "::1", "x", NETWORK)), "ip"))
        .isEqualTo(Map.of("ip", Arrays.asList(NETWORK, "::/48", null, NETWORK)));
    assertThat(changes(Map.of("ip", List.of()), "ip")).isEmpty();
  }

  @Test
  void truncatesWithinMapsAndMapsOfLists() {
    Map<String, Object> login = Map.of("ip", ADDRESS, "agent", "x");

    assertThat(changes(Map.of("client", Map.of("net", login)), "client.net.ip"))
        .isEqualTo(Map.of("client", Map.of("net", Map.of("ip", NETWORK, "agent", "x"))));
    assertThat(changes(Map.of("logins", List.of(login, Map.of("agent", "y"))), "logins.ip"))
        .isEqualTo(
            Map.of("logins", List.of(Map.of("ip", NETWORK, "agent", "x"), Map.of("agent", "y"))));
  }

  @Test
  void truncatesEveryMapEntryAtAnyDepth() {
    Map<String, Object> seen =
        Map.of("a", ADDRESS, "b", Map.of("c", ADDRESS, "d", List.of(ADDRESS)), "e", NETWORK);

    assertThat(changes(Map.of("seen", seen), "seen.*"))
        .isEqualTo(
            Map.of(
                "seen",
                Map.of(
                    "a", NETWORK, "b", Map.of("c", NETWORK, "d", List.of(NETWORK)), "e", NETWORK)));
  }

  @Test
  void truncatesTwoFieldsOfOneMapTogether() {
    assertThat(
            changes(
                Map.of("client", Map.of("ip", ADDRESS, "proxy", "::1")),
                "client.ip",
                "client.proxy"))
        .isEqualTo(Map.of("client", Map.of("ip", NETWORK, "proxy", "::/48")));
  }

  @Test
  void leavesValuesOutsideThePath() {
    assertThat(changes(Map.of("client", ADDRESS), "client.ip")).isEmpty();
  }
}
