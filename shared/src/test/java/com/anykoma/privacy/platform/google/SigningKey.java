package com.anykoma.privacy.platform.google;

import com.google.gson.Gson;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Map;

/** An RSA key with a certificate, as Google uses to sign ID tokens. */
record SigningKey(PrivateKey key, Certificate certificate) {
  private static final String PASSWORD = "not secret";

  /** Creates a key with the JDK's keytool, which takes about a second. */
  static SigningKey create(Path directory, String name) throws Exception {
    Path store = directory.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(directory.resolve(name + ".log")));
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return new SigningKey(
        (PrivateKey) keys.getKey(name, PASSWORD.toCharArray()), keys.getCertificate(name));
  }

  /** The certificate in the format of Google's key server. */
  String pem() throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  /** A token signed with this key (RS256), for any header. */
  String sign(Map<String, ?> header, Map<String, ?> claims) throws GeneralSecurityException {
    String content = content(header, claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + base64(signature.sign());
  }

  /** The part of a token that is signed. */
  static String content(Map<String, ?> header, Map<String, ?> claims) {
    Gson gson = new Gson();
    return base64(gson.toJson(header).getBytes(StandardCharsets.UTF_8))
        + "."
        + base64(gson.toJson(claims).getBytes(StandardCharsets.UTF_8));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
