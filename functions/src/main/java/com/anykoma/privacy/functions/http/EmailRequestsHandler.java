package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.mail.EmailAddress;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.rights.cases.CaseKind;
import com.anykoma.privacy.rights.cases.EmailRequestService;
import com.anykoma.privacy.rights.cases.EmailRequestService.Confirmation;
import com.anykoma.privacy.rights.cases.EmailRequestService.Status;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Handles the requests of people who are not signed in (P23; E28):
 *
 * <ul>
 *   <li>{@code POST / {"email": "...", "kind": "erasure"}} sends an e-mail with a link and always
 *       returns the same 202, whether or not an account exists.
 *   <li>{@code POST /confirm {"token": "..."}} uses the token of the link and returns {@code
 *       {"case": "...", "statusKey": "..."}}. A used, expired and unknown token all return 410.
 *       Only a POST uses the token, because scanners of e-mails open links.
 *   <li>{@code GET /status} with {@code Authorization: Bearer STATUS_KEY} returns the state of this
 *       request, and its certificate once there is one.
 * </ul>
 */
public record EmailRequestsHandler(EmailRequestService requests)
    implements HttpFrame.Handler<Anonymous.Caller> {
  private static final int MAX_BYTES = 1_024;

  private record Requested(EmailAddress email, CaseKind kind) {}

  @Override
  public void answer(Anonymous.Caller caller, HttpRequest request, HttpResponse response)
      throws IOException {
    switch (request.getMethod() + " " + HttpFrame.path(request, "EmailRequests")) {
      case "POST " -> {
        Requested asked =
            JsonBody.read(
                request, MAX_BYTES, Set.of("email", "kind"), EmailRequestsHandler::requested);
        requests.open(asked.email(), asked.kind());
        Answers.write(response, 202, "next", "open the link in the e-mail within 24 hours");
      }
      case "POST /confirm" -> {
        String token =
            JsonBody.read(request, MAX_BYTES, Set.of("token"), it -> it.requiredString("token"));
        Confirmation confirmed = requests.confirm(token).orElseThrow(EmailRequestsHandler::gone);
        Answers.write(response, 200, fields(confirmed));
      }
      case "GET /status" -> {
        Optional<Status> status = requests.status(Access.bearer(request));
        Answers.write(response, 200, fields(status.orElseThrow(ClientError::notFound)));
      }
      default -> throw ClientError.notFound();
    }
  }

  private static Requested requested(JsonValue body) {
    CaseKind kind = JsonBody.constant(CaseKind.class, body, "kind");
    if (kind == CaseKind.QUESTION) {
      throw body.problem("kind", "must be a right; ask a question by e-mail");
    }
    return new Requested(
        EmailAddress.of(body.requiredString("email"))
            .orElseThrow(() -> body.problem("email", "must be an e-mail address")),
        kind);
  }

  private static Fields fields(Confirmation confirmed) {
    return Fields.empty()
        .with("case", confirmed.caseId())
        .with("statusKey", confirmed.statusKey().reveal());
  }

  private static Fields fields(Status status) {
    Fields answer = Fields.empty().with("case", status.request().path().id());
    for (String each : List.of("kind", "state", "receivedAt", "dueAt", "closedAt")) {
      answer = answer.with(each, status.request().fields().value(each));
    }
    return answer
        .with("erasure", status.order().map(EraseAccountHandler::fields))
        .with(
            "certificate",
            status.certificate().map(it -> new String(it.toArray(), StandardCharsets.UTF_8)));
  }

  private static ClientError gone() {
    return new ClientError(410, "the link was used or has expired: request another one");
  }
}
