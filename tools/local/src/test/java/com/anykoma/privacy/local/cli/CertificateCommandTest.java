package com.anykoma.privacy.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.local.Ran;
import com.anykoma.privacy.local.cloud.EmbeddedData;
import com.anykoma.privacy.services.PrivacyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests that certificates of erasure verify offline, and that altered and foreign ones are refused.
 */
@Keeps({"P18", "P20", "P21", "P23", "E28"})
final class CertificateCommandTest extends ProofCommandsFixture {
  @Test
  void certificateVerifiesOffline() throws IOException {
    Path file = certificate();

    Ran told = Ran.of("certificate", "verify", file.toString());
    Ran json = Ran.of("certificate", "verify", file.toString(), "--json");

    assertThat(told.exit()).as(told.err()).isZero();
    assertThat(told.out()).contains("genuine certificate of erasure", order(), "users", "gone");
    assertThat(json.json().get("genuine").getAsBoolean()).isTrue();
    assertThat(checked(json).get(0).get("genuine").getAsBoolean()).isTrue();
    assertThat(checked(json).get(0).get("order").getAsString()).isEqualTo(order());
  }

  @Test
  void refusesAndNamesForgedCertificates() throws IOException {
    Path file = certificate();
    Path spaced = directory.resolve("spaced.json");
    Files.writeString(spaced, Files.readString(file) + "\n");

    assertRefused("altered", altered(file, "\"gone\"", "\"gonf\""));
    assertRefused("canonical form", spaced);
    assertRefused("version is unknown", altered(file, "\"version\":1", "\"version\":2"));
    assertRefused("the file does not exist", 2, directory.resolve("none.json"));
    assertRefused(
        "the folder contains no certificate",
        2,
        Files.createDirectories(directory.resolve("empty")));
    Files.delete(directory.resolve("keys.json"));
    assertRefused("give one with --keys", 2, file);
  }

  @Test
  void verifiesWhoseCertificateItIs() throws IOException {
    String nonce = erase("u2");
    Path file = certificate();

    Ran own = Ran.of("certificate", "verify", file.toString(), "--uid", "u2", "--nonce", nonce);
    Ran others = Ran.of("certificate", "verify", file.toString(), "--uid", "u1", "--nonce", nonce);
    Ran half = Ran.of("certificate", "verify", file.toString(), "--uid", "u2");

    assertThat(own.exit()).as(own.err()).isZero();
    assertThat(own.out()).contains("genuine");
    assertThat(others.exit()).isEqualTo(1);
    assertThat(others.out()).isEmpty();
    assertThat(others.err()).contains("not about the person");
    assertThat(half.exit()).isEqualTo(2);
    assertThat(half.err()).contains("--nonce");
  }

  /** Erases a person who asked for it, and returns the nonce that they were given. */
  private String erase(String uid) {
    String nonce;
    try (EmbeddedData opened = EmbeddedData.open(PrivacyFiles.packaged(), Path.of(data))) {
      nonce =
          opened
              .services()
              .erasures()
              .request(new SubjectId(uid), "requested")
              .nonce()
              .orElseThrow();
    }
    assertThat(onData("erase", uid, "--confirm").exit()).isZero();
    return nonce;
  }

  private static void assertRefused(String why, Path file) {
    assertRefused(why, 1, file);
  }

  private static void assertRefused(String why, int exit, Path file) {
    Ran ran = Ran.of("certificate", "verify", file.toString());
    assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(file + ": refused: ", why);
  }

  @Test
  void oneForgedCertificateFailsTheCommand() throws IOException {
    Path file = certificate();
    Path bad = altered(file, "\"gone\"", "\"gonf\"");

    Ran ran = Ran.of("certificate", "verify", file.toString(), bad.toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("genuine");
    assertThat(ran.err()).contains("altered");
  }

  @Test
  void printsManyCertificatesAsOneJsonObject() throws IOException {
    Path file = certificate();
    Path bad = altered(file, "\"gone\"", "\"gonf\"");
    Path none = directory.resolve("none.json");

    Ran ran =
        Ran.of("certificate", "verify", file.toString(), bad.toString(), none.toString(), "--json");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.json().get("genuine").getAsBoolean()).isFalse();
    assertThat(checked(ran))
        .extracting(each -> each.get("genuine").getAsBoolean())
        .containsExactly(true, false, false);
    assertThat(checked(ran).get(1).get("reason").getAsString()).contains("altered");
    assertThat(checked(ran).get(2).get("file").getAsString()).isEqualTo(none.toString());
  }

