package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.changes.policy.Feedback;
import com.anykoma.privacy.changes.policy.PageDiff;
import com.anykoma.privacy.changes.policy.PageHtml;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.json.FieldsJson;
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
import java.util.function.Function;
import java.util.function.Supplier;
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
 */
public final class PrivacyPageHandler
    implements Admission<Anonymous.Caller>, HttpFrame.Handler<Anonymous.Caller> {
  private static final String FUNCTION = "PrivacyPage";
  private static final String HELPFUL = "/helpful";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String QUESTION = "Was this article helpful?";
  private static final int MAX_BODY = 100;
  private static final Pattern VERSION = Pattern.compile("/versions/([0-9-]{10})(\\.md)?");
  private static final PageTemplate PAGE = new PageTemplate("page");
  private static final PageTemplate VERSIONS = new PageTemplate("versions");
  private static final PageTemplate DIFF = new PageTemplate("diff");
  private static final PageTemplate STATUS = new PageTemplate("status");

  private final Access access;
  private final RecentValue<List<Policy>> published;
  private final Function<String, Optional<String>> texts;
  private final RecentValue<StatusReport> status;
  private final Feedback feedback;
  private final URI pages;
  private final InstantSource clock;

  /**
   * Creates the handler of an instance.
   *
   * @param published the published versions, the oldest first
   * @param texts the text of a version
   * @param pages the public address of the page, without a slash at the end
   */
  public PrivacyPageHandler(
      Access access,
      Supplier<List<Policy>> published,
      Function<String, Optional<String>> texts,
      Supplier<StatusReport> status,
      Feedback feedback,
      URI pages,
      InstantSource clock) {
    this.access = access;
    this.published = new RecentValue<>(published, clock);
    this.texts = texts;
    this.status = new RecentValue<>(status, clock);
    this.feedback = feedback;
    this.pages = pages;
    this.clock = clock;
  }

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
    String prefix = pages.getRawPath();
    return path.equals(prefix) || path.startsWith(prefix + "/")
        ? path.substring(prefix.length()).replaceFirst("^/$", "")
        : path;
  }

  /** The address to which links lead: that of the page, or of this function if called directly. */
  private String base(HttpRequest request) {
    String path = URI.create(request.getUri()).getRawPath();
    return path.matches("/" + FUNCTION + "(/.*)?") ? "/" + FUNCTION : pages.toString();
  }

  private static boolean isYes(HttpRequest request) throws IOException {
    String type = request.getContentType().orElse("");
    if (!type.startsWith("application/x-www-form-urlencoded")) {
      throw new ClientError(415, "the Content-Type must be that of a form");
    }
    String form = new String(HttpFrame.body(request, MAX_BODY), StandardCharsets.UTF_8);
    if (!form.matches("answer=(yes|no)")) {
      throw new ClientError(400, "the form must have the field answer, yes or no, and no other");
    }
    return form.endsWith("yes");
  }

  private CacheableAnswer read(String path, HttpRequest request) {
    Fields base = Fields.empty().with("base", base(request));
    switch (path) {
      case "" -> {
        parameters(request, Set.of());
        return page(current(), base);
      }
      case "/versions" -> {
        Fields all =
            Fields.empty()
                .with(
                    "versions", Lists.reverse(published.get()).stream().map(this::facts).toList());
        return isJson(request) ? json(all) : html(VERSIONS, "Versions", base.with(all));
      }
      case "/diff" -> {
        Map<String, String> asked = parameters(request, Set.of("from", "to"));
        return diff(published(asked.get("from")), published(asked.get("to")), base);
      }
      case "/status" -> {
        Fields fields = StatusFields.of(status.get());
        return isJson(request) ? json(fields) : html(STATUS, "Status", base.with(fields));
      }
      default -> {
        Matcher asked = VERSION.matcher(path);
        if (!asked.matches()) {
          throw new ClientError(404, "the privacy page has no such path");
        }
        parameters(request, Set.of());
        Policy version = published(asked.group(1));
        return asked.group(2) == null
            ? page(version, base)
            : new CacheableAnswer("text/markdown; charset=utf-8", text(version));
      }
    }
  }

  private CacheableAnswer page(Policy version, Fields base) {
    String text = text(version);
    return html(
        PAGE,
        "Privacy page, version " + version.version(),
        base.with(facts(version))
            .with("current", current().version())
            .with("isOld", !version.equals(current()))
            .with("isPending", clock.instant().isBefore(version.effectiveFrom()))
            .with("isAsking", text.strip().endsWith(QUESTION))
            .with("html", PageHtml.of(text)));
  }

  /** Version, SHA-256, the time from which it applies, and the version before it. */
  private Fields facts(Policy version) {
    List<Policy> all = published.get();
    int index = all.indexOf(version);
    Optional<String> previous =
        index > 0 ? Optional.of(all.get(index - 1).version()) : Optional.empty();
    return Fields.empty()
        .with("version", version.version())
        .with("effectiveFrom", version.effectiveFrom())
        .with("sha256", version.sha256())
        .with("previous", previous);
  }

  private CacheableAnswer diff(Policy from, Policy to, Fields base) {
    PageDiff diff = PageDiff.between(text(from), text(to));
    return html(
        DIFF,
        "Changes from %s to %s".formatted(from.version(), to.version()),
        base.with("from", from.version())
            .with("to", to.version())
            .with("changes", diff.changes())
            .with(
                "lines",
                diff.lines().stream()
                    .map(
                        it ->
                            Fields.empty()
                                .with("isChanged", it.isChanged())
                                .with("before", it.before())
                                .with("after", it.after()))
                    .toList()));
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

  private String text(Policy version) {
    return texts.apply(version.version()).orElseThrow();
  }

  private static boolean isJson(HttpRequest request) {
    Optional<String> format =
        Optional.ofNullable(parameters(request, Set.of("format")).get("format"));
    if (format.filter(it -> !it.equals("json")).isPresent()) {
      throw new ClientError(400, "the only format besides HTML is json");
    }
    String accept = request.getFirstHeader("Accept").orElse("");
    return format.isPresent() || accept.contains("application/json") && !accept.contains("html");
  }

  /** The query parameters; refuses others, and repeated ones. */
  private static Map<String, String> parameters(HttpRequest request, Set<String> allowed) {
    try {
      Map<String, String> all =
          request
              .getQuery()
              .filter(it -> !it.isEmpty())
              .map(it -> Splitter.on('&').withKeyValueSeparator('=').split(it))
              .orElse(Map.of());
      if (allowed.containsAll(all.keySet())) {
        return all;
      }
    } catch (IllegalArgumentException e) {
      // not of the form NAME=VALUE, or repeated
    }
    throw new ClientError(400, "the parameters of this path are " + allowed);
  }

  private static CacheableAnswer html(PageTemplate template, String title, Fields values) {
    return new CacheableAnswer(HTML, template.html(values.with("title", title)));
  }

  private static CacheableAnswer json(Fields values) {
    return new CacheableAnswer(
        "application/json; charset=utf-8", FieldsJson.members(values).toString());
  }
}
