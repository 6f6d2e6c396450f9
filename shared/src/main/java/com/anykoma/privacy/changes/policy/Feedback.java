package com.anykoma.privacy.changes.policy;

import com.anykoma.privacy.platform.Document;
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
  /** Adds an answer to the numbers of the current day, UTC. */
  public void count(boolean isHelpful) {
    String answer = isHelpful ? "yes" : "no";
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    DocumentPath path = OwnCollections.FEEDBACK.document(today.toString());
    documents.transact(
        tx -> {
          Fields before =
              tx.read(path)
                  .map(Document::fields)
                  .orElse(Fields.empty().with("yes", 0L).with("no", 0L));
          Fields after = before.with(answer, before.number(answer).orElse(0L) + 1);
          tx.set(path, after);
          return after;
        });
  }
}
