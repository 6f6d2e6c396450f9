package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
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

/**
 * Answers for a subject's own content: {@code .../documents/COLLECTION/ID} answers a document's
 * fields in JSON, {@code .../blobs/COLLECTION/ID} streams a blob, in parts where asked to. What is
 * another person's, deleted or not there is the same 404.
 *
 * <p>The platform's server refuses paths in which {@code %}, a backslash or a control character is
 * encoded, before it calls the function. The query parameter {@code path} reaches ids with such
 * characters: {@code /?path=blobs/images/50%25.png}.
 */
public record ContentHandler(ContentAccessService content)
    implements HttpFrame.Handler<VerifiedToken> {
  private static final int OK = 200;
  private static final int NOTHING = 404;
  private static final int UNSATISFIABLE = 416;
  private static final int PATH_PARTS = 3;
  private static final String PATH_PARAMETER = "path=";

  @Override
  public void answer(VerifiedToken token, HttpRequest request, HttpResponse response)
      throws IOException {
    SubjectId asking = token.subject();
    List<String> path = path(request);
    if (path.get(0).equals("documents")) {
      Fields fields =
          content.document(asking, path.get(1), path.get(2)).orElseThrow(ContentHandler::nothing);
      Answers.write(response, OK, FieldsJson.of(fields));
    } else if (path.get(0).equals("blobs")) {
      OpenedBlob blob =
          content.blob(asking, path.get(1), path.get(2)).orElseThrow(ContentHandler::nothing);
      answer(blob, request, response);
    } else {
      throw nothing();
    }
  }

  /**
   * Kind, collection and id: of the query parameter, or else the last three parts of the path,
   * which may be under the function's name or not.
   */
  private static List<String> path(HttpRequest request) {
    try {
      List<String> parts =
          request
              .getQuery()
              .flatMap(ContentHandler::pathParameter)
              .orElseGet(() -> URI.create(request.getUri()).getRawPath())
              .transform(ContentHandler::decodedParts);
      if (parts.size() < PATH_PARTS) {
        throw nothing();
      }
      return parts.subList(parts.size() - PATH_PARTS, parts.size());
    } catch (IllegalArgumentException e) {
      throw nothing();
    }
  }

  /** The parameter as it was sent. Slashes may be encoded in it: an id holds none. */
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

  private static ClientError nothing() {
    return new ClientError(NOTHING, "there is nothing of yours at this address");
  }

  private static void answer(OpenedBlob blob, HttpRequest request, HttpResponse response)
      throws IOException {
    String tag = "\"" + blob.generation() + "\"";
    response.appendHeader("ETag", tag);
    response.appendHeader("Accept-Ranges", "bytes");
    response.appendHeader("Content-Security-Policy", "default-src 'none'; sandbox");
    boolean other = request.getFirstHeader("If-Range").filter(it -> !it.equals(tag)).isPresent();
    ByteRange.Asked asked =
        ByteRange.of(other ? Optional.empty() : request.getFirstHeader("Range"), blob.size());
    if (asked instanceof ByteRange.Asked.Unsatisfiable) {
      response.appendHeader("Content-Range", "bytes */" + blob.size());
      throw new ClientError(UNSATISFIABLE, "it has " + blob.size() + " bytes; the range is beyond");
    }
    BlobAnswer answer = new BlobAnswer(blob, asked, response);
    if (request.getMethod().equals("HEAD")) {
      answer.start();
    } else {
      answer.send();
    }
  }
}