  @Test
  void checksFoldersOfCertificatesRecursively() throws IOException {
    Path file = certificate();
    Path deep = Files.createDirectories(directory.resolve("all/2026/11"));
    Files.move(directory.resolve("keys.json"), directory.resolve("all/keys.json"));
    Path good = Files.move(file, deep.resolve("good.json"));
    Files.copy(checkpointFile(), deep.resolve("seal.json"));
    Files.writeString(deep.resolve("notes.txt"), "no proof");

    Ran folder = Ran.of("certificate", "verify", directory.resolve("all").toString());
    Files.writeString(deep.resolve("bad.json"), "{}");
    Ran json = Ran.of("certificate", "verify", directory.resolve("all").toString(), "--json");

    assertThat(folder.exit()).as(folder.err()).isZero();
    assertThat(folder.out()).containsOnlyOnce("genuine certificate").contains(good.toString());
    assertThat(json.exit()).isEqualTo(1);
    assertThat(checked(json))
        .extracting(each -> each.get("genuine").getAsBoolean())
        .containsExactly(false, true);
  }

  @Test
  void certificateTextCannotControlTheTerminal() throws IOException {
    Path file = certificate();
    String text = Files.readString(file).replaceFirst("\"ground\":\"[^\"]*\"", "\"ground\":\"G\"");
    Path forged = directory.resolve("forged.json");
    for (String odd :
        List.of("\\u001b[1A\\u001b[2K", "\u009b1A", "\u202eabc", "a\\nb", "x".repeat(9_000))) {
      Files.writeString(forged, text.replace("\"G\"", "\"" + odd + "\""));

      Ran ran = Ran.of("certificate", "verify", forged.toString());

      assertThat(ran.exit()).as(odd).isEqualTo(1);
      assertThat(ran.out()).isEmpty();
      assertHarmless(ran);
    }
  }

  private static void assertHarmless(Ran ran) {
    assertThat(ran.out() + ran.err()).doesNotContain("\u001b", "\u009b", "\u202e", "\u2028", "\r");
    assertThat(ran.err().lines()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void refusesCertificatesSignedWithOtherKeys() throws IOException {
    Path file = certificate();
    Path other = directory.resolve("other");
    Files.createDirectories(other);
    eraseSomebody("elsewhere");
    Path foreign =
        Files.writeString(other.resolve("keys.json"), onData("certificate", "keys").out());

    Ran ran = Ran.of("certificate", "verify", file.toString(), "--keys", foreign.toString());

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("was not published");
    assertThat(Ran.of("certificate", "verify", file.toString(), "--keys", file.toString()).err())
        .contains("not of type 'signing-keys'");
  }

  @Test
  void certificateStaysValidAfterKeyRotation() throws IOException {
    Path file = certificate();
    Ran rotated = onData("certificate", "keys", "--rotate");
    Files.writeString(directory.resolve("keys.json"), rotated.out());

    Ran ran = Ran.of("certificate", "verify", file.toString());

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("keys      2, the first is ");
  }

  @Test
  void refusesUnknownOrders() {
    assertThat(onData("certificate", "get", "none").err())
        .contains("no certificate exists for" + " this order");
    assertThat(onData("certificate", "get", "../../signing").exit()).isEqualTo(1);
    assertThat(onData("certificate", "get", "").exit()).isEqualTo(1);
    assertThat(Ran.of("certificate", "get", order(), "--data", data + "x").err())
        .contains("contains no data");
    assertThat(Ran.of("certificate").exit()).isEqualTo(2);
    assertThat(Ran.of("certificate", "verify").exit()).isEqualTo(2);
  }
}
