package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.changes.policy.Feedback;
import com.anykoma.privacy.changes.policy.PageDiff;
import com.anykoma.privacy.changes.policy.PageHtml;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.promises.StatusReport;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.common.base.Splitter;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves the privacy page to everyone (P1, P36, P37):
 *
 * <ul>
 *   <li>{@code GET /}: the version that was published last
 *   <li>{@code GET /versions}, {@code /versions/VERSION} and, byte for byte as registered, {@code
 *       /versions/VERSION.md}
 *   <li>{@code GET /diff?from=VERSION&to=VERSION}
 *   <li>{@code GET /status}: whether each promise is kept
 *   <li>{@code POST /helpful} with the form field {@code answer}, {@code yes} or {@code no}
 * </ul>
 *
 * <p>{@code /versions} and {@code /status} answer in JSON to {@code Accept: application/json} and
 * to {@code ?format=json}. Reading has no limit of requests, which one reader could use up for all.
 *
 * @param published the published versions, the oldest first
 * @param texts the text of a version
 * @param pages the public address of the page, without a slash at the end
 */
public record PrivacyPageHandler(
    Access access,
    Supplier<List<Policy>> published,
    UnaryOperator<String> texts,
    Supplier<StatusReport> status,
    Feedback feedback,
    URI pages,
    InstantSource clock)
    implements Admission<Anonymous.Caller>, HttpFrame.Handler<Anonymous.Caller> {
  private static final String FUNCTION = "PrivacyPage";
  private static final String HELPFUL = "/helpful";
  private static final String QUESTION = "Was this article helpful?";
  private static final int MAX_BODY = 100;
  private static final Pattern VERSION = Pattern.compile("/versions/([0-9-]{10})(\\.md)?");
  private static final Map<String, Set<String>> PARAMETERS =
      Map.of(
          "",
          Set.of(),
          "/diff",
          Set.of("from", "to"),
          "/versions",
          Set.of("format"),
          "/status",
          Set.of("format"));
  private static final PageTemplate PAGE = new PageTemplate("page");
  private static final PageTemplate VERSIONS = new PageTemplate("versions");
  private static final PageTemplate DIFF = new PageTemplate("diff");
  private static final PageTemplate STATUS = new PageTemplate("status");

  @Override
  public Map<String, String> headers() {
    return SecurityHeaders.ofPages(pages, PageTemplate.styleHash());
  }

  @Override
  public Anonymous.Caller admit(HttpRequest request, HttpResponse response) {
    boolean isAnswer = path(request).equals(HELPFUL);
    Access.requireMethod(request, response, isAnswer ? List.of("POST") : List.of("GET", "HEAD"));
    return new Anonymous.Caller();
  }

  @Override
  public void onAdmitted(Anonymous.Caller caller, HttpRequest request, String function) {
    if (request.getMethod().equals("POST")) {
      access.limit(function, "anonymous callers");
    }
  }

  @Override
  public void answer(Anonymous.Caller caller, HttpRequest request, HttpResponse response)
      throws IOException {
    String path = path(request);
    if (path.equals(HELPFUL)) {
      feedback.count(isYes(request));
      response.appendHeader(SecurityHeaders.CACHE, SecurityHeaders.NO_STORE);
      response.appendHeader("Location", base(request) + "#thanks");
      response.setStatusCode(303);
    } else {
      read(path, request).send(request, response);
    }
  }

  /** The path below the address of the page, which a proxy may pass on as a whole. */
  private String path(HttpRequest request) {
    String path = HttpFrame.path(request, FUNCTION);
    return (path + "/").startsWith(pages.getRawPath() + "/")
        ? path.substring(pages.getRawPath().length()).replaceFirst("^/$", "")
        : path;
  }

  /** The address to which links lead: that of the page, or of this function if called directly. */
  private String base(HttpRequest request) {
    String path = URI.create(request.getUri()).getRawPath();
    return (path + "/").startsWith("/" + FUNCTION + "/") ? "/" + FUNCTION : pages.toString();
  }

  private static boolean isYes(HttpRequest request) throws IOException {
    if (!request.getContentType().orElse("").startsWith("application/x-www-form-urlencoded")) {
      throw new ClientError(415, "the Content-Type must be that of a form");
    }
    String form = new String(HttpFrame.body(request, MAX_BODY), StandardCharsets.UTF_8);
    if (!form.matches("answer=(yes|no)")) {
      throw new ClientError(400, "the form must have the field answer, yes or no, and no other");
    }
    return form.endsWith("yes");
  }

  private CacheableAnswer read(String path, HttpRequest request) {
    Matcher version = VERSION.matcher(path);
    if (!version.matches() && !PARAMETERS.containsKey(path)) {
      throw new ClientError(404, "the privacy page has no such path");
    }
    Map<String, String> asked = parameters(request, PARAMETERS.getOrDefault(path, Set.of()));
    boolean isJson = isJson(request, asked);
    Fields base = Fields.empty().with("base", base(request));
    if (path.isEmpty()) {
      return page(current(), base);
    } else if (path.equals("/diff")) {
      return diff(published(asked.get("from")), published(asked.get("to")), base);
    } else if (path.equals("/versions")) {
      List<Fields> all = Lists.reverse(published.get()).stream().map(this::facts).toList();
      Fields values = Fields.empty().with("versions", all);
      return isJson ? CacheableAnswer.json(values) : VERSIONS.answer(base.with(values));
    } else if (path.equals("/status")) {
      Fields values = StatusFields.of(status.get());
      return isJson ? CacheableAnswer.json(values) : STATUS.answer(base.with(values));
    }
    Policy found = published(version.group(1));
    return version.group(2) == null
        ? page(found, base)
        : new CacheableAnswer("text/markdown; charset=utf-8", texts.apply(found.version()));
  }

  private CacheableAnswer page(Policy version, Fields base) {
    String text = texts.apply(version.version());
    return PAGE.answer(
        base.with(facts(version))
            .with("current", current().version())
            .with("isOld", !version.equals(current()))
            .with("isPending", clock.instant().isBefore(version.effectiveFrom()))
            .with("isAsking", text.strip().endsWith(QUESTION))
            .with("html", PageHtml.of(text)));
  }

  /** Version, SHA-256, the time from which it applies, and the version before it. */
  private Fields facts(Policy version) {
    int index = published.get().indexOf(version);
    return Fields.empty()
        .with("version", version.version())
        .with("effectiveFrom", version.effectiveFrom())
        .with("sha256", version.sha256())
        .with(
            "previous",
            Optional.of(index)
                .filter(it -> it > 0)
                .map(it -> published.get().get(it - 1).version()));
  }

  private CacheableAnswer diff(Policy from, Policy to, Fields base) {
    PageDiff diff = PageDiff.between(texts.apply(from.version()), texts.apply(to.version()));
    return DIFF.answer(
        base.with("from", from.version())
            .with("to", to.version())
            .with("changes", diff.changes())
            .with("lines", diff.lines().stream().map(PrivacyPageHandler::fields).toList()));
  }

  private static Fields fields(PageDiff.Line line) {
    return Fields.empty()
        .with("isChanged", line.isChanged())
        .with("before", line.before())
        .with("after", line.after());
  }

  private Policy current() {
    List<Policy> all = published.get();
    return all.get(all.size() - 1);
  }

  private Policy published(@Nullable String version) {
    return published.get().stream()
        .filter(it -> it.version().equals(version))
        .findFirst()
        .orElseThrow(() -> new ClientError(404, "no published version has this date"));
  }

  private static boolean isJson(HttpRequest request, Map<String, String> asked) {
    if (!asked.getOrDefault("format", "json").equals("json")) {
      throw new ClientError(400, "the only format besides HTML is json");
    }
    String accept = request.getFirstHeader("Accept").orElse("");
    return asked.containsKey("format")
        || (accept.contains("application/json") && !accept.contains("html"));
  }

  /** The query parameters; refuses others, and repeated ones. */
  private static Map<String, String> parameters(HttpRequest request, Set<String> allowed) {
    String query = request.getQuery().orElse("");
    try {
      Map<String, String> all =
          query.isEmpty() ? Map.of() : Splitter.on('&').withKeyValueSeparator('=').split(query);
      if (allowed.containsAll(all.keySet())) {
        return all;
      }
    } catch (IllegalArgumentException e) {
      // not of the form NAME=VALUE, or repeated
    }
    throw new ClientError(400, "a parameter is unknown, repeated or has no value");
  }
}
