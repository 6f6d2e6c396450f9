package com.anykoma.privacy.rights.cases;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.mail.EmailAddress;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.subject.SubjectHash;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes the requests of people who are not signed in, or have no account (P23): a request opens a
 * case, the link in its e-mail confirms it, and a key that only the person gets shows its state.
 *
 * <p>The keys are stored as keyed hashes, {@code emailRequests/{id}}, with the case's id. Opening a
 * case does not look for an account, so that its answer and duration do not reveal one.
 *
 * @param secrets supplies keys: 32 random bytes in base64url
 */
public record EmailRequestService(
    CaseService cases,
    EmailLinks links,
    Accounts accounts,
    Documents documents,
    EvidenceStore evidence,
    SubjectHash hash,
    Supplier<String> secrets,
    InstantSource clock) {
  private static final String CASE = "case";

  /**
   * A request whose sender has proven control of the address.
   *
   * @param statusKey the key for {@link #status}, which is given to the person once
   */
  public record Confirmation(String caseId, Sensitive<String> statusKey) {}

  /**
   * The state of one request.
   *
   * @param request its case
   * @param order the erasure order that it opened
   * @param certificate the latest certificate of the order, byte for byte
   */
  public record Status(
      Document request, Optional<RemovalOrder> order, Optional<Bytes> certificate) {}

  /** Opens a case whose e-mail contains a link. */
  public void open(EmailAddress address, CaseKind kind) {
    cases.open(new NewCase(kind, address, clock.instant(), Optional.empty(), Optional.empty()));
  }

  /** Uses the token of a link and starts the request; empty if the token is not valid. */
  public Optional<Confirmation> confirm(String token) {
    return links.use(token).flatMap(this::confirm);
  }

  private Optional<Confirmation> confirm(EmailLinks.Proof proof) {
    String key = secrets.get();
    Optional<SubjectId> account = accounts.withEmail(proof.address().value()).map(Account::subject);
    if (!cases.confirm(proof.caseId(), account)) {
      return Optional.empty();
    }
    documents.create(
        path(key), Fields.empty().with(CASE, proof.caseId()).with("createdAt", clock.instant()));
    return Optional.of(new Confirmation(proof.caseId(), Sensitive.of(key)));
  }

  private Optional<Document> request(String caseId) {
    return documents.get(OwnCollections.CASES.document(caseId));
  }

  /** The state of the request to which the key belongs; empty for any other text. */
  public Optional<Status> status(String key) {
    return documents
        .get(path(key))
        .flatMap(it -> it.fields().string(CASE))
        .flatMap(this::request)
        .map(this::status);
  }

  private Status status(Document request) {
    Optional<RemovalOrder> order =
        request
            .fields()
            .string("order")
            .flatMap(it -> documents.get(OwnCollections.ERASURES.document(it)))
            .map(RemovalOrder::of);
    return new Status(request, order, order.flatMap(it -> evidence.latestCertificate(it.id())));
  }

  private DocumentPath path(String key) {
    return OwnCollections.EMAIL_REQUESTS.document(hash.of("email-request", key));
  }
}
