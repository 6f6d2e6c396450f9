package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.functions.Config;
import com.anykoma.privacy.functions.Config.StripeEvents;
import com.anykoma.privacy.functions.Environment;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.embedded.KeyFile;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * The secrets of one data directory: random, generated once, in a file that only its owner can
 * read. {@code toString} does not reveal them.
 *
 * @param webhookSecret the secret that signs Stripe's events, {@code whsec_...}, and received mails
 */
public record LocalSecrets(Path file, String webhookSecret, Bytes subjectHashKey) {
  private static final int BYTES = 32;

  /** No pages exist locally; links that are sent name this address. */
  private static final URI PAGES = URI.create("https://localhost");

  /** Reads or generates the directory's secrets; concurrent processes get the same. */
  public static LocalSecrets open(Path directory) {
    Path file = directory.resolve("secrets.properties");
    try {
      if (Files.notExists(file)) {
        create(file, new SecureRandom());
      }
      return read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LocalSecrets read(Path file) throws IOException {
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      read.load(reader);
    }
    String secret = read.getProperty(Environment.STRIPE_SECRETS, "");
    String key = read.getProperty(Environment.SUBJECT_HASH_KEY, "");
    if (secret.isEmpty() || key.isEmpty()) {
      throw new PermanentFailure(file + " has missing secrets: restore the file from a backup");
    }
    return new LocalSecrets(file, secret, Bytes.of(Base64.getDecoder().decode(key)));
  }

  private static void create(Path file, SecureRandom random) throws IOException {
    String webhookSecret = "whsec_" + HexFormat.of().formatHex(randomBytes(random));
    String hashKey = Base64.getEncoder().encodeToString(randomBytes(random));
    KeyFile.createOnce(
        file,
        "%s=%s%n%s=%s%n"
            .formatted(
                Environment.STRIPE_SECRETS, webhookSecret, Environment.SUBJECT_HASH_KEY, hashKey));
  }

  private static byte[] randomBytes(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The functions' configuration for Stripe's test mode. */
  public Config config() {
    return config(false);
  }

  /** The functions' configuration for Stripe's live mode or test mode. */
  public Config config(boolean livemode) {
    return new Config(
        Optional.of(new StripeEvents(List.of(webhookSecret), livemode, Optional.empty())),
        List.of(webhookSecret),
        Optional.of(PAGES),
        subjectHashKey,
        Set.of());
  }

  @Override
  public String toString() {
    return "LocalSecrets[" + file + "]";
  }
}
