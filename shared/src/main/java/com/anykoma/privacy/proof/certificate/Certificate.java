package com.anykoma.privacy.proof.certificate;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Signer;
import com.anykoma.privacy.proof.signature.Statement;
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
 * What the second reader says of an order to erase somebody or to purge an item, once nothing is
 * left that is not disclosed: place by place what has become of it (P20, P23; E28). It names
 * nobody: the order's id is a keyed hash.
 *
 * @param kind what was ordered
 * @param order the order's id
 * @param round which look of the second reader it is; another one follows when something that was
 *     pending or retained is gone
 * @param cause why it was ordered, a fixed word
 * @param requestedAt when its time began to run
 * @param dueAt the promised date
 * @param issuedAt when the second reader had looked everywhere
 * @param dataMap SHA-256 of the data map that it looked by, in hexadecimal
 * @param locations what is in each location of the data map that was looked at
 * @param copies until when each store's backups, versions and logs can hold something of it
 * @param follows the hash of the certificate of the round before, where there is one
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
    Optional<String> follows) {
  /** What was ordered. */
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

    private static Kind of(JsonValue said) {
      String type = said.requiredString(Statement.TYPE);
      return Stream.of(values())
          .filter(each -> each.type.equals(type))
          .findFirst()
          .orElseThrow(() -> new InvalidProof("it is no certificate"));
    }
  }

  private static final Pattern ORDER = Pattern.compile("[A-Za-z0-9_-]{43}(-[0-9]{1,18})?");
  private static final Pattern WORD = Pattern.compile("[a-z][a-z-]{0,39}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Set<String> MEMBERS =
      Set.of("order", "round", "cause", "requestedAt", "dueAt", "dataMap", "locations", "copies");
  private static final String FOLLOWS = "follows";

  public Certificate {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(requestedAt);
    Objects.requireNonNull(dueAt);
    Objects.requireNonNull(issuedAt);
    if (!ORDER.matcher(order).matches()) {
      throw new IllegalArgumentException("an order's id is a keyed hash");
    }
    if (round == 0 && follows.isPresent()) {
      throw new IllegalArgumentException("the first round follows no other");
    }
    if (round < 0 || !WORD.matcher(cause).matches()) {
      throw new IllegalArgumentException("a round is not negative, and a cause a fixed word");
    }
    if (!HASH.matcher(dataMap).matches()
        || follows.filter(it -> !HASH.matcher(it).matches()).isPresent()) {
      throw new IllegalArgumentException("a hash is 64 hexadecimal digits");
    }
    locations = List.copyOf(locations);
    copies = List.copyOf(copies);
    if (locations.isEmpty() || !areDistinct(locations) || !areDistinct(copies)) {
      throw new IllegalArgumentException("each place is looked at once, and one at least");
    }
  }

  private static boolean areDistinct(List<Finding> findings) {
    return findings.stream().map(Finding::place).distinct().count() == findings.size();
  }

  /** Signs it: the certificate's file. */
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
    follows.ifPresent(it -> members.put(FOLLOWS, it));
    return Statement.read(Statement.sign(kind.type, issuedAt, members, signer), kind.type);
  }

  /**
   * Reads a file and checks that it is a certificate of ours, to the last byte.
   *
   * @param now when it is checked
   * @throws MalformedJson when it is not canonical JSON of this form
   * @throws InvalidProof saying why it proves nothing
   */
  public static Certificate verified(byte[] file, KeyRing keys, Instant now) {
    JsonValue object = CanonicalJson.read(file);
    Kind kind = Kind.of(object);
    return of(kind, keys.verified(file, kind.type, now));
  }

  /** Whether a file may be meant to be a certificate: no other kind of statement, nor a proof. */
  public static boolean claims(byte[] file) {
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
    JsonValue said = statement.said();
    Set<String> required = new HashSet<>(MEMBERS);
    required.addAll(Statement.ENVELOPE);
    said.requireNames(required, Set.of(FOLLOWS));
    try {
      return new Certificate(
          kind,
          said.requiredString("order"),
          said.requiredCount("round"),
          said.requiredString("cause"),
          Statement.instant(said, "requestedAt"),
          Statement.instant(said, "dueAt"),
          statement.issuedAt(),
          said.requiredString("dataMap"),
          said.objects("locations").stream().map(Finding::read).toList(),
          said.objects("copies").stream().map(Finding::read).toList(),
          said.string(FOLLOWS));
    } catch (IllegalArgumentException e) {
      throw new InvalidProof("it is signed, and yet no certificate: " + e.getMessage());
    }
  }

  /** What in our hands, or in a processor's, is not gone yet, by location. */
  public List<Finding> remainders() {
    return locations.stream().filter(each -> each.until().isPresent()).toList();
  }

  /** When the last copy anywhere is gone that is not retained. */
  public Optional<Instant> lastCopyUntil() {
    return Stream.concat(locations.stream(), copies.stream())
        .filter(each -> each.status() == Status.PENDING)
        .flatMap(each -> each.until().stream())
        .max(Instant::compareTo);
  }

  /** The hash by which the next one refers to it. */
  public static String hash(Bytes file) {
    return Sha256.hex(file.toArray());
  }
}
