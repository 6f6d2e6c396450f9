package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.improvement.review.ImprovementDecision;
import com.anykoma.privacy.improvement.review.ReviewQueue;
import com.anykoma.privacy.improvement.review.ReviewedItem;
import com.anykoma.privacy.improvement.safety.BreakGlassReason;
import com.anykoma.privacy.improvement.safety.BreakGlassService;
import com.anykoma.privacy.improvement.safety.SafetyDecision;
import com.anykoma.privacy.improvement.safety.SafetyReason;
import com.anykoma.privacy.improvement.safety.SafetyReviewService;
import com.anykoma.privacy.improvement.safety.TicketReference;
import com.anykoma.privacy.json.FieldsJson;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the review of content to staff. QUEUE is {@code improvement} or {@code safety}, ID a
 * random id of an earlier answer.
 *
 * <ul>
 *   <li>{@code POST /safety {"content", "reason"}} adds a document to the queue for safety
 *   <li>{@code POST /QUEUE/batches {"count"}} leases up to 20 items for one hour
 *   <li>{@code GET /QUEUE/items/ID}, {@code GET /QUEUE/items/ID/image} show an item
 *   <li>{@code POST /QUEUE/items/ID/decision {"decision"}} decides on it
 *   <li>{@code POST /break-glass {"item", "reason", "ticket"}} requests the original of an item of
 *       the queue for safety, {@code POST /break-glass/ID/approval {}} approves the request of
 *       another person, and {@code GET /break-glass/ID} shows the original
 * </ul>
 *
 * <p>The queue for improvement needs the role {@code review}, all other paths {@code safety}. An
 * item whose lease or stay in the queue has ended, and one of another reviewer, is a 410.
 */
