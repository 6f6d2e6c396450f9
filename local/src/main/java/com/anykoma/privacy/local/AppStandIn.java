package com.anykoma.privacy.local;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.datamap.DataMap;
import com.anykoma.privacy.datamap.Location;
import com.anykoma.privacy.datamap.Role;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stands in for the app, the Firebase console and Stripe on this machine: writes the app's
 * documents, signs people up, deletes their accounts, and sends signed Stripe events. What the data
 * map calls this product's own cannot be written here.
 */
final class AppStandIn extends Handler.Abstract {
  private static final int MOST_BYTES = 1 << 20;
  private static final int OK = 200;
  private static final int MALFORMED = 400;
  private static final int REFUSED = 403;
  private static final int UNKNOWN = 404;
  private static final int TOO_LARGE = 413;
  private static final int NO_ANSWER = 502;

  private final LocalPlatform platform;
  private final Documents documents;
  private final StripeSender stripe;
  private final Wiring wiring;
  private final InstantSource clock;
  private final DataMap dataMap = DataMap.shipped();

  AppStandIn(LocalPlatform platform, StripeSender stripe, Wiring wiring, InstantSource clock) {
    this.platform = platform;
    this.documents = platform.cloud().documents();
    this.stripe = stripe;
    this.wiring = wiring;
    this.clock = clock;
  }

  private record Answer(int status, String text) {}

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    Answer answer = answer(request);
    response.setStatus(answer.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    byte[] text = (answer.text() + "\n").getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(text), callback);
    return true;
  }

  private Answer answer(Request request) throws IOException {
    byte[] body = body(request);
    if (body.length > MOST_BYTES) {
      return new Answer(TOO_LARGE, "a body has at most " + MOST_BYTES + " bytes");
    }
    String what = request.getMethod() + " " + request.getHttpURI().getDecodedPath();
    try {
      return answer(what, body);
    } catch (IllegalArgumentException | PermanentFailure e) {
      return new Answer(MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] body(Request request) throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      return in.readNBytes(MOST_BYTES + 1);
    }
  }

  private Answer answer(String what, byte[] body) {
    List<String> parts = List.of(what.split("/", 4));
    String rest = parts.size() > 3 ? parts.get(3) : "";
    return switch (String.join("/", parts.subList(0, Math.min(3, parts.size())))) {
      case "PUT /app/documents" -> writeDocument(new DocumentPath(rest), body);
      case "DELETE /app/documents" -> deleteDocument(new DocumentPath(rest));
      case "PUT /app/accounts" -> signUp(new SubjectId(rest));
      case "DELETE /app/accounts" -> deleteAccount(new SubjectId(rest));
      case "GET /app/gate" ->
          new Answer(OK, GateReport.of(wiring.gate(), new SubjectId(rest)).text());
      case "POST /app/stripe" -> sendEvent(body);
      default ->
          new Answer(
              UNKNOWN,
              "there is PUT and DELETE of /app/documents/PATH and /app/accounts/UID,"
                  + " and POST of /app/stripe, and GET of /app/gate/UID");
    };
  }

  private Answer writeDocument(DocumentPath path, byte[] body) {
    Optional<Answer> refusal = refusal(path);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Fields fields = AppJson.fields(body);
    documents.transact(
        tx -> {
          tx.set(path, fields);
          return true;
        });
    return new Answer(OK, "written");
  }

  private Answer deleteDocument(DocumentPath path) {
    Optional<Answer> refusal = refusal(path);
    if (refusal.isEmpty()) {
      documents.delete(List.of(path));
    }
    return refusal.orElse(new Answer(OK, "deleted"));
  }

  private Optional<Answer> refusal(DocumentPath path) {
    Optional<Role> role = dataMap.locationOf(path).map(Location::role);
    if (role.isEmpty()) {
      return Optional.of(new Answer(REFUSED, "datamap.yaml names no such place"));
    }
    return role.filter(Role.OWN::equals)
        .map(
            own -> new Answer(REFUSED, "this is the product's own record; an app never writes it"));
  }

  private Answer signUp(SubjectId subject) {
    boolean isNew = SignUp.of(platform, subject, clock.instant());
    return new Answer(OK, isNew ? "signed up" : "has an account already");
  }

  private Answer deleteAccount(SubjectId subject) {
    platform.deleteAccount(subject);
    return new Answer(OK, "account deleted");
  }

  private Answer sendEvent(byte[] event) {
    return stripe
        .send(event)
        .map(answer -> new Answer(answer.statusCode(), answer.body()))
        .orElse(new Answer(NO_ANSWER, "the webhook gave no answer"));
  }
}
