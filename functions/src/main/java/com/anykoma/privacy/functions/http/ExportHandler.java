package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import com.anykoma.privacy.rights.export.Export;
import com.anykoma.privacy.rights.export.ExportService;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Handles the export of the caller's own data (P22, P24). {@code POST} starts it, or returns the
 * present one, with 202; {@code GET} returns its state, which is {@code partial} until all counts
 * agree; {@code GET .../parts/N} streams an archive of a complete export and supports range
 * requests; {@code DELETE} cancels it and deletes the archives. POST needs a sign-in of the last
 * five minutes. 409 if an erasure was requested.
 */
public record ExportHandler(ExportService exports, InstantSource clock)
    implements HttpFrame.Handler<VerifiedToken> {
  private static final Pattern PART = Pattern.compile("[^?]*/parts/([1-9][0-9]{0,4})([?].*)?");

  @Override
  public void answer(VerifiedToken caller, HttpRequest request, HttpResponse response)
      throws IOException {
    SubjectId subject = caller.subject();
    Matcher part = PART.matcher(request.getUri());
    switch (request.getMethod()) {
      case "POST" -> {
        EraseAccountHandler.requireRecent(caller, clock);
        Export export = exports.start(subject).orElseThrow(ExportHandler::refused);
        Answers.write(response, 202, export.summary());
      }
      case "DELETE" -> {
        if (!exports.cancel(subject)) {
          throw notFound();
        }
        Answers.write(response, 202, "state", Export.State.CANCELLED.storedName());
      }
      default -> {
        if (part.matches()) {
          send(subject, Integer.parseInt(part.group(1)), request, response);
        } else {
          Export export = exports.status(subject).orElseThrow(ExportHandler::notFound);
          Answers.write(response, 200, export.summary());
        }
      }
    }
  }

  private void send(SubjectId subject, int number, HttpRequest request, HttpResponse response)
      throws IOException {
    OpenedBlob archive = exports.part(subject, number).orElseThrow(ExportHandler::notFound);
    response.appendHeader(
        BlobAnswer.DISPOSITION, "attachment; filename=\"export-" + number + ".zip\"");
    ContentHandler.answer(archive, request, response);
  }

  private static ClientError refused() {
    return new ClientError(409, "your erasure is requested, or your last export is being deleted");
  }

  private static ClientError notFound() {
    return new ClientError(404, "you have no such export");
  }
}