public record ReviewDeskHandler(
    ReviewQueue<ImprovementDecision> improvement,
    ReviewQueue<SafetyDecision> safety,
    SafetyReviewService safetyRequests,
    BreakGlassService breakGlass)
    implements HttpFrame.Handler<VerifiedToken> {
  private static final String FUNCTION = "ReviewDesk";
  private static final int MAX_BYTES = 8_192;

  /** A random id of 16 bytes, or a keyed hash; no other part of a path is as long. */
  private static final Pattern ID =
      Pattern.compile("(?<=/)[A-Za-z0-9_-]{22}([A-Za-z0-9_-]{21})?(?=/|$)");

  /** The role that a request needs: the queues share no reviewer unless an account has both. */
  public static StaffRole role(HttpRequest request) {
    return HttpFrame.path(request, FUNCTION).startsWith("/improvement/")
        ? StaffRole.REVIEW
        : StaffRole.SAFETY;
  }

  @Override
  public void answer(VerifiedToken caller, HttpRequest request, HttpResponse response)
      throws IOException {
    String path = HttpFrame.path(request, FUNCTION);
    Matcher matcher = ID.matcher(path);
    String id = matcher.find() ? matcher.group() : "";
    Call call = new Call(caller.subject(), id, request, response);
    switch (request.getMethod() + " " + matcher.replaceFirst("{id}")) {
      case "POST /improvement/batches" -> lease(improvement, call);
      case "GET /improvement/items/{id}" -> view(improvement, call);
      case "GET /improvement/items/{id}/image" -> image(improvement, call);
      case "POST /improvement/items/{id}/decision" -> decide(improvement, call);
      case "POST /safety" -> submit(call);
      case "POST /safety/batches" -> lease(safety, call);
      case "GET /safety/items/{id}" -> view(safety, call);
      case "GET /safety/items/{id}/image" -> image(safety, call);
      case "POST /safety/items/{id}/decision" -> decide(safety, call);
      case "POST /break-glass" -> requestOriginal(call);
      case "POST /break-glass/{id}/approval" -> approve(call);
      case "GET /break-glass/{id}" -> original(call);
      default -> throw ClientError.notFound();
    }
  }

  /** A request with the id in its path, or an empty text. */
  private record Call(SubjectId staff, String id, HttpRequest request, HttpResponse response) {
    <T> T read(Set<String> names, Function<JsonValue, T> decode) throws IOException {
      return JsonBody.read(request, MAX_BYTES, names, decode);
    }

    void write(int status, String name, String value) throws IOException {
      Answers.write(response, status, name, value);
    }
  }

  private static void lease(ReviewQueue<?> queue, Call call) throws IOException {
    int count = call.read(Set.of("count"), ReviewDeskHandler::countIn);
    List<Fields> items =
        queue.lease(call.staff(), count).stream()
            .map(each -> Fields.empty().with("id", each.item()).with("until", each.until()))
            .toList();
    Answers.write(call.response(), 200, Fields.empty().with("items", items));
  }

  private static int countIn(JsonValue body) {
    long count = body.requiredCount("count");
    if (count < 1 || count > ReviewQueue.MAX_BATCH) {
      throw body.problem("count", "must be 1 to " + ReviewQueue.MAX_BATCH);
    }
    return (int) count;
  }

  private static void view(ReviewQueue<?> queue, Call call) throws IOException {
    ReviewedItem item =
        queue.view(call.staff(), call.id()).orElseThrow(ReviewDeskHandler::leaseEnded);
    Fields answer =
        Fields.empty()
            .with("texts", item.texts().reveal())
            .with("withheld", item.withheld())
            .with("mayHaveImage", item.mayHaveImage());
    Answers.write(call.response(), 200, answer);
  }

  private static void image(ReviewQueue<?> queue, Call call) throws IOException {
    OpenedBlob image =
        queue.image(call.staff(), call.id()).orElseThrow(ReviewDeskHandler::leaseEnded);
    new BlobAnswer(image, new ByteRange.Requested.Whole(), call.response()).send();
  }

  private static <D extends Enum<D> & StoredName> void decide(ReviewQueue<D> queue, Call call)
      throws IOException {
    D decision =
        call.read(
            Set.of("decision"), body -> JsonBody.constant(queue.decisionType(), body, "decision"));
    if (!queue.decide(call.staff(), call.id(), decision)) {
      throw leaseEnded();
    }
    call.write(200, "decision", decision.storedName());
  }

  private record Submission(DocumentPath content, SafetyReason reason) {}

  private void submit(Call call) throws IOException {
    Submission submission =
        call.read(
            Set.of("content", "reason"),
            body ->
                new Submission(
                    contentIn(body), JsonBody.constant(SafetyReason.class, body, "reason")));
    if (!safetyRequests.submit(submission.content(), submission.reason())) {
      throw new ClientError(404, "there is no such content, or it is deleted");
    }
    call.write(202, "state", "queued");
  }

  private static DocumentPath contentIn(JsonValue body) {
    try {
      return new DocumentPath(body.requiredString("content"));
    } catch (IllegalArgumentException e) {
      throw body.problem("content", "must be the path of a document");
    }
  }

  private record OriginalRequest(String item, BreakGlassReason reason, TicketReference ticket) {}

  private void requestOriginal(Call call) throws IOException {
    OriginalRequest asked =
        call.read(
            Set.of("item", "reason", "ticket"),
            body ->
                new OriginalRequest(
                    body.requiredString("item"),
                    JsonBody.constant(BreakGlassReason.class, body, "reason"),
                    ticketIn(body)));
    Optional<String> request =
        breakGlass.request(call.staff(), asked.item(), asked.reason(), asked.ticket());
    call.write(202, "request", request.orElseThrow(ReviewDeskHandler::leaseEnded));
  }

  private static TicketReference ticketIn(JsonValue body) {
    return TicketReference.of(body.requiredString("ticket"))
        .orElseThrow(() -> body.problem("ticket", "must be like SAFE-1234"));
  }

  private void approve(Call call) throws IOException {
    call.read(Set.of(), body -> body);
    if (!breakGlass.approve(call.staff(), call.id())) {
      throw new ClientError(
          409, "there is no such request, it is your own, or it is older than 24 hours");
    }
    call.write(200, "state", "approved");
  }

  private void original(Call call) throws IOException {
    Answers.write(
        call.response(),
        200,
        FieldsJson.of(breakGlass.open(call.staff(), call.id()).orElseThrow(ClientError::notFound)));
  }

  private static ClientError leaseEnded() {
    return new ClientError(
        410, "your lease of the item has ended, or the item has left the queue: lease others");
  }
}
