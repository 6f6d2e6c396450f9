package com.anykoma.privacy.bench;

import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.protection.vault.UploadService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;

/**
 * The limit of opening a blob: verifies the ID token, looks the blob up under whom it names, reads
 * it, decrypts it with {@link RawGcm} and streams that. No keys, no fence, no ranges.
 */
public final class BareContentFunction implements HttpFunction {
  private static final String BEARER = "Bearer ";

  private final Accounts accounts;
  private final Blobs blobs;

  public BareContentFunction() {
    Cloud cloud = BareCloud.hosted();
    this.accounts = cloud.accounts();
    this.blobs = cloud.blobs();
  }

  @Override
  public void service(HttpRequest request, HttpResponse response)
      throws IOException, GeneralSecurityException {
    String token = request.getFirstHeader("Authorization").orElseThrow().substring(BEARER.length());
    String owner = accounts.verify(token).subject().value();
    String id = request.getPath().substring(request.getPath().lastIndexOf('/') + 1);
    BlobId name = new BlobId(UploadService.CONTENT, "users/" + owner + "/images/" + id);
    Blob blob = blobs.stat(name).orElseThrow();
    long size = RawGcm.plainSize(blob.size());
    response.setContentType("application/octet-stream");
    response.appendHeader("Content-Length", Long.toString(size));
    try (InputStream in = blobs.read(blob, 0)) {
      new RawGcm(size).decrypt(in, response.getOutputStream());
    }
  }
}
