package com.anykoma.privacy.improvement.detection;

import java.util.List;
import java.util.Random;

/** Random texts around the words of the rules, with and without personal data. */
final class WordTexts {
  private static final List<String> PARTS =
      List.of(
          "my name is ",
          "Anna",
          "Smith",
          "anna smith",
          "Jean-Luc",
          "O'Brien",
          "van der Berg",
          "Rubinka",
          "J. R. ",
          "Ann B Clarkson",
          "Dr. ",
          "Dear ",
          "regards,\n",
          " says ",
          "says Ilvo",
          "Rose",
          "King",
          "12 Main Street",
          ", Springfield, IL 62704",
          "Hauptstrasse 5",
          ", 10115 Berlin",
          "12 rue de la Paix",
          "Calle Mayor 12",
          "P.O. Box 77",
          "I live at 4 Elm Lane",
          "Apt. 5",
          "Baker Street 221b",
          "\n",
          "born on ",
          "12 March 1990",
          "dob: 03/04/1985",
          "1990-01-02",
          "birthday is May 5",
          "password: ",
          "hunter2",
          "\"quoted one\"",
          "is",
          "required",
          "my pin is 1234",
          "account number ",
          "12345678",
          "BIC: DEUTDEFF500",
          "my salary is ",
          "$85,000",
          "5000",
          "I was diagnosed with ",
          "asthma",
          "my ",
          "diabetes",
          "patient with ",
          "Dr. Strange",
          "zombie virus",
          "a@example.com",
          "4111 1111 1111 1111",
          "[EMAIL]",
          "[PERSON_2]",
          "(",
          ")",
          ".",
          ", ",
          " ",
          "  ",
          ":",
          "=",
          "\u200b",
          "\uff11\uff12",
          "日本",
          "меня зовут Сергей Иванов",
          "اسمي محمد",
          "Ελένη Παπαδάκης",
          "שמי דוד",
          "\ud83d\ude00",
          "\ud83d",
          "ä",
          "İ",
          "ß",
          "7",
          "x",
          "Xy",
          "the red dragon ",
          "in the style of ");

  private WordTexts() {}

  /** One to ten parts, often with spaces between. */
  static String next(Random random) {
    StringBuilder text = new StringBuilder();
    for (int parts = random.nextInt(10) + 1; parts > 0; parts--) {
      text.append(PARTS.get(random.nextInt(PARTS.size())))
          .append(random.nextInt(3) == 0 ? "" : " ");
    }
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      text.deleteCharAt(random.nextInt(text.length())).append('.');
    }
    return text.toString();
  }
}
