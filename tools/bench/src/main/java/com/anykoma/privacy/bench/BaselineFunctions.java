package com.anykoma.privacy.bench;

import com.anykoma.privacy.functions.events.StorageEvents;
import com.anykoma.privacy.local.host.HostedFunction;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.protection.vault.UploadService;
import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.OptionalLong;
import org.eclipse.jetty.server.Handler;

/** Minimal functions without privacy features: the upper limits of speed for our functions. */
final class BaselineFunctions {
  private static final String BINARY = "application/octet-stream";

  private BaselineFunctions() {}

  /** Creates the handlers on a cloud, by path name. */
  static Map<String, Handler> functions(Cloud cloud) {
    return Map.of(
        "Hello",
        HostedFunction.handler(new Hello()),
        "BlobUploaded" + VaultLoad.BARE,
        HostedFunction.handler(new Upload(cloud)),
        "Content" + VaultLoad.BARE,
        HostedFunction.handler(new Content(cloud)));
  }

  /** Answers with a constant: the limit of every function. */
  public static final class Hello implements HttpFunction {
    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
      response.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** The limit of sealing: reads an upload, encrypts it with {@link RawGcm}, writes and deletes. */
  private record Upload(Cloud cloud) implements CloudEventsFunction {
    @Override
    public void accept(CloudEvent event) throws IOException {
      Blob upload = StorageEvents.finalized(UploadService.UPLOADS, event);
      BlobId sealed = new BlobId(UploadService.CONTENT, upload.id().name());
      cloud
          .blobs()
          .write(sealed, BINARY, Map.of(), OptionalLong.empty(), out -> encrypt(upload, out));
      cloud.blobs().delete(upload);
    }

    private void encrypt(Blob upload, OutputStream out) throws IOException {
      try (InputStream in = cloud.blobs().read(upload, 0)) {
        new RawGcm(upload.size()).encrypt(in, out);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * The limit of opening a blob: verifies the ID token, finds the blob under the token's subject,
   * decrypts it with {@link RawGcm} and streams the result. No keys, fence or ranges.
   */
  private record Content(Cloud cloud) implements HttpFunction {
    @Override
    public void service(HttpRequest request, HttpResponse response)
        throws IOException, GeneralSecurityException {
      String token = request.getFirstHeader("Authorization").orElseThrow().split(" ", 2)[1];
      String owner = cloud.accounts().verify(token).subject().value();
      String id = request.getPath().substring(request.getPath().lastIndexOf('/') + 1);
      BlobId name = new BlobId(UploadService.CONTENT, "users/" + owner + "/images/" + id);
      Blob blob = cloud.blobs().stat(name).orElseThrow();
      long size = RawGcm.plainSize(blob.size());
      response.setContentType(BINARY);
      response.appendHeader("Content-Length", Long.toString(size));
      try (InputStream in = cloud.blobs().read(blob, 0)) {
        new RawGcm(size).decrypt(in, response.getOutputStream());
      }
    }
  }
}
