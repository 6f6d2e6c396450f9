package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.Settings;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings over the REST APIs of Google Cloud and Stripe. A failed request is not retried: the
 * next daily run reads the setting again. One request has 3 s to connect and 10 s to answer.
 */
public final class RestSettings implements Settings {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String OPERATION = "read settings";

  private static final Map<Service, URI> HOSTS =
      Map.of(
          Service.STORAGE, URI.create("https://storage.googleapis.com"),
          Service.FIRESTORE, URI.create("https://firestore.googleapis.com"),
          Service.LOGGING, URI.create("https://logging.googleapis.com"),
          Service.KMS, URI.create("https://cloudkms.googleapis.com"),
          Service.PROJECTS, URI.create("https://cloudresourcemanager.googleapis.com"),
          Service.AUTH, URI.create("https://identitytoolkit.googleapis.com"),
          Service.PUBSUB, URI.create("https://pubsub.googleapis.com"),
          Service.STRIPE, URI.create("https://api.stripe.com"));

  private final Map<String, String> names;
  private final Optional<Sensitive<String>> stripeKey;
  private final Map<Service, URI> hosts;
  private final Authorization google;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /** Supplies the headers of a request to Google; refreshes an expired access token. */
  @FunctionalInterface
  interface Authorization {
    Map<String, List<String>> headers(URI uri) throws IOException;
  }

  RestSettings(GoogleSettings settings, Map<Service, URI> hosts, Authorization google) {
    this.names = names(settings);
    this.stripeKey = settings.stripeKey();
    this.hosts = Map.copyOf(hosts);
    this.google = google;
  }

  /** Opens the real services; with emulators, which have no settings, every read fails. */
  public static RestSettings open(GoogleSettings settings) {
    if (!settings.endpoints().isEmpty()) {
      return new RestSettings(settings, Map.of(), uri -> Map.of());
    }
    try {
      return new RestSettings(
          settings,
          HOSTS,
          GoogleCredentials.getApplicationDefault().createScoped(SCOPE)::getRequestMetadata);
    } catch (IOException e) {
      throw new UncheckedIOException("no application default credentials were found", e);
    }
  }

  private static Map<String, String> names(GoogleSettings settings) {
    Map<String, String> names = new HashMap<>();
    names.put("project", settings.project());
    names.put("database/main", settings.database());
    settings.keysDatabase().ifPresent(it -> names.put("database/keys", it));
    settings.buckets().forEach((name, real) -> names.put("bucket/" + name, real));
    settings.signingKek().ifPresent(it -> names.put("key/signing", it));
    settings.kek().ifPresent(it -> addKek(names, it));
    settings
        .stripeKey()
        .ifPresent(it -> names.put("livemode", "" + it.reveal().startsWith("_live_", 2)));
    return Map.copyOf(names);
  }

  /** The key's location is the deployment's region; its key ring also has the buckets' key. */
  private static void addKek(Map<String, String> names, String kek) {
    names.put("key/kek", kek);
    names.put("key/storage", kek.substring(0, kek.lastIndexOf('/') + 1) + "storage");
    names.put("region", kek.split("/", -1)[3]);
  }

  @Override
  public Map<String, String> names() {
    return names;
  }

  @Override
  public String json(Service service, String path) {
    URI host = hosts.get(service);
    if (host == null) {
      throw new CloudFailure(service.name(), OPERATION, "an emulator has no settings");
    }
    URI uri = URI.create(host + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (service == Service.PROJECTS) {
      request.POST(BodyPublishers.noBody()); // Resource Manager reads a policy with POST
    }
    try {
      authorize(service, uri, request);
      HttpResponse<InputStream> response = send(service.name(), request);
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw new CloudFailure(service.name(), OPERATION, "" + response.statusCode());
        }
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new CloudFailure(service.name(), OPERATION, "no response");
    }
  }

  private void authorize(Service service, URI uri, HttpRequest.Builder request) throws IOException {
    if (service != Service.STRIPE) {
      google
          .headers(uri)
          .forEach((name, values) -> values.forEach(each -> request.header(name, each)));
      return;
    }
    Sensitive<String> key =
        stripeKey.orElseThrow(() -> new CloudFailure("STRIPE", OPERATION, "no API key is set"));
    request.header("Authorization", "Bearer " + key.reveal());
  }

  @Override
  public Optional<Bytes> servedPage(URI address) {
    try {
      HttpResponse<InputStream> response = send("privacy page", HttpRequest.newBuilder(address));
      try (InputStream body = response.body()) {
        byte[] served = body.readNBytes(MAX_PAGE_BYTES + 1);
        return Optional.of(served)
            .filter(it -> response.statusCode() == 200 && it.length <= MAX_PAGE_BYTES)
            .map(Bytes::of);
      }
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private HttpResponse<InputStream> send(String system, HttpRequest.Builder request)
      throws IOException {
    try {
      return client.send(request.timeout(ANSWER).build(), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudFailure(system, OPERATION, "interrupted");
    }
  }
}
