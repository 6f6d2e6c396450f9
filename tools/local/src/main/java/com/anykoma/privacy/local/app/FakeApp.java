package com.anykoma.privacy.local.app;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.functions.http.Access;
import com.anykoma.privacy.functions.http.StaffRole;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.local.cloud.LocalPlatform;
import com.anykoma.privacy.local.host.ClockMover;
import com.anykoma.privacy.local.product.SampleProduct;
import com.anykoma.privacy.local.report.GateReport;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A fake of the app, the Firebase console and Stripe on this machine. Writes the app's documents,
 * uploads images, signs up and signs in people and staff, deletes accounts, and sends signed Stripe
 * events. Refuses writes to locations whose role in the data map is this product's own.
 */
final class FakeApp extends Handler.Abstract {
  /** The calls under {@code /app}. */
  static final Set<String> CALLS =
      Set.of("documents", "accounts", "token", "uploads", "stored", "gate", "stripe", "clock");

  private static final int MAX_BYTES = 1 << 20;

  private final LocalPlatform platform;
  private final Documents documents;
  private final StripeSender stripe;
  private final Wiring wiring;
  private final InstantSource clock;
  private final SampleProduct product;
  private final AppBlobs blobs;
  private final ClockCalls time;

  FakeApp(
      LocalPlatform platform,
      SampleProduct product,
      StripeSender stripe,
      Wiring wiring,
      ClockMover mover) {
    this.platform = platform;
    this.product = product;
    this.documents = platform.cloud().documents();
    this.stripe = stripe;
    this.wiring = wiring;
    this.clock = mover.clock();
    this.time = new ClockCalls(mover);
    this.blobs = new AppBlobs(platform.cloud().blobs(), product.dataMap());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    AppAnswer answer = answer(request);
    response.setStatus(answer.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type());
    Content.Sink.write(response, true, answer.text() + "\n", callback);
    return true;
  }

  private AppAnswer answer(Request request) throws IOException {
    String what = request.getMethod() + " " + request.getHttpURI().getDecodedPath();
    List<String> parts = List.of(what.split("/", 4));
    String rest = parts.size() > 3 ? parts.get(3) : "";
    String call = String.join("/", parts.subList(0, Math.min(3, parts.size())));
    try (InputStream in = Content.Source.asInputStream(request)) {
      if (call.equals("PUT /app/uploads")) {
        Optional<String> type =
            Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
        return blobs.upload(rest, type, in);
      }
      byte[] body = in.readNBytes(MAX_BYTES + 1);
      return body.length > MAX_BYTES
          ? new AppAnswer(
              HttpStatus.PAYLOAD_TOO_LARGE_413, "a body has at most " + MAX_BYTES + " bytes")
          : answer(call, rest, body);
    } catch (IllegalArgumentException | PermanentFailure e) {
      return new AppAnswer(HttpStatus.BAD_REQUEST_400, String.valueOf(e.getMessage()));
    }
  }

  private AppAnswer answer(String call, String rest, byte[] body) throws IOException {
    return switch (call) {
      case "PUT /app/documents" -> writeDocument(new DocumentPath(rest), body);
      case "DELETE /app/documents" -> deleteDocument(new DocumentPath(rest));
      case "PUT /app/accounts" -> signUp(new SubjectId(rest));
      case "DELETE /app/accounts" -> deleteAccount(new SubjectId(rest));
      case "GET /app/token" -> signIn(new SubjectId(rest));
      case "POST /app/staff" -> signInStaff(new SubjectId(rest));
      case "GET /app/stored" -> blobs.stored(rest);
      case "GET /app/gate" -> gate(new SubjectId(rest));
      case "POST /app/stripe" -> sendEvent(body);
      case "GET /app/clock" -> time.time();
      case "POST /app/clock" -> time.move(body);
      default ->
          new AppAnswer(
              HttpStatus.NOT_FOUND_404,
              "unknown call; use PUT or DELETE /app/documents/PATH and /app/accounts/UID, PUT"
                  + " /app/uploads/NAME, POST /app/stripe and /app/staff/UID, GET or POST"
                  + " /app/clock, GET /app/gate/UID, /app/token/UID and /app/stored/NAME");
    };
  }

  private AppAnswer writeDocument(DocumentPath path, byte[] body) {
    Optional<AppAnswer> refusal = refusal(path);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Fields fields = fields(body);
    documents.transact(
        tx -> {
          tx.set(path, fields);
          return true;
        });
    return AppAnswer.ok("written");
  }

  /** Parses a body of one JSON object. A number without a decimal point is an integer. */
  static Fields fields(byte[] body) {
    try {
      return Fields.of(StrictJson.object(body).members());
    } catch (MalformedJson e) {
      throw new IllegalArgumentException("the body is not one JSON object: " + e.getMessage(), e);
    }
  }

  private AppAnswer deleteDocument(DocumentPath path) {
    Optional<AppAnswer> refusal = refusal(path);
    if (refusal.isEmpty()) {
      documents.delete(List.of(path));
    }
    return refusal.orElse(AppAnswer.ok("deleted"));
  }

  private Optional<AppAnswer> refusal(DocumentPath path) {
    Optional<LocationRole> role = product.dataMap().locationOf(path).map(Location::role);
    if (role.isEmpty()) {
      return Optional.of(AppAnswer.unnamed());
    }
    return role.filter(LocationRole.OWN::equals)
        .map(
            own ->
                new AppAnswer(
                    HttpStatus.FORBIDDEN_403,
                    "this is the product's own record, which the app cannot write"));
  }

  private AppAnswer signUp(SubjectId subject) {
    boolean isNew = platform.signUp(subject, product, clock.instant());
    return AppAnswer.ok(isNew ? "signed up" : "already has an account");
  }

  private AppAnswer signIn(SubjectId subject) {
    return platform.idToken(subject).map(AppAnswer::ok).orElseGet(FakeApp::noAccount);
  }

  private AppAnswer gate(SubjectId subject) {
    Optional<RemovalOrder> erasure = wiring.services().erasures().status(subject);
    return AppAnswer.ok(GateReport.of(wiring.services().gate(), subject, erasure, clock).text());
  }

  /** Gives an account all roles of staff, creating the account if needed, and signs it in. */
  private AppAnswer signInStaff(SubjectId subject) {
    Accounts accounts = platform.cloud().accounts();
    if (accounts.get(subject).isEmpty()) {
      platform.createAccount(subject);
    }
    Map<String, Object> claims =
        new HashMap<>(accounts.get(subject).map(Account::claims).orElse(Map.of()));
    claims.put(
        Access.STAFF_CLAIM, Stream.of(StaffRole.values()).map(StaffRole::storedName).toList());
    return accounts.setClaims(subject, claims) ? signIn(subject) : noAccount();
  }

  private static AppAnswer noAccount() {
    return new AppAnswer(HttpStatus.NOT_FOUND_404, "this person has no account");
  }

  private AppAnswer deleteAccount(SubjectId subject) {
    platform.deleteAccount(subject);
    return AppAnswer.ok("account deleted");
  }

  private AppAnswer sendEvent(byte[] event) {
    return stripe
        .send(event)
        .map(answer -> new AppAnswer(answer.statusCode(), answer.body()))
        .orElse(new AppAnswer(HttpStatus.BAD_GATEWAY_502, "the webhook did not answer"));
  }
}
