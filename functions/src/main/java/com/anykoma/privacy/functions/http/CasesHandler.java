package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.mail.EmailAddress;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.rights.cases.CaseDesk;
import com.anykoma.privacy.rights.cases.CaseKind;
import com.anykoma.privacy.rights.cases.NewCase;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
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
 *   <li>{@code GET /} lists live cases by legal date; {@code GET /after/ID} continues after a case
 *   <li>{@code GET /ID} shows a case
 *   <li>{@code POST / {"kind", "email", "receivedAt", "text"}} opens one for a letter or a call
 *   <li>{@code POST /ID/extension {"words"}} extends its date, {@code POST /ID/fulfilment {"words"}}
 *       and {@code POST /ID/denial {"reason", "words"}} close it; a letter has the words
 * </ul>
 *
 * <p>A decision that the state of the case does not permit is a 409.
 */
public record CasesHandler(CaseDesk desk, InstantSource clock)
    implements HttpFrame.Handler<VerifiedToken> {
  private static final int MAX_BYTES = 32_768;
  private static final Pattern PATH =
      Pattern.compile("/(?<id>[A-Za-z0-9_-]{22})(?<step>/extension|/fulfilment|/denial|)");

  @Override
  public void answer(VerifiedToken caller, HttpRequest request, HttpResponse response)
      throws IOException {
    String path = HttpFrame.path(request, "Cases");
    SubjectId staff = caller.subject();
    boolean isRead = request.getMethod().equals("GET");
    Matcher one = PATH.matcher(path);
    if (path.isEmpty() && !isRead) {
      NewCase asked = JsonBody.read(request, MAX_BYTES, this::asked);
      Answers.write(response, 201, "case", desk.open(staff, asked));
    } else if (isRead && (path.isEmpty() || path.matches("/after/[A-Za-z0-9_-]{22}"))) {
      list(path.isEmpty() ? Optional.empty() : Optional.of(path.substring(7)), response);
    } else if (!one.matches() || isRead != one.group("step").isEmpty()) {
      throw notFound();
    } else if (isRead) {
      Answers.write(
          response,
          200,
          FieldsJson.of(desk.view(staff, one.group("id")).orElseThrow(CasesHandler::notFound)));
    } else {
      decide(staff, one.group("id"), one.group("step"), request);
      Answers.write(response, 200, "decision", one.group("step").substring(1));
    }
  }

  private void list(Optional<String> after, HttpResponse response) throws IOException {
    JsonArray cases = new JsonArray();
    desk.list(after).forEach(each -> cases.add(FieldsJson.of(each).get("fields")));
    JsonObject json = new JsonObject();
    json.add("cases", cases);
    Answers.write(response, 200, json);
  }

  private NewCase asked(JsonValue body) {
    body.requireNames(Set.of("kind", "email", "receivedAt", "text"), Set.of());
    return new NewCase(
        StoredName.find(CaseKind.class, body.requiredString("kind"))
            .orElseThrow(() -> body.problem("kind", "is no kind of case")),
        EmailAddress.of(body.requiredString("email"))
            .orElseThrow(() -> body.problem("email", "is no address")),
        receivedAt(body),
        Optional.of(Sensitive.of(words(body, "text"))),
        Optional.empty());
  }

  private Instant receivedAt(JsonValue body) {
    try {
      Instant at = Instant.parse(body.requiredString("receivedAt"));
      if (!at.isAfter(clock.instant())) {
        return at;
      }
    } catch (DateTimeException e) {
      // reported below
    }
    throw body.problem("receivedAt", "must be a past time like 2026-01-31T12:00:00Z");
  }

  private static String words(JsonValue body, String name) {
    String words = body.requiredString(name);
    if (words.isBlank() || words.length() > 10_000) {
      throw body.problem(name, "must have 1 to 10000 characters");
    }
    return words;
  }

  private record Decision(String reason, String words) {}

  private void decide(SubjectId staff, String id, String step, HttpRequest request)
      throws IOException {
    boolean isDenial = step.equals("/denial");
    Decision decision = JsonBody.read(request, MAX_BYTES, body -> decision(body, isDenial));
    String words = decision.words();
    boolean isDone =
        switch (step) {
          case "/extension" -> desk.extend(staff, id, words);
          case "/denial" -> desk.deny(staff, id, decision.reason(), words);
          default -> desk.fulfil(staff, id, words);
        };
    if (!isDone) {
      throw new ClientError(409, "there is no such case, or its state does not permit this");
    }
  }

  private static Decision decision(JsonValue body, boolean isDenial) {
    body.requireNames(isDenial ? Set.of("words", "reason") : Set.of("words"), Set.of());
    String reason = body.string("reason").orElse("");
    if (isDenial && !CaseDesk.REASONS.contains(reason)) {
      throw body.problem("reason", "must be one of " + CaseDesk.REASONS);
    }
    return new Decision(reason, words(body, "words"));
  }

  private static ClientError notFound() {
    return new ClientError(404, "not found");
  }
}
