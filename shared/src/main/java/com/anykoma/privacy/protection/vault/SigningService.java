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
 * The Ed25519 keys that sign certificates and the audit log, each in a Tink keyset. A separate
 * key-encryption key wraps them, so that a service that signs cannot open subjects' data. The first
 * key is created on first use; each later key is announced with a signature of its predecessor.
 */
public final class SigningService {
  /** How long an instance uses a cached key before it reads the newest one again. */
  private static final Duration MAX_AGE = Duration.ofMinutes(5);

  private final EvidenceStore store;
  private final Supplier<Aead> kek;
  private final InstantSource clock;
  private Optional<CachedSigner> cached = Optional.empty();

  /** Uses a key-encryption key that wraps signing keys only. */
  public SigningService(EvidenceStore store, Supplier<Aead> kek, InstantSource clock) {
    this.store = store;
    this.kek = kek;
    this.clock = clock;
    try {
      SignatureConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink does not support Ed25519", e);
    }
  }

  private record CachedSigner(Signer signer, Instant readAt) {}

  /** The newest key; creates the first one if none exists. */
  public synchronized Signer signer() {
    Instant now = clock.instant();
    Optional<Signer> fresh =
        cached
            .filter(it -> !now.isBefore(it.readAt()) && now.isBefore(it.readAt().plus(MAX_AGE)))
            .map(CachedSigner::signer);
    return fresh.orElseGet(() -> cache(newestKey(now), now));
  }

  private Signer cache(Signer signer, Instant readAt) {
    cached = Optional.of(new CachedSigner(signer, readAt));
    return signer;
  }

  private Signer newestKey(Instant now) {
    Optional<KeyRing> announced = store.keyRing();
    if (announced.isEmpty()) {
      return createKey(List.of(), Optional.empty(), now);
    }
    return key(announced.get().names().size())
        .orElseThrow(
            () ->
                new DamagedSeal(
                    "the newest signing key is lost: the evidence bucket does not contain it"));
  }

  /** Creates a new signing key, later than the newest. Signatures of older keys stay valid. */
  public synchronized void rotate() {
    Instant now = clock.instant();
    List<byte[]> announced = store.publicKeys();
    Optional<Signer> before = announced.isEmpty() ? Optional.empty() : Optional.of(newestKey(now));
    cache(createKey(announced, before, now), now);
  }

  /** Creates key number {@code announced + 1}; concurrent callers all get the same key. */
  private Signer createKey(List<byte[]> announced, Optional<Signer> before, Instant now) {
    long number = announced.size() + 1L;
    store.storeSigningKey(number, wrapped(number));
    TinkSigner key = key(number).orElseThrow();
    byte[] file = KeyRing.statement(number, key.x(), now, before.orElse(key));
    List<byte[]> all = new ArrayList<>(announced);
    all.add(file);
    KeyRing.of(all); // throws before a file is stored that would break the key ring
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
              associatedData(number),
              RegistryConfiguration.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key-encryption key failed to wrap a signing key", e);
    }
  }

  private Optional<TinkSigner> key(long number) {
    return store.signingKey(number).map(wrapped -> unwrapped(number, wrapped));
  }

  @AccessesPartialKey
  private TinkSigner unwrapped(long number, Bytes wrapped) {
    try {
      KeysetHandle keyset =
          TinkProtoKeysetFormat.parseEncryptedKeyset(
              wrapped.toArray(), kek.get(), associatedData(number), RegistryConfiguration.get());
      if (keyset.getPrimary().getKey() instanceof Ed25519PrivateKey key) {
        Bytes x = Bytes.of(key.getPublicKey().getPublicKeyBytes().toByteArray());
        return new TinkSigner(
            x,
            KeyRing.name(x),
            keyset.getPrimitive(RegistryConfiguration.get(), PublicKeySign.class));
      }
      throw new DamagedSeal("a signing key is not an Ed25519 key");
    } catch (GeneralSecurityException e) {
      throw new DamagedSeal(
          "a signing key cannot be unwrapped: altered, moved, or wrapped by another key");
    }
  }

  /** Binds a wrapped key to its number, so that it does not unwrap under another one. */
  private static byte[] associatedData(long number) {
    return AssociatedData.of("signing-key", "1", Long.toString(number));
  }

  /** A signer that uses a Tink key: the public key and its name. */
  private record TinkSigner(Bytes x, @Override String key, PublicKeySign tink) implements Signer {
    @Override
    public byte[] sign(byte[] message) {
      try {
        return tink.sign(message);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("an Ed25519 key failed to sign", e);
      }
    }

    @Override
    public String toString() {
      return "[signing key]";
    }
  }
}
