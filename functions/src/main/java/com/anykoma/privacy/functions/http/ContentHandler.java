package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.json.FieldsJson;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import com.anykoma.privacy.rights.access.ContentAccessService;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Serves a subject's own content: {@code .../documents/COLLECTION/ID}, or the whole path of the
 * document in place of these two, returns its fields in JSON, {@code .../blobs/COLLECTION/ID}
 * streams a blob and supports range requests. Other people's, deleted and unknown content all
 * return 404.
 *
 * <p>The platform's server refuses paths that encode {@code %}, a backslash or a control character
 * before it calls the function. Ids with such characters go into the query parameter {@code path}:
 * {@code /?path=blobs/images/50%25.png}.
 */
public record ContentHandler(ContentAccessService content)
    implements HttpFrame.Handler<VerifiedToken> {
  private static final List<String> KINDS = List.of("documents", "blobs");
  private static final int PATH_PARTS = 3;
  private static final String PATH_PARAMETER = "path=";

  @Override
  public void answer(VerifiedToken token, HttpRequest request, HttpResponse response)
      throws IOException {
    SubjectId subject = token.subject();
    List<String> path = path(request);
    if (path.get(0).equals("documents")) {
      Fields fields =
          (path.size() == PATH_PARTS
                  ? content.document(subject, path.get(1), path.get(2))
                  : content.document(subject, wholePath(path)))
              .orElseThrow(ContentHandler::notFound);
      Answers.write(response, 200, FieldsJson.of(fields));
    } else {
      String id = String.join("/", path.subList(2, path.size())); // a derived object's has slashes
      OpenedBlob blob =
          content.blob(subject, path.get(1), id).orElseThrow(ContentHandler::notFound);
      answer(blob, request, response);
    }
  }

  private static DocumentPath wholePath(List<String> path) {
    try {
      return new DocumentPath(String.join("/", path.subList(1, path.size())));
    } catch (IllegalArgumentException e) {
      throw notFound();
    }
  }

  /** Kind, collection and id, or kind and whole path, from the query parameter or else the path. */
  private static List<String> path(HttpRequest request) {
    try {
      List<String> parts =
          request
              .getQuery()
              .flatMap(ContentHandler::pathParameter)
              .orElseGet(() -> URI.create(request.getUri()).getRawPath())
              .transform(ContentHandler::decodedParts);
      int kind =
          IntStream.range(0, parts.size())
              .filter(i -> KINDS.contains(parts.get(i)))
              .findFirst()
              .orElseThrow(ContentHandler::notFound);
      if (parts.size() - kind < PATH_PARTS) {
        throw notFound();
      }
      return parts.subList(kind, parts.size());
    } catch (IllegalArgumentException e) {
      throw notFound();
    }
  }

  /** The raw parameter, with encoded slashes decoded: an id contains no slash. */
  private static Optional<String> pathParameter(String query) {
    return Arrays.stream(query.split("&", -1))
        .filter(each -> each.startsWith(PATH_PARAMETER))
        .map(each -> each.substring(PATH_PARAMETER.length()).replaceAll("(?i)%2f", "/"))
        .findFirst();
  }

  private static List<String> decodedParts(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toList();
  }

  private static ClientError notFound() {
    return new ClientError(404, "you have no content at this address");
  }

  /** Sends a blob, or the range of it that the request asks for. */
  static void answer(OpenedBlob blob, HttpRequest request, HttpResponse response)
      throws IOException {
    String tag = "\"" + blob.generation() + "\"";
    response.appendHeader("ETag", tag);
    response.appendHeader("Accept-Ranges", "bytes");
    boolean isChanged =
        request.getFirstHeader("If-Range").filter(it -> !it.equals(tag)).isPresent();
    ByteRange.Requested requested =
        ByteRange.of(isChanged ? Optional.empty() : request.getFirstHeader("Range"), blob.size());
    if (requested instanceof ByteRange.Requested.Unsatisfiable) {
      response.appendHeader("Content-Range", "bytes */" + blob.size());
      throw new ClientError(
          416, "the range starts beyond the end; the size in bytes is " + blob.size());
    }
    BlobAnswer answer = new BlobAnswer(blob, requested, response);
    if (request.getMethod().equals("HEAD")) {
      answer.start();
    } else {
      answer.send();
    }
  }
}
