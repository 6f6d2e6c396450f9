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
 * The bucket of evidence, to which files are added and in which none is ever replaced: {@code
 * keys/N.json} and {@code signing/N}, the public and wrapped private keys; {@code audit/N.json},
 * the seals of the audit log; {@code certificates/ORDER/REQUESTED-ROUND.json}.
 */
public record EvidenceStore(Blobs blobs) {
  /** The bucket's name in the data map. */
  public static final String BUCKET = "evidence";

  /** A seal of the most entries has some 4 MiB. */
  private static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final int PAGE = 1_000;
  private static final String JSON = "application/json";
  private static final String BINARY = "application/octet-stream";

  /**
   * The certificate of an order's round.
   *
   * @param requestedAt when it was ordered: where a restored database has forgotten an order, its
   *     id may be another's later
   */
  public Optional<Bytes> certificate(String order, Instant requestedAt, long round) {
    return read(certificateName(order, requestedAt, round));
  }

  /** The latest certificate of an order. */
  public Optional<Bytes> latestCertificate(String order) {
    List<byte[]> all = files(certificates(order));
    return all.isEmpty() ? Optional.empty() : Optional.of(Bytes.of(all.get(all.size() - 1)));
  }

  /** Keeps a certificate; of several at once the first stays, and is what is answered. */
  public Bytes keepCertificate(Certificate certificate, Bytes file) {
    return keep(
        certificateName(certificate.order(), certificate.requestedAt(), certificate.round()),
        JSON,
        file);
  }

  /** Names that sort by time. */
  private static String certificateName(String order, Instant requestedAt, long round) {
    return certificates(order)
        + String.format(Locale.ROOT, "%013d-%04d.json", requestedAt.toEpochMilli(), round);
  }

  private static String certificates(String order) {
    return "certificates/" + order + "/";
  }

  /** The seal of this number, from 1. */
  public Optional<Bytes> seal(long number) {
    return read(numbered("audit/", number) + ".json");
  }

  /** The seals that there are, the first one first. */
  public List<byte[]> seals() {
    return files("audit/");
  }

  /** Whether there is such a seal. */
  public boolean hasSeal(long number) {
    return stat(numbered("audit/", number) + ".json").isPresent();
  }

  /** Keeps a seal; of several at once the first stays, and is what is answered. */
  public Bytes keepSeal(long number, Bytes file) {
    return keep(numbered("audit/", number) + ".json", JSON, file);
  }

  /** The wrapped private key of this number, from 1. */
  public Optional<Bytes> signingKey(long number) {
    return read(numbered("signing/", number));
  }

  /** Keeps a wrapped private key; of several at once the first stays, and is what is answered. */
  public Bytes keepSigningKey(long number, Bytes wrapped) {
    return keep(numbered("signing/", number), BINARY, wrapped);
  }

  /** Keeps the statement that makes a public key known, likewise. */
  public Bytes keepPublicKey(long number, Bytes file) {
    return keep(numbered("keys/", number) + ".json", JSON, file);
  }

  /** The statements that made the public keys known, the first one first. */
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

  /** The public keys, checked; empty before the first. */
  public Optional<KeyRing> keyRing() {
    List<byte[]> announced = publicKeys();
    return announced.isEmpty() ? Optional.empty() : Optional.of(KeyRing.of(announced));
  }

  /** Names that sort as the numbers do. */
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
        throw new InvalidProof("a file of evidence has more than " + MAX_BYTES + " bytes");
      }
      return Optional.of(Bytes.of(bytes));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bytes keep(String name, String contentType, Bytes file) {
    try {
      blobs.write(
          new BlobId(BUCKET, name),
          contentType,
          Map.of(),
          OptionalLong.of(0),
          out -> out.write(file.toArray()));
      return file;
    } catch (PreconditionFailed e) {
      return read(name).orElseThrow(() -> new IllegalStateException("kept evidence is gone", e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
