package com.anykoma.privacy.proof.certificate;

import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.PreconditionFailed;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The bucket of evidence. Its files are never replaced: {@code keys/N.json} (public keys), {@code
 * signing/N} (wrapped private keys), {@code audit/N.json} (checkpoints of the audit log with their
 * entries) and {@code certificates/ORDER/REQUESTED-ROUND.json}.
 *
 * <p>The {@code store} methods are idempotent: they return the file that is stored, which is an
 * earlier one if there was one.
 */
public final class EvidenceStore {
  /** The bucket's name in the data map. */
  public static final String BUCKET = "evidence";

  /** A checkpoint with the most entries has about 4 MiB. */
  private static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final int PAGE = 1_000;
  private static final String JSON = "application/json";
  private static final String BINARY = "application/octet-stream";

  private final Blobs blobs;
  private volatile Optional<VerifiedKeys> verified = Optional.empty();

  public EvidenceStore(Blobs blobs) {
    this.blobs = blobs;
  }

  /** Public keys, and the files from which they were read and verified. */
  private record VerifiedKeys(List<Bytes> files, KeyRing keys) {}

  /** The certificate of a round of the order of this time; a restored database may reuse its id. */
  public Optional<Bytes> certificate(String order, Instant requestedAt, long round) {
    return read(certificateName(order, requestedAt, round));
  }

  /** The latest certificate of an order. */
  public Optional<Bytes> latestCertificate(String order) {
    List<byte[]> all = files(certificates(order));
    return all.isEmpty() ? Optional.empty() : Optional.of(Bytes.of(all.get(all.size() - 1)));
  }

  public Bytes storeCertificate(Certificate certificate, Bytes file) {
    return store(
        certificateName(certificate.order(), certificate.requestedAt(), certificate.round()),
        JSON,
        file);
  }

  /** The names sort by time. */
  private static String certificateName(String order, Instant requestedAt, long round) {
    return certificates(order)
        + String.format(Locale.ROOT, "%013d-%04d.json", requestedAt.toEpochMilli(), round);
  }

  private static String certificates(String order) {
    return "certificates/" + order + "/";
  }

  /** The file of this checkpoint and its entries; numbers start at 1. */
  public Optional<Bytes> batch(long number) {
    return read(numbered("audit/", number) + ".json");
  }

  /** The files of all checkpoints, the first one first. */
  public List<byte[]> batches() {
    return files("audit/");
  }

  public boolean hasBatch(long number) {
    return stat(numbered("audit/", number) + ".json").isPresent();
  }

  public Bytes storeBatch(long number, Bytes file) {
    return store(numbered("audit/", number) + ".json", JSON, file);
  }

  /** The wrapped private key of this number; numbers start at 1. */
  public Optional<Bytes> signingKey(long number) {
    return read(numbered("signing/", number));
  }

  public Bytes storeSigningKey(long number, Bytes wrapped) {
    return store(numbered("signing/", number), BINARY, wrapped);
  }

  public Bytes storePublicKey(long number, Bytes file) {
    return store(numbered("keys/", number) + ".json", JSON, file);
  }

  /** The statements that publish the public keys, the first one first. */
  public List<byte[]> publicKeys() {
    return files("keys/");
  }

  private List<byte[]> files(String folder) {
    List<byte[]> found = new ArrayList<>();
    for (List<Blob> page : Pages.of(next -> blobs.list(BUCKET, folder, next, PAGE))) {
      page.forEach(each -> read(each).map(Bytes::toArray).ifPresent(found::add));
    }
    return found;
  }

  /** The verified public keys; empty if there is none. Files are verified again if they change. */
  public Optional<KeyRing> keyRing() {
    List<byte[]> published = publicKeys();
    if (published.isEmpty()) {
      return Optional.empty();
    }
    List<Bytes> files = published.stream().map(Bytes::of).toList();
    Optional<KeyRing> known =
        verified.filter(it -> it.files().equals(files)).map(VerifiedKeys::keys);
    return Optional.of(known.orElseGet(() -> verify(files, published)));
  }

  private KeyRing verify(List<Bytes> files, List<byte[]> published) {
    KeyRing keys = KeyRing.of(published);
    verified = Optional.of(new VerifiedKeys(files, keys));
    return keys;
  }

  /** The names sort by number. */
  private static String numbered(String folder, long number) {
    return folder + String.format(Locale.ROOT, "%08d", number);
  }

  private Optional<Blob> stat(String name) {
    return blobs.stat(new BlobId(BUCKET, name));
  }

  private Optional<Bytes> read(String name) {
    return stat(name).flatMap(this::read);
  }

  private Optional<Bytes> read(Blob blob) {
    try (InputStream in = blobs.read(blob, 0)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new InvalidProof("an evidence file has more than " + MAX_BYTES + " bytes");
      }
      return Optional.of(Bytes.of(bytes));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bytes store(String name, String contentType, Bytes file) {
    try {
      blobs.write(
          new BlobId(BUCKET, name),
          contentType,
          Map.of(),
          OptionalLong.of(0),
          out -> out.write(file.toArray()));
      return file;
    } catch (PreconditionFailed e) {
      return read(name)
          .orElseThrow(() -> new IllegalStateException("stored evidence was deleted", e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
