package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.rights.erasure.RemovalStatusService;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the evidence in JSON: {@code /} the state of the orders; {@code /keys} our public keys;
 * {@code /certificates/ORDER} its latest certificate and {@code /checkpoints/N} a checkpoint of the
 * audit log with its entries, byte for byte as they are stored.
 */
public record EvidenceHandler(RemovalStatusService orders, EvidenceStore store)
    implements HttpFrame.Handler<VerifiedToken> {
  private static final Pattern CERTIFICATE = Pattern.compile("/certificates/([A-Za-z0-9_-]{1,64})");
  private static final Pattern CHECKPOINT = Pattern.compile("/checkpoints/([0-9]{1,9})");

  @Override
  public void answer(VerifiedToken caller, HttpRequest request, HttpResponse response)
      throws IOException {
    String path = HttpFrame.path(request, "Evidence");
    if (path.isEmpty()) {
      Answers.write(response, 200, OrdersJson.of(orders.overview()));
    } else {
      Bytes file = file(path).orElseThrow(() -> new ClientError(404, "no evidence has this path"));
      Answers.write(response, 200, file.toArray());
    }
  }

  private Optional<Bytes> file(String path) {
    Matcher certificate = CERTIFICATE.matcher(path);
    if (certificate.matches()) {
      return store.latestCertificate(certificate.group(1));
    }
    Matcher checkpoint = CHECKPOINT.matcher(path);
    if (checkpoint.matches()) {
      return store.batch(Long.parseLong(checkpoint.group(1)));
    }
    return path.equals("/keys")
        ? store.keyRing().map(KeyRing::publish).map(Bytes::of)
        : Optional.empty();
  }
}
