package com.anykoma.privacy.changes.policy;

import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Counts the answers to "Was this article helpful?" (P37): {@code feedback/{day}} has two numbers,
 * and nothing about the readers who answered.
 */
public record Feedback(Documents documents, InstantSource clock) {
  private static final String YES = "yes";
  private static final String NO = "no";

  /** Adds an answer to the numbers of the current day, UTC. */
  public void count(boolean isHelpful) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    DocumentPath path = OwnCollections.FEEDBACK.document(today.toString());
    documents.transact(
        tx -> {
          Fields before = tx.read(path).map(it -> it.fields()).orElse(Fields.empty());
          long yes = before.number(YES).orElse(0L);
          long no = before.number(NO).orElse(0L);
          Fields after =
              Fields.empty().with(YES, isHelpful ? yes + 1 : yes).with(NO, isHelpful ? no : no + 1);
          tx.set(path, after);
          return after;
        });
  }
}
