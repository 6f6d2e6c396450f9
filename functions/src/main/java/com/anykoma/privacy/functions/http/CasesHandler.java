package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.json.FieldsJson;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.mail.EmailAddress;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.rights.cases.CaseDesk;
import com.anykoma.privacy.rights.cases.CaseKind;
import com.anykoma.privacy.rights.cases.NewCase;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the cases to staff (P18, P26, P38). ID is a case's id.
 *
 * <ul>
 *   <li>{@code GET /} lists live cases by legal date, {@code GET /ID/next} those after a case
 *   <li>{@code GET /ID} shows a case
 *   <li>{@code POST / {"kind", "email", "receivedAt", "text"}} opens one for a letter or a call
 *   <li>{@code POST /ID/extension {"words"}} extends its date, {@code POST /ID/fulfilment
 *       {"words"}} and {@code POST /ID/denial {"reason", "words"}} close it; a letter has the words
 * </ul>
 *
 * <p>A decision that the state of the case does not permit is a 409.
 */
public record CasesHandler(CaseDesk desk, InstantSource clock)
    implements HttpFrame.Handler<VerifiedToken> {
  private static final int MAX_BYTES = 32_768;
  private static final int MAX_WORDS = 10_000;
  private static final Pattern ID = Pattern.compile("(?<=^/)[A-Za-z0-9_-]{22}(?=/|$)");

  @Override
  public void answer(VerifiedToken caller, HttpRequest request, HttpResponse response)
      throws IOException {
    SubjectId staff = caller.subject();
    Matcher path = ID.matcher(HttpFrame.path(request, "Cases"));
    String id = path.find() ? path.group() : "";
    switch (request.getMethod() + " " + path.replaceFirst("{id}")) {
      case "GET " -> list(Optional.empty(), response);
      case "GET /{id}/next" -> list(Optional.of(id), response);
      case "GET /{id}" ->
          Answers.write(
              response,
              200,
              FieldsJson.of(desk.view(staff, id).orElseThrow(ClientError::notFound)));
      case "POST " -> {
        NewCase asked =
            JsonBody.read(
                request, MAX_BYTES, Set.of("kind", "email", "receivedAt", "text"), this::asked);
        Answers.write(response, 201, "case", desk.open(staff, asked));
      }
      case "POST /{id}/extension" -> done(desk.extend(staff, id, words(request)), response);
      case "POST /{id}/fulfilment" -> done(desk.fulfil(staff, id, words(request)), response);
      case "POST /{id}/denial" -> {
        Denial denial =
            JsonBody.read(request, MAX_BYTES, Set.of("words", "reason"), CasesHandler::denial);
        done(desk.deny(staff, id, denial.reason(), denial.words()), response);
      }
      default -> throw ClientError.notFound();
    }
  }

  private void list(Optional<String> after, HttpResponse response) throws IOException {
    Answers.write(response, 200, Fields.empty().with("cases", desk.list(after)));
  }

  private NewCase asked(JsonValue body) {
    return new NewCase(
        JsonBody.constant(CaseKind.class, body, "kind"),
        EmailAddress.of(body.requiredString("email"))
            .orElseThrow(() -> body.problem("email", "is no address")),
        receivedAt(body),
        Optional.of(Sensitive.of(words(body, "text"))),
        Optional.empty());
  }

  private Instant receivedAt(JsonValue body) {
    try {
      return Optional.of(Instant.parse(body.requiredString("receivedAt")))
          .filter(it -> !it.isAfter(clock.instant()))
          .orElseThrow(() -> body.problem("receivedAt", "is in the future"));
    } catch (DateTimeException e) {
      throw body.problem("receivedAt", "must be a time like 2026-01-31T12:00:00Z");
    }
  }

  private static String words(HttpRequest request) throws IOException {
    return JsonBody.read(request, MAX_BYTES, Set.of("words"), body -> words(body, "words"));
  }

  private static String words(JsonValue body, String name) {
    return Optional.of(body.requiredString(name))
        .filter(it -> !it.isBlank() && it.length() <= MAX_WORDS)
        .orElseThrow(() -> body.problem(name, "must have 1 to " + MAX_WORDS + " characters"));
  }

  private record Denial(String reason, String words) {}

  private static Denial denial(JsonValue body) {
    String reason = body.requiredString("reason");
    if (!CaseDesk.REASONS.contains(reason)) {
      throw body.problem("reason", "must be one of " + CaseDesk.REASONS);
    }
    return new Denial(reason, words(body, "words"));
  }

  private static void done(boolean isDone, HttpResponse response) throws IOException {
    if (!isDone) {
      throw new ClientError(409, "there is no such case, or its state does not permit this");
    }
    Answers.write(response, 200, "outcome", "done");
  }
}
