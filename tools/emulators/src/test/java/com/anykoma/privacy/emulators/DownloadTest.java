package com.anykoma.privacy.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class DownloadTest {
  private static final String BODY = "an emulator";
  private static final String SHA256 =
      "69cda2b72b71882693d76f82e0d4f72dba977322758a2913cd6f1bc65a27d87a";

  @TempDir Path directory;
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/there",
        exchange -> {
          byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Test
  void storesTheFile() throws IOException {
    Path into = directory.resolve("cache/emulator.jar");

    Download.of(uri("/there"), SHA256, into);

    assertThat(into).hasContent(BODY);
    assertThat(into.getParent()).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void deletesAFileWithAnotherChecksum() {
    Path into = directory.resolve("emulator.jar");

    assertThatThrownBy(() -> Download.of(uri("/there"), "0".repeat(64), into))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("instead of");

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void reportsTheServersStatus() {
    assertThatThrownBy(() -> Download.of(uri("/absent"), SHA256, directory.resolve("emulator.jar")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot be downloaded: the server answers 404");
  }
}
