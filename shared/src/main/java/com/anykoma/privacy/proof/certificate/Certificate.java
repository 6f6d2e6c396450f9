package com.anykoma.privacy.proof.certificate;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.signature.Base64Url;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Signer;
import com.anykoma.privacy.proof.signature.Statement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A certificate of an erasure or a purge: the independent verifier's findings for each location,
 * issued once all remaining data are disclosed (P20, P23; E28). Contains no identifiers: the
 * order's id is a keyed hash.
 *
 * @param order the order's id
 * @param round number of the verification, from 0; a later round follows when pending or retained
 *     data have been deleted
 * @param cause the reason for the order, a fixed code
 * @param requestedAt start of the promised period
 * @param dueAt the promised date
 * @param issuedAt end of the verification
 * @param dataMap SHA-256 of the data map used, in hexadecimal
 * @param locations one finding for each verified location of the data map
 * @param copies one finding for each store: when its backups, versions and logs expire
 * @param recalled the names of released copies that trainers were told to forget, {@code
 *     RELEASE/ID}; the ids are random
 * @param subjectCommitment {@link #commitment} to the erased person; empty for a purge and for
 *     requests that are older than commitments
 * @param follows the hash of the previous round's certificate, if there is one
 */
public record Certificate(
    Kind kind,
    String order,
    long round,
    String cause,
    Instant requestedAt,
    Instant dueAt,
    Instant issuedAt,
    String dataMap,
    List<Finding> locations,
    List<Finding> copies,
    List<String> recalled,
    Optional<String> subjectCommitment,
    Optional<String> follows) {
  /** The kind of order. */
  public enum Kind {
    ERASURE("certificate-of-erasure"),
    PURGE("certificate-of-purge");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /** The statement's type. */
    public String type() {
      return type;
    }

    private static Kind of(JsonValue json) {
      String type = json.requiredString(Statement.TYPE);
      return Stream.of(values())
          .filter(each -> each.type.equals(type))
          .findFirst()
          .orElseThrow(() -> new InvalidProof("the file is not a certificate"));
    }
  }

  private static final Pattern ORDER = Pattern.compile("[A-Za-z0-9_-]{43}(-[0-9]{1,18})?");
  private static final Pattern CODE = Pattern.compile("[a-z][a-z-]{0,39}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Set<String> MEMBERS =
      Set.of("order", "round", "cause", "requestedAt", "dueAt", "dataMap", "locations", "copies");
  private static final Pattern RECALLED = Pattern.compile("[0-9]{6,}/[A-Za-z0-9_-]{22}");
  private static final String RECALLED_NAME = "recalled";
  private static final String COMMITMENT = "subjectCommitment";
  private static final String FOLLOWS = "follows";
  private static final int NONCE_BYTES = 32;

  public Certificate {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(requestedAt);
    Objects.requireNonNull(dueAt);
    Objects.requireNonNull(issuedAt);
    if (!ORDER.matcher(order).matches()) {
      throw new IllegalArgumentException("an order's id must be a keyed hash");
    }
    if (round == 0 && follows.isPresent()) {
      throw new IllegalArgumentException("the first round cannot follow another one");
    }
    if (round < 0 || !CODE.matcher(cause).matches()) {
      throw new IllegalArgumentException(
          "a round must not be negative, and a cause must be a fixed code");
    }
    if (!Stream.of(Optional.of(dataMap), subjectCommitment, follows)
        .flatMap(Optional::stream)
        .allMatch(it -> HASH.matcher(it).matches())) {
      throw new IllegalArgumentException("a hash must have 64 hexadecimal digits");
    }
    locations = List.copyOf(locations);
    copies = List.copyOf(copies);
    recalled = List.copyOf(recalled);
    if (recalled.stream().anyMatch(each -> !RECALLED.matcher(each).matches())) {
      throw new IllegalArgumentException("a released copy is named by its release and random id");
    }
    if (locations.isEmpty() || !areDistinct(locations) || !areDistinct(copies)) {
      throw new IllegalArgumentException(
          "a certificate needs one finding for each place, and at least one place");
    }
  }

  private static boolean areDistinct(List<Finding> findings) {
    return findings.stream().map(Finding::place).distinct().count() == findings.size();
  }

  /** Signs the certificate. */
  public Statement sign(Signer signer) {
    Map<String, Object> members =
        new HashMap<>(
            Map.of(
                "order",
                order,
                "round",
                round,
                "cause",
                cause,
                "requestedAt",
                requestedAt.toString(),
                "dueAt",
                dueAt.toString(),
                "dataMap",
                dataMap,
                "locations",
                locations.stream().map(Finding::write).toList(),
                "copies",
                copies.stream().map(Finding::write).toList()));
    if (!recalled.isEmpty()) {
      members.put(RECALLED_NAME, recalled);
    }
    subjectCommitment.ifPresent(it -> members.put(COMMITMENT, it));
    follows.ifPresent(it -> members.put(FOLLOWS, it));
    return Statement.read(Statement.sign(kind.type, issuedAt, members, signer), kind.type);
  }

  /**
   * Reads a certificate's file and checks its form and signature.
   *
   * @param now the time of the check
   * @throws MalformedJson if it is not canonical JSON of this form
   * @throws InvalidProof with the reason, if the check fails
   */
  public static Certificate verified(byte[] file, KeyRing keys, Instant now) {
    JsonValue object = CanonicalJson.read(file);
    Kind kind = Kind.of(object);
    return of(kind, keys.verified(file, kind.type, now));
  }

  /** Whether a file may be meant as a certificate: false for other statements and proofs. */
  public static boolean mayBeCertificate(byte[] file) {
    try {
      return CanonicalJson.read(file)
          .string(Statement.TYPE)
          .map(it -> it.startsWith("certificate-"))
          .orElse(true);
    } catch (MalformedJson e) {
      return true;
    }
  }

  private static Certificate of(Kind kind, Statement statement) {
    JsonValue json = statement.content();
    Set<String> required = new HashSet<>(MEMBERS);
    required.addAll(Statement.ENVELOPE);
    json.requireNames(required, Set.of(RECALLED_NAME, COMMITMENT, FOLLOWS));
    try {
      return new Certificate(
          kind,
          json.requiredString("order"),
          json.requiredCount("round"),
          json.requiredString("cause"),
          Statement.instant(json, "requestedAt"),
          Statement.instant(json, "dueAt"),
          statement.issuedAt(),
          json.requiredString("dataMap"),
          json.objects("locations").stream().map(Finding::read).toList(),
          json.objects("copies").stream().map(Finding::read).toList(),
          json.strings(RECALLED_NAME),
          json.string(COMMITMENT),
          json.string(FOLLOWS));
    } catch (IllegalArgumentException e) {
      throw new InvalidProof("the file is signed but not a valid certificate: " + e.getMessage());
    }
  }

  /**
   * Commits to a person without identifying them: only someone who knows the nonce and the uid can
   * show that the certificate is theirs.
   *
   * @param nonce 32 random bytes in base64url, which the person was given
   * @return SHA-256 of the nonce's bytes and the uid in UTF-8, in hexadecimal
   * @throws InvalidProof if the nonce is malformed
   */
  public static String commitment(String nonce, String uid) {
    return Sha256.hex(
        Base64Url.read(nonce, NONCE_BYTES, "the nonce"), uid.getBytes(StandardCharsets.UTF_8));
  }

  /** Requires that the certificate is about this person; throws {@link InvalidProof} if not. */
  public void requireAbout(String nonce, String uid) {
    if (!subjectCommitment.equals(Optional.of(commitment(nonce, uid)))) {
      throw new InvalidProof("the certificate is not about the person with this uid and nonce");
    }
  }

  /** The findings for data that we or a processor still hold and that have an end date. */
  public List<Finding> remaining() {
    return locations.stream().filter(each -> each.until().isPresent()).toList();
  }

  /** When the last pending copy is deleted; empty if none is pending. */
  public Optional<Instant> lastCopyUntil() {
    return Stream.concat(locations.stream(), copies.stream())
        .filter(each -> each.status() == Status.PENDING)
        .flatMap(each -> each.until().stream())
        .max(Instant::compareTo);
  }

  /** The hash by which the next round's certificate refers to this file. */
  public static String hash(Bytes file) {
    return Sha256.hex(file.toArray());
  }
}
