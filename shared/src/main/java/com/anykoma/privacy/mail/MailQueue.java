package com.anykoma.privacy.mail;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Queues e-mails, {@code mail/{id}}, in the format of the Trigger Email extension: it sends each
 * document once and writes the outcome to {@code delivery}. A document expires after 14 days.
 *
 * @see <a href="https://extensions.dev/extensions/firebase/firestore-send-email">Trigger Email</a>
 */
public record MailQueue(InstantSource clock) {
  /**
   * An e-mail in plain text.
   *
   * @param about the person with whose account it is erased; empty without an account
   */
  public record Mail(
      EmailAddress to, Optional<SubjectId> about, String subject, Sensitive<String> text) {
    public Mail {
      Objects.requireNonNull(to);
      Objects.requireNonNull(about);
      Objects.requireNonNull(text);
      if (subject.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("the subject of an e-mail has a control character");
      }
    }
  }

  /**
   * Queues an e-mail in a transaction, which makes sure that the same id is queued only once.
   *
   * @param store writes a document in the transaction
   * @param id unique to the e-mail, not guessable and without personal data
   */
  public void add(BiConsumer<DocumentPath, Fields> store, String id, Mail mail) {
    store.accept(OwnCollections.MAIL.document(id), fields(mail));
  }

  private Fields fields(Mail mail) {
    Fields message =
        Fields.empty().with("subject", mail.subject()).with("text", mail.text().reveal());
    return Fields.empty()
        .with("to", List.of(mail.to().value().reveal()))
        .with("message", message)
        .with("uid", mail.about().map(SubjectId::value))
        .with("createdAt", clock.instant());
  }
}
