package com.anykoma.privacy.bench;

import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.protection.vault.KeyService;
import com.anykoma.privacy.subject.SubjectHash;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingKey;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters.HashType;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The vault's streams in memory by the size of their segments, beside the raw cipher: what {@code
 * SubjectKey.SEGMENT_BYTES} was chosen by.
 */
final class SegmentBench {
  private static final int[] SEGMENT_KIB = {4, 16, 32, 64, 256, 1024};
  private static final int[] OBJECT_KIB = {16, 1024};
  private static final long BYTES_A_ROUND = 64L << 20;
  private static final int KEY_BYTES = 32;
  private static final double MB = 1e6;

  /** MB (10^6 bytes) a second and microseconds an object, with the ratio to the raw cipher. */
  record Row(
      String name, int segmentKib, double mbPerSecond, double micros, double ratioToCipher) {}

  private final Map<String, Double> best = new HashMap<>();

  private SegmentBench() {}

  /**
   * @param rounds of which the best counts
   */
  static List<Row> run(Path directory, Clock clock, int rounds) throws Exception {
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock)) {
      KeyService unused = // which makes Tink encrypt as it does in a function
          new KeyService(cloud.keys(), cloud.kek(), new SubjectHash(new byte[KEY_BYTES]), clock);
      StreamingAeadConfig.register();
      SegmentBench bench = new SegmentBench();
      for (int round = 0; round <= rounds; round++) { // one to warm up
        bench.round();
      }
      return bench.rows();
    }
  }

  private void round() throws GeneralSecurityException, IOException {
    for (int kib : OBJECT_KIB) {
      ByteArrayOutputStream picture = new ByteArrayOutputStream();
      new Picture((long) kib << 10).writeTo(picture);
      byte[] object = picture.toByteArray();
      int times = (int) (BYTES_A_ROUND / object.length);
      add("seal-" + kib, RawGcm.encrypting(object, times));
      add("open-" + kib, RawGcm.decrypting(object, times));
      for (int segment : SEGMENT_KIB) {
        StreamingAead aead = aead(segment << 10);
        add("seal-" + kib + "-" + segment, sealing(aead, object, times));
        add("open-" + kib + "-" + segment, opening(aead, object, times));
      }
    }
  }

  private static StreamingAead aead(int segmentBytes) throws GeneralSecurityException {
    KeysetHandle keyset =
        KeysetHandle.generateNew(
            AesGcmHkdfStreamingParameters.builder()
                .setKeySizeBytes(KEY_BYTES)
                .setDerivedAesGcmKeySizeBytes(KEY_BYTES)
                .setHkdfHashType(HashType.SHA256)
                .setCiphertextSegmentSizeBytes(segmentBytes)
                .build(),
            RegistryConfiguration.get());
    return AesGcmHkdfStreaming.create((AesGcmHkdfStreamingKey) keyset.getAt(0).getKey());
  }

  private static double sealing(StreamingAead aead, byte[] object, int times)
      throws GeneralSecurityException, IOException {
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      seal(aead, object, OutputStream.nullOutputStream());
    }
    return perSecond(object, times, start);
  }

  private static void seal(StreamingAead aead, byte[] object, OutputStream to)
      throws GeneralSecurityException, IOException {
    try (OutputStream out = aead.newEncryptingStream(to, new byte[0])) {
      out.write(object);
    }
  }

  private static double opening(StreamingAead aead, byte[] object, int times)
      throws GeneralSecurityException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    seal(aead, object, out);
    byte[] sealed = out.toByteArray();
    byte[] buffer = new byte[Math.min(RawGcm.SEGMENT_BYTES, object.length)];
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      try (InputStream in =
          aead.newDecryptingStream(new ByteArrayInputStream(sealed), new byte[0])) {
        while (in.read(buffer) >= 0) {
          // nobody wants it
        }
      }
    }
    return perSecond(object, times, start);
  }

  private static double perSecond(byte[] object, int times, long start) {
    return (double) object.length * times * 1e9 / (System.nanoTime() - start);
  }

  private void add(String name, double rate) {
    best.merge(name, rate, Math::max);
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int kib : OBJECT_KIB) {
      for (String deed : List.of("seal-", "open-")) {
        double raw = best.getOrDefault(deed + kib, 0.0);
        for (int segment : SEGMENT_KIB) {
          double rate = best.getOrDefault(deed + kib + "-" + segment, 0.0);
          double micros = (kib << 10) / rate * 1e6;
          rows.add(new Row(deed + kib + "KiB", segment, rate / MB, micros, rate / raw));
        }
      }
    }
    return rows;
  }
}
