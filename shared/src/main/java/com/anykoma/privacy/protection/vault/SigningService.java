package com.anykoma.privacy.protection.vault;

import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Signer;
import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.signature.Ed25519Parameters;
import com.google.crypto.tink.signature.Ed25519PrivateKey;
import com.google.crypto.tink.signature.SignatureConfig;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The keys that certificates and the audit log are signed with: Ed25519, each in a Tink keyset that
 * is wrapped by a key-encryption key of its own, so that whoever signs can open nothing that
 * subjects made. The first is made on first use; each later one is vouched for by the one before
 * it.
 */
public final class SigningService {
  /** How long an instance signs with the key that it knows. */
  private static final Duration MAX_AGE = Duration.ofMinutes(5);

  private final EvidenceStore store;
  private final Supplier<Aead> kek;
  private final InstantSource clock;
  private Optional<Known> known = Optional.empty();

  /**
   * @param kek what wraps the signing keys, and nothing else
   */
  public SigningService(EvidenceStore store, Supplier<Aead> kek, InstantSource clock) {
    this.store = store;
    this.kek = kek;
    this.clock = clock;
    try {
      SignatureConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink has Ed25519", e);
    }
  }

  private record Known(Signer signer, Instant asked) {}

  /** The newest key; made if there is none yet. */
  public synchronized Signer signer() {
    Instant now = clock.instant();
    Optional<Signer> fresh =
        known
            .filter(it -> !now.isBefore(it.asked()) && now.isBefore(it.asked().plus(MAX_AGE)))
            .map(Known::signer);
    return fresh.orElseGet(() -> keep(newest(now), now));
  }

  private Signer keep(Signer signer, Instant asked) {
    known = Optional.of(new Known(signer, asked));
    return signer;
  }

  private Signer newest(Instant now) {
    List<byte[]> announced = store.publicKeys();
    if (announced.isEmpty()) {
      return made(announced, Optional.empty(), now);
    }
    long number = KeyRing.of(announced).names().size();
    return key(number).orElseThrow(() -> new DamagedSeal("the signing key is lost"));
  }

  /**
   * Signs with a new key from now on; what older ones signed keeps verifying.
   *
   * @throws com.anykoma.privacy.proof.signature.InvalidProof when by our clock the newest key is
   *     not older
   */
  public synchronized void rotate() {
    Instant now = clock.instant();
    List<byte[]> announced = store.publicKeys();
    Optional<Signer> before = announced.isEmpty() ? Optional.empty() : Optional.of(newest(now));
    keep(made(announced, before, now), now);
  }

  /** Of several makers at once all get the same key. */
  private Signer made(List<byte[]> announced, Optional<Signer> before, Instant now) {
    long number = announced.size() + 1L;
    store.storeSigningKey(number, wrapped(number));
    Key key = key(number).orElseThrow();
    byte[] file = KeyRing.statement(number, key.x(), now, before.orElse(key));
    List<byte[]> all = new ArrayList<>(announced);
    all.add(file);
    KeyRing.of(all); // what would break the ring is never kept
    store.storePublicKey(number, Bytes.of(file));
    return key;
  }

  private Bytes wrapped(long number) {
    try {
      return Bytes.of(
          TinkProtoKeysetFormat.serializeEncryptedKeyset(
              KeysetHandle.generateNew(
                  Ed25519Parameters.create(Ed25519Parameters.Variant.NO_PREFIX),
                  RegistryConfiguration.get()),
              kek.get(),
              boundTo(number),
              RegistryConfiguration.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key-encryption key did not wrap a signing key", e);
    }
  }

  private Optional<Key> key(long number) {
    return store.signingKey(number).map(wrapped -> unwrapped(number, wrapped));
  }

  @AccessesPartialKey
  private Key unwrapped(long number, Bytes wrapped) {
    try {
      KeysetHandle keyset =
          TinkProtoKeysetFormat.parseEncryptedKeyset(
              wrapped.toArray(), kek.get(), boundTo(number), RegistryConfiguration.get());
      if (keyset.getPrimary().getKey() instanceof Ed25519PrivateKey key) {
        return new Key(
            Bytes.of(key.getPublicKey().getPublicKeyBytes().toByteArray()),
            keyset.getPrimitive(RegistryConfiguration.get(), PublicKeySign.class));
      }
      throw new DamagedSeal("a signing key is none of Ed25519");
    } catch (GeneralSecurityException e) {
      throw new DamagedSeal("a signing key is not what the key-encryption key wrapped");
    }
  }

  /** A wrapped key put in another's place never unwraps. */
  private static byte[] boundTo(long number) {
    return Binding.of("signing-key", "1", Long.toString(number));
  }

  /**
   * A key that signs.
   *
   * @param x its public half
   */
  private record Key(Bytes x, PublicKeySign tink) implements Signer {
    @Override
    public String key() {
      return KeyRing.name(x);
    }

    @Override
    public byte[] sign(byte[] message) {
      try {
        return tink.sign(message);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("an Ed25519 key signs whatever it is given", e);
      }
    }

    @Override
    public String toString() {
      return "[signing key]";
    }
  }
}
