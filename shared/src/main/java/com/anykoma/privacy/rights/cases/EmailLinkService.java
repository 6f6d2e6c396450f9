package com.anykoma.privacy.rights.cases;

import com.anykoma.privacy.mail.EmailAddress;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.subject.SubjectHash;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Creates and uses the links, {@code emailLinks/{keyed hash of the token}} (P23). A link names only
 * its case, which has the address. Two more records, by keyed hashes, name the latest link of a
 * case, and count the links of an address. All expire after a day.
 *
 * <p>An address gets at most {@value #MAX_PER_DAY} links a day. Over that, {@link #create} returns
 * the page without a token, and earlier links stay valid.
 *
 * @param secrets supplies tokens: 32 random bytes in base64url
 * @param pages the address of the product's pages, without a slash at the end
 */
public record EmailLinkService(
    Documents documents, SubjectHash hash, Supplier<String> secrets, URI pages, InstantSource clock)
    implements EmailLinks {
  /** How long a link is valid. */
  static final Duration LIFETIME = Duration.ofHours(24);

  static final int MAX_PER_DAY = 10;
  private static final String CREATED_AT = "createdAt";
  private static final String COUNT = "count";
  private static final String LINK = "link";
  private static final String CASE = "case";

  @Override
  public String create(EmailAddress address, String caseId) {
    String token = secrets.get();
    DocumentPath link = path(LINK, token);
    DocumentPath ofCase = path(CASE, caseId);
    DocumentPath ofAddress = path("address", address.value().reveal());
    Fields created = Fields.empty().with(CREATED_AT, clock.instant());
    boolean isCreated =
        documents.transact(
            tx -> {
              List<Optional<Document>> known = tx.read(List.of(ofCase, ofAddress));
              Fields day = known.get(1).flatMap(this::valid).orElse(created);
              long count = day.number(COUNT).orElse(0L);
              if (count >= MAX_PER_DAY) {
                return false;
              }
              Optional<String> earlier = known.get(0).flatMap(it -> it.fields().string(LINK));
              earlier.ifPresent(it -> tx.delete(OwnCollections.EMAIL_LINKS.document(it)));
              tx.set(ofCase, created.with(LINK, link.id()));
              tx.set(ofAddress, day.with(COUNT, count + 1));
              tx.set(link, created.with(CASE, caseId));
              return true;
            });
    return pages + "/requests" + (isCreated ? "#" + token : "");
  }

  @Override
  public Optional<Proof> use(String token) {
    DocumentPath link = path(LINK, token);
    Optional<Document> used =
        documents.transact(
            tx -> {
              Optional<Document> found = tx.read(link);
              found.ifPresent(it -> tx.delete(link));
              return found;
            });
    return used.flatMap(this::valid).flatMap(it -> it.string(CASE)).flatMap(this::proof);
  }

  /** The proof for a case; empty if the case no longer has the address. */
  private Optional<Proof> proof(String caseId) {
    return documents
        .get(OwnCollections.CASES.document(caseId))
        .flatMap(it -> it.fields().string("address"))
        .flatMap(EmailAddress::of)
        .map(it -> new Proof(it, caseId));
  }

  private Optional<Fields> valid(Document record) {
    return Optional.of(record.fields())
        .filter(it -> it.instant(CREATED_AT).orElseThrow().plus(LIFETIME).isAfter(clock.instant()));
  }

  private DocumentPath path(String kind, String named) {
    return OwnCollections.EMAIL_LINKS.document(hash.of("email-link-" + kind, named));
  }
}
