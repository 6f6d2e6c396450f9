package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.OpenedBlobTest.noise;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.usage.plan.Concurrently;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests JSSE with the provider, because TLS uses the process's first AES-GCM too. */
final class ConscryptGcmProviderTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final int SIZE = 3_000_000;

  @TempDir private static Path directory;
  private static SSLContext tls;

  @BeforeAll
  static void certify() throws Exception {
    ConscryptGcmProvider.install();
    Path store = directory.resolve("tls.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory mine = KeyManagerFactory.getInstance("PKIX");
    mine.init(keys, PASSWORD);
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(keys);
    tls = SSLContext.getInstance("TLS", "SunJSSE");
    tls.init(mine.getKeyManagers(), trusted.getTrustManagers(), null);
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, TLS_AES_256_GCM_SHA384",
    "TLSv1.3, TLS_AES_128_GCM_SHA256",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
  })
  void transfersMegabytesInBothDirections(String protocol, String suite) throws Exception {
    try (SSLServerSocket server =
        (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0)) {
      server.setEnabledProtocols(new String[] {protocol});
      server.setEnabledCipherSuites(new String[] {suite});

      List<byte[]> received =
          Concurrently.run(
              List.of(
                  () -> exchanged((SSLSocket) server.accept(), noise(SIZE, 1)),
                  () ->
                      exchanged(
                          (SSLSocket)
                              tls.getSocketFactory()
                                  .createSocket("localhost", server.getLocalPort()),
                          noise(SIZE, 2))));

      assertThat(received.get(0)).isEqualTo(noise(SIZE, 2));
      assertThat(received.get(1)).isEqualTo(noise(SIZE, 1));
    }
  }

  /** Reads all bytes while another thread sends. */
  private static byte[] exchanged(SSLSocket socket, byte[] sent) throws Exception {
    try (socket) {
      Thread sending =
          new Thread(
              () -> {
                try {
                  socket.getOutputStream().write(sent);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      sending.start();
      byte[] received = socket.getInputStream().readNBytes(SIZE);
      sending.join();
      return received;
    }
  }
}
