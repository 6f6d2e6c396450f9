package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.functions.http.OrdersJson;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.local.console.DataDirectory;
import com.anykoma.privacy.local.report.CertificateText;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run certificate}: checks certificates of deletion, or prints them. */
@Command(
    name = "certificate",
    description =
        "Checks certificates of erasure and purge, or prints them from the evidence" + " store.",
    mixinStandardHelpOptions = true,
    subcommands = CertificateCommand.Verify.class)
public final class CertificateCommand {
  private static final Pattern ORDER = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  @Spec private CommandSpec spec = CommandSpec.create();

  /** {@code ./run certificate verify}: checks certificates offline with our public keys. */
  @Command(
      name = "verify",
      description =
          "Checks every byte of certificates, without a database or network. Exit code 1 and the"
              + " reason when a certificate is not genuine, 2 when it cannot be read.",
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    private static final int REFUSED = 1;
    private static final int UNREADABLE = 2;

    @Parameters(
        paramLabel = "PATH",
        arity = "1..*",
        description = "Certificate files, or folders that are searched recursively.")
    private List<Path> paths = List.of();

    @ArgGroup(exclusive = false)
    private @Nullable Person person;

    @Mixin private AnswerOption answer = new AnswerOption();

    @Mixin private PublishedKeys keys = new PublishedKeys();

    private final List<Object> checked = new ArrayList<>();
    private int exit;

    @Override
    public Integer call() {
      paths.forEach(each -> check(each, Files.isDirectory(each)));
      if (answer.json()) {
        answer.console().print(Console.text(new Checked(exit == 0, checked)));
      }
      return exit;
    }

    private void check(Path path, boolean isFolder) {
      try {
        if (isFolder) {
          checkFolder(path);
        } else {
          checkFile(path, ProofFiles.read(path));
        }
      } catch (ProofFiles.Unreadable e) {
        refuse(path, e, UNREADABLE);
      } catch (PermanentFailure e) {
        refuse(path, e, REFUSED);
      }
    }

    /** Skips checkpoints and proofs, which ./run audit verify checks. */
    private void checkFolder(Path folder) {
      int before = checked.size();
      for (Path each : ProofFiles.in(folder, Integer.MAX_VALUE)) {
        if (Certificate.mayBeCertificate(ProofFiles.read(each))) {
          check(each, false);
        }
      }
      if (checked.size() == before) {
        throw new ProofFiles.Unreadable("the folder contains no certificate");
      }
    }

    private void checkFile(Path path, byte[] file) {
      KeyRing ring = keys.of(path);
      Certificate certificate = Certificate.verified(file, ring, Clock.systemUTC().instant());
      if (person != null) {
        certificate.requireAbout(person.nonce, person.uid);
      }
      checked.add(json(path, certificate, ring));
      if (!answer.json()) {
        answer.console().print(CertificateText.of(path, certificate, ring));
      }
    }

    private void refuse(Path path, PermanentFailure why, int code) {
      checked.add(new Refused(path.toString(), false, String.valueOf(why.getMessage())));
      exit = Math.max(exit, code);
      answer.console().note(path + ": refused: " + why.getMessage());
    }

    private static JsonObject json(Path file, Certificate certificate, KeyRing keys) {
      JsonObject json = OrdersJson.certificate(certificate);
      json.addProperty("file", file.toString());
      json.addProperty("genuine", true);
      json.addProperty("type", certificate.kind().type());
      json.addProperty("order", certificate.order());
      json.addProperty("requestedAt", certificate.requestedAt().toString());
      json.addProperty("dueAt", certificate.dueAt().toString());
      json.addProperty("firstKey", keys.root());
      return json;
    }
  }

  /** The person whose certificate it must be. */
  static final class Person {
    @Option(
        names = {"--uid", "--subject"},
        required = true,
        description = "Refuse certificates of others.")
    private String uid = "";

    @Option(
        names = "--nonce",
        required = true,
        description = "The number from the erasure request.")
    private String nonce = "";

    boolean isIn(Certificate certificate) {
      return certificate
          .subjectCommitment()
          .equals(Optional.of(Certificate.commitment(nonce, uid)));
    }
  }

  record Checked(boolean genuine, List<Object> files) {}

  record Refused(String file, boolean genuine, String reason) {}

  @Command(
      name = "get",
      description = "Prints the latest certificate of an order, byte for byte as it was signed.",
      mixinStandardHelpOptions = true)
  int get(
      @Parameters(paramLabel = "ORDER", description = "The order's id, as ./run orders prints it.")
          String order,
      @Mixin ProjectOption project,
      @Mixin DataDirectory data) {
    return (ORDER.matcher(order).matches()
            ? certificate(order, project, data)
            : Optional.<byte[]>empty())
        .map(new Console(spec)::write)
        .orElseGet(() -> new Console(spec).refuse("no certificate exists for this order"));
  }

  private static Optional<byte[]> certificate(
      String order, ProjectOption project, DataDirectory data) {
    if (project.isGiven()) {
      return project.evidence(data.path()).get("/certificates/" + order);
    }
    try (EmbeddedData opened = EmbeddedData.open(data.product(), data.path())) {
      return opened.services().evidence().latestCertificate(order).map(Bytes::toArray);
    }
  }

  @Command(
      name = "keys",
      description =
          "Prints the key file to publish, byte for byte: every public key that has"
              + " ever been used.",
      mixinStandardHelpOptions = true)
  int keys(
      @Option(
              names = "--rotate",
              description =
                  "Sign with a new key from now on; older signatures stay valid. In production,"
                      + " publish to the topic certify with rotate=signing-key instead.")
          boolean rotate,
      @Mixin DataDirectory data) {
    try (EmbeddedData opened = EmbeddedData.open(data.product(), data.path())) {
      if (rotate) {
        opened.services().signing().rotate();
      }
      return opened
          .services()
          .evidence()
          .keyRing()
          .map(ring -> new Console(spec).write(ring.publish()))
          .orElseGet(
              () ->
                  new Console(spec)
                      .refuse("no signing key exists yet: nothing has been" + " signed"));
    }
  }
}
