package com.anykoma.privacy.improvement.detection;

import static com.anykoma.privacy.improvement.detection.SpanType.CARD;
import static com.anykoma.privacy.improvement.detection.SpanType.EMAIL;
import static com.anykoma.privacy.improvement.detection.SpanType.IBAN;
import static com.anykoma.privacy.improvement.detection.SpanType.IP;
import static com.anykoma.privacy.improvement.detection.SpanType.MAC;
import static com.anykoma.privacy.improvement.detection.SpanType.NATIONAL_ID;
import static com.anykoma.privacy.improvement.detection.SpanType.PHONE;
import static com.anykoma.privacy.improvement.detection.SpanType.SECRET;
import static com.anykoma.privacy.improvement.detection.SpanType.SSN;
import static com.anykoma.privacy.improvement.detection.SpanType.URL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Structured types, found without the rules for words: check digits, borders, disguises. */
final class StructuredTypesTest {
  private final TextDetector detector =
      new TextDetector(Lexicon.standard(), (text, start, end, findings) -> {});

  record Example(SpanType type, String before, String found, String after) {}

  private static Example only(SpanType type, String found) {
    return new Example(type, "", found, "");
  }

  static Stream<Example> examples() {
    return Stream.of(
        new Example(EMAIL, "to <", "anna.o'neil+x@mail.example.co.uk", ">."),
        new Example(EMAIL, "'", "anna@example.com", "'"),
        new Example(EMAIL, "邮箱", "anna@example.com", "是我的"),
        only(EMAIL, "anna (at) example [dot] com"),
        only(EMAIL, "anna at example dot com"),
        only(EMAIL, "anna @ example . com"),
        only(EMAIL, "anna\u200b\uff20example\u3002com"),
        only(EMAIL, "\ud835\uddee\ud835\uddfb\ud835\uddfb\ud835\uddee@example.com"),
        new Example(EMAIL, "mail=", "anna%40example.com", "&x=1"),
        new Example(EMAIL, "", "YW5uYUBleGFtcGxlLmNvbQ", "=="),
        new Example(PHONE, "call ", "+44 (0)20 7946 0958", "."),
        only(PHONE, "(415) 555-2671"),
        only(PHONE, "415.555.2671 ext. 12"),
        new Example(PHONE, "Fax: ", "467 3395", ""),
        new Example(PHONE, "", "781 1704", " office"),
        new Example(PHONE, "我的电话是", "13812345678", "。"),
        new Example(PHONE, "", "\uff0b\uff14\uff14 20 7946 0958", ""),
        new Example(PHONE, "", "020 7946 0958", " is mine"),
        only(CARD, "4111 1111 1111 1111"),
        only(CARD, "4111-1111-1111-1111"),
        only(CARD, "4111 1111\n1111 1111"),
        only(CARD, "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"),
        only(CARD, "3782 822463 10005"),
        only(CARD, "\u0664\u0661\u0661\u0661 1111 1111 1111"),
        new Example(CARD, "card no. ", "4111111111111112", ""),
        new Example(CARD, "", "4111 1111 1111 1111", " 12/27"),
        only(IBAN, "GB82 WEST 1234 5698 7654 32"),
        only(IBAN, "de89370400440532013000"),
        new Example(IBAN, "我的IBAN是", "GB82WEST12345698765432", "。"),
        new Example(IBAN, "IBAN: ", "GB00WEST12345698765432", ""),
        new Example(IP, "from ", "192.168.10.4", ":80"),
        only(IP, "2001:db8::8:800:200c:417a"),
        new Example(IP, "address:", "2001:db8:0:0:8:800:200c:417a", ""),
        only(MAC, "00:1A:2B:3c:4d:5e"),
        only(MAC, "00-1A-2B-3c-4d-5e"),
        only(SSN, "123-45-6789"),
        new Example(SSN, "my SSN is ", "123456789", ""),
        only(URL, "https://user:pw@example.com:8080/a(b)?c=d#e"),
        new Example(URL, "(see ", "www.example.de/x", ")."),
        new Example(URL, "on ", "portfolio.example.io", ","),
        only(SECRET, "sk-proj-abcdEFGH1234567890abcd"),
        only(SECRET, "AKIAIOSFODNN7EXAMPLE"),
        only(SECRET, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP"),
        only(SECRET, "-----BEGIN PRIVATE KEY-----\nMIIEvQ+/=\n-----END PRIVATE KEY-----"),
        new Example(SECRET, "api_key = \"", "q8Zk3L0pX7vB2nM5", "\""),
        new Example(SECRET, "Authorization: Bearer ", "a8F3kL9mQ2xZ7pR4wT6y", ""),
        only(NATIONAL_ID, "529.982.247-25"),
        new Example(NATIONAL_ID, "CPF ", "52998224725", ""),
        only(NATIONAL_ID, "12345678Z"),
        only(NATIONAL_ID, "X1234567L"),
        only(NATIONAL_ID, "131052-308T"),
        only(NATIONAL_ID, "AB 12 34 56 C"),
        only(NATIONAL_ID, "RSSMRA85T10A562S"),
        only(NATIONAL_ID, "811228-9874"),
        only(NATIONAL_ID, "11010519491231002X"),
        only(NATIONAL_ID, "756.9217.0769.85"),
        new Example(NATIONAL_ID, "NHS ", "943 476 5919", ""),
        new Example(NATIONAL_ID, "PESEL ", "44051401359", ""),
        new Example(NATIONAL_ID, "Steuer-IdNr ", "86095742719", ""),
        new Example(NATIONAL_ID, "BSN ", "111222333", ""),
        new Example(NATIONAL_ID, "SIN ", "046 454 286", ""),
        new Example(NATIONAL_ID, "TFN ", "123 456 782", ""),
        new Example(NATIONAL_ID, "TC ", "10000000146", ""),
        only(NATIONAL_ID, "BOXW310820HNERXN09"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void findsTheWholeValueAndNothingElse(Example example) {
    String text = example.before + example.found + example.after;

    List<Span> spans = detector.detect(text, SubjectIdentifiers.NONE);

    assertThat(spans).as(text).hasSize(1);
    Span span = spans.get(0);
    assertThat(span.type()).isEqualTo(example.type);
    assertThat(text.substring(span.start(), span.end())).isEqualTo(example.found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111 1111 1111 1112",
        "a4111111111111111b",
        "3.14159265358979323846",
        "--seed 4837261945 --ar 16:9 1920x1080 2024-01-31 12:30:45",
        "from 2019-2021 to 1/2/1999",
        "version 1.2.3.4",
        "256.1.1.1 and 1.2.3",
        "000-12-3456 and 666-12-3456",
        "12345678A",
        "GB00WEST12345698765432",
        "std::vector and 12:34:56",
        "e.g. a photo.jpg by J.R.R. Tolkien, v5.2, etc.and so on",
        "look at the dotted line",
        "meet me @ noon",
        "the secret garden and the token of love",
        "sk-learn-pipeline-example",
        "state-of-the-art-photorealistic-rendering",
        "50% 4K and 100%20",
        "\ud83d\ude00\u200d\ud83d\ude80 \ud83d \udc00"
      })
  void findsNothingInOtherText(String text) {
    List<Span> spans = detector.detect(text, SubjectIdentifiers.NONE);

    assertThat(spans).isEmpty();
  }

  @Test
  void keepsTheCardAndNotThePhoneNumberOfOverlappingFindings() {
    String text = "call +4111 1111 1111 1111 now";

    List<Span> spans = detector.detect(text, SubjectIdentifiers.NONE);

    assertThat(spans).extracting(Span::type).containsExactly(CARD);
  }

  @Test
  void findsPhoneNumbersBeyondTheLimitOfValidationsToo() {
    String text = "+44 20 7946 0958, ".repeat(3 * PhoneRule.MAX_VALIDATIONS);

    List<Span> spans = detector.detect(text, SubjectIdentifiers.NONE);

    assertThat(spans).hasSize(3 * PhoneRule.MAX_VALIDATIONS);
  }

  @Test
  void manyThreadsFindTheSame() {
    List<String> texts = examples().map(it -> it.before + it.found + it.after).toList();
    List<List<Span>> alone =
        texts.stream().map(it -> detector.detect(it, SubjectIdentifiers.NONE)).toList();

    List<List<List<Span>>> together =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(
                i ->
                    texts.stream().map(it -> detector.detect(it, SubjectIdentifiers.NONE)).toList())
            .toList();

    assertThat(together).allSatisfy(it -> assertThat(it).isEqualTo(alone));
  }
}
