package com.anykoma.privacy.local;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.functions.edge.OrdersJson;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.proof.Certificate;
import com.anykoma.privacy.proof.KeyRing;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./run certificate}: what is certified to be gone, and whether a certificate is genuine.
 */
@Command(
    name = "certificate",
    description = "Checks certificates of erasure and purge, or takes them out of the evidence.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CertificateCommand.Verify.class,
      CertificateCommand.Get.class,
      CertificateCommand.Keys.class
    })
final class CertificateCommand {
  /** {@code ./run certificate verify}: offline, with nothing but the file and our public keys. */
  @Command(
      name = "verify",
      description =
          "Checks certificates to the last byte, without any database or network. Exit code 1 and"
              + " the reason when one is not genuine.",
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    private static final int REFUSED = 1;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Certificates.")
    private List<Path> files = List.of();

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    @Mixin private PublishedKeys keys = new PublishedKeys();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      int exit = 0;
      for (Path each : files) {
        try {
          byte[] file = ProofFiles.read(each);
          KeyRing ring = keys.of(each);
          Certificate certificate = Certificate.verified(file, ring, Clock.systemUTC().instant());
          new Console(spec)
              .print(
                  json
                      ? json(each, certificate, ring)
                      : CertificateText.of(each, certificate, ring));
        } catch (PermanentFailure e) {
          exit = REFUSED;
          new Console(spec).tell(each + ": refused: " + e.getMessage());
        }
      }
      return exit;
    }

    private static String json(Path file, Certificate certificate, KeyRing keys) {
      JsonObject json = OrdersJson.certificate(certificate);
      json.addProperty("file", file.toString());
      json.addProperty("genuine", true);
      json.addProperty("type", certificate.kind().type());
      json.addProperty("order", certificate.order());
      json.addProperty("requestedAt", certificate.requestedAt().toString());
      json.addProperty("dueAt", certificate.dueAt().toString());
      json.addProperty("firstKey", keys.root());
      return Console.text(json);
    }
  }

  /** {@code ./run certificate get}: an order's certificate, byte for byte. */
  @Command(
      name = "get",
      description = "Prints the latest certificate of an order, byte for byte as it was signed.",
      mixinStandardHelpOptions = true)
  static final class Get implements Callable<Integer> {
    @Parameters(paramLabel = "ORDER", description = "The order's id, as ./run orders tells it.")
    private String order = "";

    @Mixin private DataDirectory data = new DataDirectory();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      try (EmbeddedData opened = EmbeddedData.open(data.path())) {
        return opened
            .wiring()
            .evidence()
            .latestCertificate(order)
            .map(Bytes::toArray)
            .map(new Console(spec)::write)
            .orElseGet(() -> new Console(spec).refuse("there is no such certificate"));
      } catch (EmbeddedData.Missing | IllegalArgumentException e) {
        return new Console(spec).refuse(e);
      }
    }
  }

  /** {@code ./run certificate keys}: what strangers check certificates with. */
  @Command(
      name = "keys",
      description = "Prints the public keys to publish, byte for byte: all that ever signed.",
      mixinStandardHelpOptions = true)
  static final class Keys implements Callable<Integer> {
    @Option(
        names = "--rotate",
        description =
            "Sign with a new key from now on; what older ones signed keeps verifying. In"
                + " production, publish to the topic certify with rotate=signing-key instead.")
    private boolean rotate;

    @Mixin private DataDirectory data = new DataDirectory();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      try (EmbeddedData opened = EmbeddedData.open(data.path())) {
        if (rotate) {
          opened.wiring().signing().rotate();
        }
        return opened
            .wiring()
            .evidence()
            .keyRing()
            .map(ring -> new Console(spec).write(ring.publish()))
            .orElseGet(() -> new Console(spec).refuse("nothing was signed yet"));
      } catch (EmbeddedData.Missing e) {
        return new Console(spec).refuse(e);
      }
    }
  }
}
