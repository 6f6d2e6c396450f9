package com.anykoma.privacy.improvement.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One pass and one regular expression after another find the same spans. */
final class SequentialDetectorTest {
  private static final List<String> PARTS =
      List.of(
          "anna.smith@example.com",
          "O'Brien@mail.co.uk",
          "name (at) example [dot] com",
          "@",
          " at ",
          " dot ",
          "joe at site dot org",
          "joe @ site . org",
          ".com",
          "www.a-b.de/x?y=1",
          "http://",
          "https://u:p@h.org:80/a,b).",
          "foo.info",
          "a.io:8080/",
          "192.168.10.4",
          "1.2.3.4.5",
          "version 1.2.3.4",
          "fe80::1",
          "2001:db8:0:0:8:800:200C:417A",
          "ip:::1",
          "00:1A:2b:3c:4D:5e",
          "mac:00-1a-2b-3c-4d-5e",
          ":",
          "::",
          "-",
          "4111 1111 1111 1111",
          "4111111111111111",
          "card 5019717010103742",
          "3714-496353-98431",
          "4111 1111\n1111 1111",
          "credit 4111111111111112",
          "GB82 WEST 1234 5698 7654 32",
          "de89370400440532013000",
          "IBAN GB00WEST12345698765432",
          "123-45-6789",
          "078 05 1120",
          "SSN 123456789",
          "ssn 666-12-3456",
          "+44 20 7946 0958",
          "+1 (415) 555-2671 ext. 12",
          "0044 20 7946 0958",
          "(020) 7946 0958",
          "020 7946 0958",
          "(415) 555-2671",
          "415.555.2671x9",
          "call 555 1234",
          "555 1234 mobile",
          "12/31/1999",
          "2019-2021",
          "phone: ",
          "tel ",
          "+",
          "(",
          ")",
          "52998224725",
          "CPF 529.982.247-25",
          "passport 52998224725",
          "12345678Z",
          "X1234567L",
          "131052-308T",
          "AB123456C",
          "RSSMRA85T10A562S",
          "850709-9805",
          "11010519491231002X",
          "756.9217.0769.85",
          "aadhaar 2341 2341 2346",
          "sk-abcdEFGH1234567890abcd",
          "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc123def456",
          "AKIAIOSFODNN7EXAMPLE",
          "token = \"",
          "a8F3kL9mQ2xZ7pR4",
          "api key is q8Zk3L0pX7vB2nM5==",
          "-----BEGIN PRIVATE KEY-----",
          "MIIEvQ+/\n",
          "-----END PRIVATE KEY-----",
          "anna%40example.com",
          "%2B1%20415%20555%202671",
          "YW5uYUBleGFtcGxlLmNvbQ==",
          "bXkgY2FyZCA0MTExMTExMTExMTExMTEx",
          "电话",
          "卡号",
          "телефон ",
          "전화번호",
          "هاتف",
          "是",
          "é",
          "ß",
          "\ud83d\ude00",
          "\ud83d",
          "\udc00",
          "\u200b",
          "\uff11\uff12",
          "\uff20",
          "\u0661\u0662\u0663",
          "\ud835\udfd9",
          "\u00a0",
          "\u0130",
          "\u212a",
          "\u017f",
          "seed ",
          "the cat",
          "x",
          "7",
          "12",
          "0",
          "00",
          " ",
          "  ",
          "\n",
          "\r\n",
          "\t",
          ".",
          ",",
          "/",
          "'",
          "\"",
          "=",
          "%",
          "%4",
          "_",
          "#",
          "ext",
          "?",
          "!",
          "{",
          "<",
          ">");

  private static final List<String> WORDS =
      List.of(
          "My name is",
          "Anna",
          "Smith",
          "Dr.",
          "12",
          "Main Street",
          "Apt. 4",
          "born",
          "1 May 1980",
          "password:",
          "hunter2",
          "IBAN",
          "my salary is",
          "50,000",
          "I have",
          "diabetes",
          "Dear");

  private static final int ROUNDS = 3_000;

  private final TextDetector detector =
      new TextDetector(Lexicon.standard(), (text, start, end, findings) -> {});
  private final SequentialDetector sequential = SequentialDetector.with((text, findings) -> {});

  @Test
  void joinedPartsHaveTheSameSpans() {
    Random random = new Random(54);
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder text = new StringBuilder();
      for (int parts = random.nextInt(8) + 1; parts > 0; parts--) {
        text.append(part(random)).append(random.nextInt(3) == 0 ? "" : " ");
      }

      assertSame(text.toString());
    }
  }

  @Test
  void changedCharactersHaveTheSameSpans() {
    Random random = new Random(55);
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder text = new StringBuilder(part(random)).append(' ').append(part(random));
      for (int changes = random.nextInt(3) + 1; changes > 0; changes--) {
        int at = random.nextInt(text.length());
        String part = part(random);
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, part.charAt(random.nextInt(part.length())));
          case 1 -> text.insert(at, part.charAt(random.nextInt(part.length())));
          default -> text.deleteCharAt(text.length() == 1 ? 0 : at).append('.');
        }
      }

      assertSame(text.toString());
    }
  }

  @Test
  void randomCharactersHaveTheSameSpans() {
    Random random = new Random(56);
    String alphabet = "0123456789 .-/()+@:aAbfxzé日\u0665\uff11\ud83d\ude00\u200b%_\n";
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        int range = random.nextBoolean() ? 16 : alphabet.length();
        text.append(alphabet.charAt(random.nextInt(range)));
      }

      assertSame(text.toString());
    }
  }

  @Test
  void manyPhoneNumbersHaveTheSameSpans() {
    assertSame("+44 20 7946 0958, ".repeat(60) + "020 7946 0958; 415-555-2671");
  }

  @Test
  void longTextOfOneLetterHasTheSameSpans() {
    assertSame("a".repeat(1_000_000));
  }

  @Test
  void allTypesTogetherHaveTheSameSpans() {
    Random random = new Random(57);
    TextDetector all = TextDetector.standard();
    SequentialDetector inTurn = SequentialDetector.standard();
    for (int i = 0; i < ROUNDS / 10; i++) {
      StringBuilder text = new StringBuilder();
      for (int parts = random.nextInt(10) + 1; parts > 0; parts--) {
        boolean words = random.nextBoolean();
        text.append(words ? WORDS.get(random.nextInt(WORDS.size())) : part(random)).append(' ');
      }

      assertThat(all.detect(text.toString(), SubjectIdentifiers.NONE))
          .as(text::toString)
          .isEqualTo(inTurn.detect(text.toString()));
    }
  }

  private static String part(Random random) {
    return PARTS.get(random.nextInt(PARTS.size()));
  }

  private void assertSame(String text) {
    List<Span> once = detector.detect(text, SubjectIdentifiers.NONE);
    List<Span> inTurn = sequential.detect(text);
    List<String> shown = new ArrayList<>();
    inTurn.forEach(it -> shown.add(text.substring(it.start(), it.end())));

    assertThat(once).as(() -> text + " " + shown).isEqualTo(inTurn);
  }
}
