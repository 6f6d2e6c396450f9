package com.anykoma.privacy.improvement.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Keeps({"P5", "P32"})
final class WordRulesTest {
  private static final TextDetector DETECTOR = TextDetector.standard();

  private static List<String> found(String text) {
    return DETECTOR.detect(text, SubjectIdentifiers.NONE).stream()
        .map(it -> it.type() + " " + text.substring(it.start(), it.end()))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "my name is Zubrilka and so on|Zubrilka",
        "I met Jean-Luc O'Brien today|Jean-Luc O'Brien",
        "a letter by Maria van der Berg|Maria van der Berg",
        "Dear Quorla, thanks|Quorla",
        "by Ann B Clarkson in oil|Ann B Clarkson",
        "the witness J. R. Smith left|J. R. Smith",
        "they saw olga krylova there|olga krylova",
        "'That is so', says Ilvo Brund.|Ilvo Brund",
        "Ich heiße Jürgen Schmidt und male|Jürgen Schmidt",
        "меня зовут Сергей Иванов|Сергей Иванов",
        "με λένε Ελένη Παπαδάκης|Ελένη Παπαδάκης",
        "اسمي محمد|محمد",
        "Full name: Brunka Hild|Brunka Hild"
      })
  void findsNames(String text, String name) {
    assertThat(found(text)).containsExactly("PERSON " + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a red rose in a king's garden, black and white, summer",
        "The Dark Forest near the old bridge, Rose Garden, Summer Vibes",
        "May 5, Studio 54, Windows 10, Route 66, Chapter 5",
        "2 people walk down the street with 4 dark alleys and a square table",
        "the password field is required, password strength, a bowling pin is 3 m tall",
        "password: required",
        "a zombie virus in a hospital corridor",
        "Cancer zodiac sign, depression era photo, a plague doctor",
        "the princess was born in a small village, born from fire",
        "an account of 12345678 stars, my salary is low"
      })
  void ordinaryPromptsHaveNone(String text) {
    assertThat(found(text)).isEmpty();
  }

  @Test
  void fictionalNamesAreAtMostNames() {
    assertThat(found("Dr. Strange fights a zombie virus")).containsExactly("PERSON Strange");
    assertThat(SpanType.PERSON.isSensitive()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12 Main Street, Springfield, IL 62704",
        "221b Baker Street",
        "Hauptstraße 5, 10115 Berlin",
        "12 rue de la Paix, 75002 Paris",
        "Calle Mayor 12",
        "ul. Jesionowa 127",
        "Storgatan 14",
        "Prinsengracht 263",
        "P.O. Box 4711",
        "Coronilla 35\nNijmegen, 6511"
      })
  void findsAddresses(String address) {
    assertThat(found("send it to " + address + ". Thanks")).containsExactly("ADDRESS " + address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I was born on 12 March 1990.|12 March 1990",
        "DOB: 03/04/1985|03/04/1985",
        "date of birth (dd/mm/yyyy): 1.2.1990|1.2.1990",
        "my birthday is May 5th, 1990|May 5th, 1990",
        "geboren am 3. März 1971 in Bonn|3. März 1971",
        "née le 4 juillet 1980|4 juillet 1980",
        "fecha de nacimiento: 5 de mayo de 1990|5 de mayo de 1990",
        "date of birth is １２/０３/１９９０|１２/０３/１９９０"
      })
  void findsDatesOfBirth(String text, String date) {
    assertThat(found(text)).containsExactly("DATE_OF_BIRTH " + date);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "password: hunter2|PASSWORD hunter2",
        "{\"password\": \"it's me\"}|PASSWORD it's me",
        "mein Passwort ist Sommer2024!|PASSWORD Sommer2024",
        "the wifi password for guests is swordfish|PASSWORD swordfish",
        "my PIN is 1234|PASSWORD 1234",
        "sort code: 12-34-56|FINANCE 12-34-56",
        "tax ID 12 345 678 901|FINANCE 12 345 678 901",
        "BIC: DEUTDEFF500|FINANCE DEUTDEFF500",
        "my salary is $85,000|FINANCE $85,000",
        "ich verdiene 3.400 Euro|FINANCE 3.400 Euro",
        "I was diagnosed with type 2 diabetes|HEALTH diabetes",
        "my asthma is back|HEALTH asthma",
        "ich leide an Depressionen|HEALTH Depressionen",
        "patient with a history of epilepsy|HEALTH epilepsy"
      })
  void findsSensitiveDetails(String text, String span) {
    assertThat(found(text)).containsExactly(span);
    assertThat(SpanType.valueOf(span.split(" ", 2)[0]).isSensitive()).isTrue();
  }

  @Test
  void aPatternForEachWordFindsTheSame() {
    Lexicon lexicon = Lexicon.standard();
    SequentialWordRules sequential = new SequentialWordRules(lexicon);
    WordRules rules = new WordRules(lexicon);
    Random random = new Random(5);
    for (int i = 0; i < 400; i++) {
      String text = WordTexts.next(random);
      ScannedText scanned = ScannedText.of(text);

      Findings once = new Findings();
      for (int start = 0; start < scanned.length(); start++) {
        int end = start;
        while (Character.isLetter(scanned.at(end))) {
          end++;
        }
        if (end > start) {
          rules.word(scanned, start, end, once);
          start = end;
        }
      }
      Findings inTurn = new Findings();
      sequential.find(scanned, inTurn);

      assertThat(once.resolved(scanned)).as(text).isEqualTo(inTurn.resolved(scanned));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "my ",
        "password is ",
        "\"password\": \"",
        "Anna Smith ",
        "rue A ",
        "12 a Street ",
        "Aa 5 ",
        "born in may ",
        "my salary ",
        "address: 1 aa ",
        "account number 1 1 1 "
      })
  void takesLinearTime(String part) {
    String text = part.repeat(1_000_000 / part.length());

    Assertions.assertTimeout(
        Duration.ofSeconds(20), () -> DETECTOR.detect(text, SubjectIdentifiers.NONE));
  }

  @Test
  void manyThreadsFindTheSame() {
    String text = "my name is Zubrilka, 12 Main Street, password: hunter2";
    List<String> expected = found(text);
    AtomicReference<List<String>> other = new AtomicReference<>(expected);

    IntStream.range(0, 500)
        .parallel()
        .mapToObj(it -> found(text))
        .filter(it -> !it.equals(expected))
        .forEach(other::set);

    assertThat(other.get()).isEqualTo(expected);
  }
}
