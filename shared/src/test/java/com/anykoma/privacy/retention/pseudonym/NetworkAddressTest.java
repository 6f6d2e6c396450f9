package com.anykoma.privacy.retention.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the truncation of IP addresses to networks. */
@Keeps({"P14", "P21"})
@Tag("slow")
final class NetworkAddressTest {
  private static final int ROUNDS = 20_000;
  private static final long SEED = 20261122;

  private static Optional<String> truncate(String address) {
    return NetworkAddress.of(address).map(NetworkAddress::value);
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.0/24",
    "203.0.113.0, 203.0.113.0/24",
    "203.0.113.255, 203.0.113.0/24",
    "0.0.0.0, 0.0.0.0/24",
    "255.255.255.255, 255.255.255.0/24",
    "127.0.0.1, 127.0.0.0/24",
    "203.0.113.7:443, 203.0.113.0/24",
    "203.0.113.7:0, 203.0.113.0/24",
  })
  void truncatesIpv4AddressesTo24Bits(String address, String network) {
    assertThat(truncate(address)).contains(network);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2:3:4:5:6, 2001:db8:1::/48",
    "2001:0DB8:0001:0002:0003:0004:0005:0006, 2001:db8:1::/48",
    "2001:db8::1, 2001:db8::/48",
    "2001:db8:0:1::, 2001:db8::/48",
    "2001::1, 2001::/48",
    "0:0:1:2::, 0:0:1::/48",
    "1:0:2:3:4:5:6:7, 1:0:2::/48",
    "::, ::/48",
    "::1, ::/48",
    "1::, 1::/48",
    "1:2:3:4:5:6:7::, 1:2:3::/48",
    "::2:3:4:5:6:7:8, 0:2:3::/48",
    "64:ff9b::203.0.113.7, 64:ff9b::/48",
    "2001:db8:1::203.0.113.7, 2001:db8:1::/48",
    "1:2:3:4:5:6:203.0.113.7, 1:2:3::/48",
    "fe80::1%eth0, fe80::/48",
    "fe80::1%25, fe80::/48",
    "[2001:db8::1], 2001:db8::/48",
    "[2001:db8::1]:443, 2001:db8::/48",
    "[fe80::1%en 0]:443, fe80::/48",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff::/48",
  })
  void truncatesIpv6AddressesTo48BitsInCanonicalText(String address, String network) {
    assertThat(truncate(address)).contains(network);
  }

  @ParameterizedTest
  @CsvSource({
    "::ffff:203.0.113.7, 203.0.113.0/24",
    "::FFFF:203.0.113.7, 203.0.113.0/24",
    "::ffff:cb00:7107, 203.0.113.0/24",
    "0:0:0:0:0:ffff:203.0.113.7, 203.0.113.0/24",
    "[::ffff:203.0.113.7]:80, 203.0.113.0/24",
    "::ffff:203.0.113.7/128, 203.0.113.0/24",
    "::ffff:203.0.113.7/100, 192.0.0.0/4",
    "::ffff:203.0.113.7/64, ::/48",
    "::fffe:203.0.113.7, ::/48",
    "::203.0.113.7, ::/48",
    "0:0:0:0:1:ffff:203.0.113.7, ::/48",
  })
  void truncatesMappedIpv4AddressesAsIpv4(String address, String network) {
    assertThat(truncate(address)).contains(network);
  }

  /** Its first 48 bits would be the whole IPv4 address of one subscriber. */
  @ParameterizedTest
  @CsvSource({
    "2002:cb00:7107::1, 2002:cb00:7100::/40",
    "2002:cb00:7107::/48, 2002:cb00:7100::/40",
    "2002:cb00:71ff:ffff:ffff:ffff:ffff:ffff, 2002:cb00:7100::/40",
    "2002::1, 2002::/40",
    "2003:cb00:7107::1, 2003:cb00:7107::/48",
  })
  void truncatesTheIpv4AddressWithinA6to4Address(String address, String network) {
    assertThat(truncate(address)).contains(network);
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.0/24, 203.0.113.0/24",
    "203.0.113.7/24, 203.0.113.0/24",
    "203.0.113.7/32, 203.0.113.0/24",
    "203.0.113.7/25, 203.0.113.0/24",
    "203.0.0.0/16, 203.0.0.0/16",
    "203.0.113.0/9, 203.0.0.0/9",
    "203.129.0.0/9, 203.128.0.0/9",
    "203.0.113.7/0, 0.0.0.0/0",
    "2001:db8:1::/48, 2001:db8:1::/48",
    "2001:DB8:1:2::/64, 2001:db8:1::/48",
    "2001:db8:1::/128, 2001:db8:1::/48",
    "2001:db8:ffff::/33, 2001:db8:8000::/33",
    "2001:db8::/32, 2001:db8::/32",
    "::/0, ::/0",
    "::1/3, ::/3",
  })
  void networkIsUnchangedOrTruncatedToTheMaximumPrefix(String network, String kept) {
    assertThat(truncate(network)).contains(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "unknown",
        "localhost",
        "example.com",
        "203.0.113.7.example.com",
        "203.0.113",
        "203.0.113.",
        ".203.0.113.7",
        "203.0.113.7.1",
        "203.0.113.256",
        "203.0.113.-7",
        "203.0.113.07",
        "0203.0.113.7",
        "0xcb.0.113.7",
        "3405803783",
        "203.0.113.7 ",
        " 203.0.113.7",
        "203.0.113.7\n",
        "203.0.113.7, 198.51.100.1",
        "203.0.113.7:",
        "203.0.113.7:123456",
        "203.0.113.7:http",
        "203.0.113.7/33",
        "203.0.113.7/024",
        "203.0.113.7/-1",
        "203.0.113.7/255.255.255.0",
        "203.0.113.7/24/24",
        "203.0.113.7%eth0",
        "[203.0.113.7]",
        "[203.0.113.7]:80",
        "\u0662\u0660\u0663.0.113.7",
        "\uff12\uff10\uff13.0.113.7",
        ":",
        ":::",
        "1:2",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1::2::3",
        "1:::2",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:",
        "12345::",
        "g::",
        "::g",
        "::-1",
        "::1.2.3",
        "::1.2.3.4.5",
        "::1.2.3.04",
        "::1.2.3.4:5",
        "1.2.3.4::",
        "::1.2.3.4:80",
        "1:2:3:4:5:6:7:1.2.3.4",
        "2001:db8::1%",
        "2001:db8::1/129",
        "2001:db8::1/048",
        "2001:db8::1/",
        "[2001:db8::1",
        "2001:db8::1]",
        "[2001:db8::1]443",
        "[2001:db8::1]:",
        "[2001:db8::1/48]",
        "[[::1]]",
        "[]",
        "http://203.0.113.7/",
        "user@203.0.113.7",
        "5f4dcc3b5aa765d61d8327deb882cf99",
      })
  void textThatIsNotAnAddressHasNoNetwork(String text) {
    assertThat(truncate(text)).isEmpty();
  }

  /** Texts of a million characters are refused by their length, before any pattern is applied. */
  @ParameterizedTest
  @ValueSource(strings = {"1", ":", ".", "1.", "1:", "::", "a", "[", "%", "/", "203.0.113.7"})
  void veryLongTextHasNoNetwork(String piece) {
    assertThat(truncate(piece.repeat(1_000_000))).isEmpty();
    assertThat(truncate("203.0.113.7" + " ".repeat(1_000_000))).isEmpty();
    assertThat(truncate("fe80::1%" + piece.repeat(1_000_000))).isEmpty();
  }

  @Test
  void everyNotationOfAnAddressHasTheSameNetwork() {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      int[] groups = random.ints(8, 0, 0x10000).map(each -> sparse(random, each)).toArray();
      groups[0] |= 0x4000; // neither mapped nor 6to4
      String expected = network(groups[0], groups[1], groups[2]);

      for (String notation :
          List.of(full(groups), padded(groups), compressed(groups), dotted(groups))) {
        assertThat(truncate(notation)).as(notation).contains(expected);
        assertThat(truncate(notation.toUpperCase(Locale.ROOT))).as(notation).contains(expected);
        assertThat(truncate("[" + notation + "]:8080")).as(notation).contains(expected);
      }
      assertThat(truncate(expected)).contains(expected);
    }
  }

  private static int sparse(Random random, int group) {
    return random.nextInt(3) == 0 ? 0 : group;
  }

  /** An independent implementation of RFC 5952. */
  private static String network(int first, int second, int third) {
    String hex =
        third != 0
            ? "%x:%x:%x".formatted(first, second, third)
            : second != 0 ? "%x:%x".formatted(first, second) : "%x".formatted(first);
    return hex + "::/48";
  }

  private static String full(int[] groups) {
    return joined(groups, 0, 8, "%x");
  }

  private static String padded(int[] groups) {
    return joined(groups, 0, 8, "%04x");
  }

  private static String dotted(int[] groups) {
    return joined(groups, 0, 6, "%x")
        + ":%d.%d.%d.%d"
            .formatted(groups[6] >> 8, groups[6] & 255, groups[7] >> 8, groups[7] & 255);
  }

  /** Omits the first longest run of zeros, wherever it is. */
  private static String compressed(int[] groups) {
    int from = 0;
    while (from < 8 && groups[from] != 0) {
      from++;
    }
    int to = from;
    while (to < 8 && groups[to] == 0) {
      to++;
    }
    return from == 8
        ? full(groups)
        : joined(groups, 0, from, "%x") + "::" + joined(groups, to, 8, "%x");
  }

  private static String joined(int[] groups, int from, int to, String format) {
    List<String> texts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      texts.add(format.formatted(groups[i]));
    }
    return String.join(":", texts);
  }

  @Test
  void everyResultParsesAsItself() {
    Random random = new Random(SEED);
    String letters = "0123456789abfABF:::...[]%/ x";
    int networks = 0;
    for (int round = 0; round < 20 * ROUNDS; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(14); i >= 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }

      Optional<String> network = truncate(text.toString());

      if (network.isPresent()) {
        networks++;
        assertThat(truncate(network.get())).as(text.toString()).isEqualTo(network);
        assertThat(network.get())
            .matches("[0-9.]+/([0-9]|1[0-9]|2[0-4])|[0-9a-f:]+::/[0-9]+|::/[0-9]+");
      }
    }
    assertThat(networks).isGreaterThan(100);
  }

  @Test
  void refusesAddressesAsNetworksAndPrintsNeither() {
    assertThatThrownBy(() -> new NetworkAddress("203.0.113.7"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("203");
    assertThatThrownBy(() -> new NetworkAddress("203.0.113.7/24"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NetworkAddress("2001:DB8::/48"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NetworkAddress("unknown"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new NetworkAddress("203.0.113.0/24")).hasToString("[network]");
    assertThat(IpAddress.parse("203.0.113.7")).map(IpAddress::toString).contains("[address]");
  }
}
