package com.anykoma.privacy.proof.signature;

import com.anykoma.privacy.json.CanonicalJson;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Our public keys, one after the other: the first vouches for itself, each later one is vouched for
 * by the one before it. Whoever knows the first key's name can check them all, and what an older
 * key signed in its time keeps verifying. Immutable.
 */
public final class KeyRing {
  /** How far two clocks may be apart. */
  static final Duration SKEW = Duration.ofMinutes(5);

  /** How long after a rotation an instance may still sign with the key before. */
  static final Duration OVERLAP = Duration.ofHours(1);

  private static final String KEY = "signing-key";
  private static final String KEYS = "signing-keys";
  private static final Set<String> MEMBERS =
      Set.of("type", "version", "issuedAt", "number", "kty", "crv", "kid", "x");

  private final List<Key> keys;

  private KeyRing(List<Key> keys) {
    this.keys = List.copyOf(keys);
  }

  private record Key(PublicKey key, String name, Statement statement) {
    Instant from() {
      return statement.issuedAt();
    }
  }

  /**
   * What makes a key known.
   *
   * @param number from 1
   * @param x the 32 bytes of its public half
   * @param by the key before it, or itself when it is the first
   */
  public static byte[] announce(long number, Bytes x, Instant from, Signer by) {
    return Statement.sign(
        KEY,
        from,
        Map.of(
            "number",
            number,
            "kty",
            "OKP",
            "crv",
            "Ed25519",
            "kid",
            name(x),
            "x",
            Base64Url.of(x.toArray())),
        by);
  }

  /** The name of a key, by its public half: the thumbprint of RFC 7638. */
  public static String name(Bytes x) {
    return new PublicKey(x).thumbprint();
  }

  /**
   * The keys of these statements, the first key's first.
   *
   * @throws InvalidProof unless each is vouched for as it must be
   */
  public static KeyRing of(List<byte[]> announced) {
    return ofStatements(announced.stream().map(each -> Statement.read(each, KEY)).toList());
  }

  /** The keys of a published file: {@code {"keys":[...],"type":"signing-keys","version":1}}. */
  public static KeyRing read(byte[] published) {
    JsonValue file = CanonicalJson.read(published);
    if (!file.requiredString(Statement.TYPE).equals(KEYS)) {
      throw new InvalidProof("the file of keys is no statement of the type '" + KEYS + "'");
    }
    Statement.requireVersion(file);
    file.requireNames(Set.of(Statement.TYPE, "version", "keys"), Set.of());
    return ofStatements(
        file.objects("keys").stream().map(each -> Statement.of(each, KEY)).toList());
  }

  private static KeyRing ofStatements(List<Statement> statements) {
    List<Key> keys = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Statement each : statements) {
      Key key = key(each, keys.size() + 1L);
      Key by = keys.isEmpty() ? key : keys.get(keys.size() - 1);
      if (!each.key().equals(by.name())
          || !by.key().verifies(each.signed(), each.signature().toArray())) {
        throw new InvalidProof("a public key is not vouched for by the one before it");
      }
      if (!names.add(key.name()) || (keys.size() > 0 && !key.from().isAfter(by.from()))) {
        throw new InvalidProof("the public keys are not one after the other");
      }
      keys.add(key);
    }
    if (keys.isEmpty()) {
      throw new InvalidProof("there is no public key");
    }
    return new KeyRing(keys);
  }

  private static Key key(Statement statement, long number) {
    JsonValue said = statement.said();
    said.requireNames(MEMBERS, Set.of());
    PublicKey key =
        new PublicKey(
            Bytes.of(Base64Url.read(said.requiredString("x"), PublicKey.BYTES, "a public key")));
    String name = key.thumbprint();
    if (said.requiredCount("number") != number
        || !said.requiredString("kty").equals("OKP")
        || !said.requiredString("crv").equals("Ed25519")
        || !said.requiredString("kid").equals(name)) {
      throw new InvalidProof("a public key does not say what it is");
    }
    return new Key(key, name, statement);
  }

  /** The file to publish. */
  public byte[] publish() {
    return CanonicalJson.of(
        Map.of(
            Statement.TYPE,
            KEYS,
            "version",
            Statement.VERSION,
            "keys",
            keys.stream().map(each -> each.statement().members()).toList()));
  }

  /** The first key's name, which is the one to trust: it leads to all others. */
  public String root() {
    return keys.get(0).name();
  }

  /** The names of the keys, the first one first. */
  public List<String> names() {
    return keys.stream().map(Key::name).toList();
  }

  /**
   * Reads a statement and checks that a key of ours signed it in the key's time. No key may be
   * dated ahead: it would keep the one before it valid for longer than it was.
   *
   * @param now when it is checked
   * @throws com.anykoma.privacy.json.MalformedJson when it is not canonical JSON of this form
   * @throws InvalidProof saying why it proves nothing
   */
  public Statement verified(byte[] file, String type, Instant now) {
    return verified(Statement.read(file, type), now);
  }

  /** The same for a statement that was read already. */
  public Statement verified(Statement statement, Instant now) {
    requireNoneAhead(now);
    int index = names().indexOf(statement.key());
    if (index < 0) {
      throw new InvalidProof("it is signed by a key that is none of the published ones");
    }
    if (!keys.get(index).key().verifies(statement.signed(), statement.signature().toArray())) {
      throw new InvalidProof("the signature is not of what it says: it was altered");
    }
    Instant at = statement.issuedAt();
    if (at.isAfter(now.plus(SKEW))) {
      throw new InvalidProof("it is of the future: it says that it was issued at " + at);
    }
    if (at.isBefore(keys.get(index).from().minus(SKEW))) {
      throw new InvalidProof("it is older than the key that signed it");
    }
    if (index + 1 < keys.size() && !at.isBefore(keys.get(index + 1).from().plus(OVERLAP))) {
      throw new InvalidProof("it is signed by a key that had been replaced by then");
    }
    return statement;
  }

  /** Keys are one after the other: only the newest can be ahead of all. */
  private void requireNoneAhead(Instant now) {
    Instant newest = keys.get(keys.size() - 1).from();
    if (newest.isAfter(now.plus(SKEW))) {
      throw new InvalidProof(
          "public key " + keys.size() + " is of the future: it says from " + newest);
    }
  }
}
