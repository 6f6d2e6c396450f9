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
 * Our public keys as a chain: the first key signs itself, and each key signs the next one. The name
 * of the first key is enough to verify all of them. Statements that a key signed before its
 * replacement stay valid. Immutable.
 */
public final class KeyRing {
  /** The largest accepted difference between two clocks. */
  static final Duration SKEW = Duration.ofMinutes(5);

  /** How long after a rotation an instance may still sign with the previous key. */
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
   * Signs the statement that publishes a key.
   *
   * @param number counts keys from 1
   * @param x the 32 bytes of the public key
   * @param from when the key may start to sign
   * @param by the previous key; the first key signs itself
   */
  public static byte[] statement(long number, Bytes x, Instant from, Signer by) {
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

  /** The name of a public key: its RFC 7638 thumbprint. */
  public static String name(Bytes x) {
    return new PublicKey(x).thumbprint();
  }

  /** Reads the chain of keys and verifies that each is signed by the previous one. */
  public static KeyRing of(List<byte[]> published) {
    return ofStatements(published.stream().map(each -> Statement.read(each, KEY)).toList());
  }

  /** Reads a published file: {@code {"keys":[...],"type":"signing-keys","version":1}}. */
  public static KeyRing read(byte[] published) {
    JsonValue file = CanonicalJson.read(published);
    if (!file.requiredString(Statement.TYPE).equals(KEYS)) {
      throw new InvalidProof("the file of keys is not of type '" + KEYS + "'");
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
        throw new InvalidProof("a public key is not signed by the previous one");
      }
      if (!names.add(key.name()) || (keys.size() > 0 && !key.from().isAfter(by.from()))) {
        throw new InvalidProof("the public keys are not in order");
      }
      keys.add(key);
    }
    if (keys.isEmpty()) {
      throw new InvalidProof("there is no public key");
    }
    return new KeyRing(keys);
  }

  private static Key key(Statement statement, long number) {
    JsonValue json = statement.content();
    json.requireNames(MEMBERS, Set.of());
    PublicKey key =
        new PublicKey(
            Bytes.of(Base64Url.read(json.requiredString("x"), PublicKey.BYTES, "a public key")));
    String name = key.thumbprint();
    if (json.requiredCount("number") != number
        || !json.requiredString("kty").equals("OKP")
        || !json.requiredString("crv").equals("Ed25519")
        || !json.requiredString("kid").equals(name)) {
      throw new InvalidProof("a public key has a wrong number, kind or name");
    }
    return new Key(key, name, statement);
  }

  /** The file to publish, which {@link #read} reads. */
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

  /** The first key's name, the root of trust: it verifies all others. */
  public String root() {
    return keys.get(0).name();
  }

  /** The names of all keys, the first one first. */
  public List<String> names() {
    return keys.stream().map(Key::name).toList();
  }

  /**
   * Reads a statement and checks that a key of ours signed it during the key's validity. Refuses
   * keys that start in the future, because they would extend the validity of the previous key.
   *
   * @param now the time of the check
   * @throws com.anykoma.privacy.json.MalformedJson if it is not canonical JSON of this form
   * @throws InvalidProof with the reason, if the check fails
   */
  public Statement verified(byte[] file, String type, Instant now) {
    return verified(Statement.read(file, type), now);
  }

  /** The same for a statement that is already read. */
  public Statement verified(Statement statement, Instant now) {
    requireStarted(now);
    int index = names().indexOf(statement.key());
    if (index < 0) {
      throw new InvalidProof("it is signed by a key that was not published");
    }
    if (!keys.get(index).key().verifies(statement.signed(), statement.signature().toArray())) {
      throw new InvalidProof("the signature does not match the content: the file was altered");
    }
    Instant at = statement.issuedAt();
    if (at.isAfter(now.plus(SKEW))) {
      throw new InvalidProof("it is dated in the future: issuedAt is " + at);
    }
    if (at.isBefore(keys.get(index).from().minus(SKEW))) {
      throw new InvalidProof("it is dated before the key that signed it");
    }
    if (index + 1 < keys.size() && !at.isBefore(keys.get(index + 1).from().plus(OVERLAP))) {
      throw new InvalidProof("it is dated after the key that signed it was replaced");
    }
    return statement;
  }

  /** Keys are in order of time, so that checking the newest is enough. */
  private void requireStarted(Instant now) {
    Instant newest = keys.get(keys.size() - 1).from();
    if (newest.isAfter(now.plus(SKEW))) {
      throw new InvalidProof(
          "public key " + keys.size() + " is dated in the future: issuedAt is " + newest);
    }
  }
}
