package com.anykoma.privacy.functions.edge;

import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.rights.erasure.OrdersService;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP side of the evidence, in JSON: {@code /} how the orders stand; {@code /keys} our public
 * keys; {@code /certificates/ORDER} its latest certificate and {@code /seals/N} a seal of the audit
 * log, byte for byte as they were signed.
 */
public abstract class EvidenceEdge extends StaffEdge {
  private static final int OK = 200;
  private static final int NOTHING = 404;
  private static final String JSON = "application/json; charset=utf-8";
  private static final Pattern CERTIFICATE = Pattern.compile("/certificates/([A-Za-z0-9_-]{1,64})");
  private static final Pattern SEAL = Pattern.compile("/seals/([0-9]{1,9})");

  private final EvidenceStore store;

  protected EvidenceEdge(Accounts accounts, EvidenceStore store) {
    super(accounts, List.of("GET"));
    this.store = store;
  }

  /** How the orders stand. */
  protected abstract OrdersService.Overview overview();

  @Override
  protected final void answer(HttpRequest request, HttpResponse response) throws IOException {
    String path = path(request);
    if (path.isEmpty()) {
      Answers.write(response, OK, OrdersJson.of(overview()));
    } else {
      Bytes file = file(path).orElseThrow(() -> new Refusal(NOTHING, "there is no such evidence"));
      response.setStatusCode(OK);
      response.setContentType(JSON);
      response.getOutputStream().write(file.toArray());
    }
  }

  /** The path without the function's own name, which stands before it or does not. */
  private static String path(HttpRequest request) {
    try {
      String path = String.valueOf(URI.create(request.getUri()).getRawPath());
      return path.replaceFirst("^/Evidence(?=/|$)", "").replaceFirst("^/$", "");
    } catch (IllegalArgumentException e) {
      throw new Refusal(NOTHING, "there is no such evidence");
    }
  }

  private Optional<Bytes> file(String path) {
    Matcher certificate = CERTIFICATE.matcher(path);
    if (certificate.matches()) {
      return store.latestCertificate(certificate.group(1));
    }
    Matcher seal = SEAL.matcher(path);
    if (seal.matches()) {
      return store.seal(Long.parseLong(seal.group(1)));
    }
    return path.equals("/keys")
        ? store.keyRing().map(KeyRing::publish).map(Bytes::of)
        : Optional.empty();
  }
}
