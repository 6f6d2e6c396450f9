package com.anykoma.privacy.platform.google;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.testing.http.MockLowLevelHttpRequest;
import com.google.api.client.testing.http.MockLowLevelHttpResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A fake of the servers behind Firebase Auth, without a network: the public keys, the accounts of
 * the project, and its tenants (none by default).
 */
final class FakeIdentityToolkit extends HttpTransport {
  private static final String KEYS =
      "https://www.googleapis.com/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com";

  private static final String TENANTS = "/tenants";

  private final List<String> requestedUrls = new ArrayList<>();
  private Answer keys = new Answer(500, "");
  private Answer accounts = new Answer(500, "");
  private Answer tenants = new Answer(400, "{\"error\":{\"message\":\"INVALID_PROJECT_ID\"}}");
  private final Map<String, Answer> accountsOfTenants = new HashMap<>();

  /** A response; status 0 means that the server is unreachable. */
  record Answer(int status, String json) {}

  void answerKeys(int status, String json) {
    keys = new Answer(status, json);
  }

  void answerAccounts(int status, String json) {
    accounts = new Answer(status, json);
  }

  /** Sets the response to a listing of tenants. */
  void answerTenants(int status, String json) {
    tenants = new Answer(status, json);
  }

  /** Sets the response to all requests for accounts of a tenant. */
  void answerAccountsOf(String tenant, String json) {
    accountsOfTenants.put(tenant, new Answer(200, json));
  }

  private Answer answer(String url) {
    if (url.equals(KEYS)) {
      return keys;
    }
    int at = url.indexOf(TENANTS);
    if (at < 0) {
      return accounts;
    }
    String tenant =
        url.substring(at + TENANTS.length()).replaceFirst("^/", "").replaceFirst("[/?].*", "");
    return tenant.isEmpty() ? tenants : accountsOfTenants.getOrDefault(tenant, new Answer(500, ""));
  }

  /** All requested URLs so far. */
  List<String> requestedUrls() {
    return List.copyOf(requestedUrls);
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new MockLowLevelHttpRequest(url) {
      @Override
      public LowLevelHttpResponse execute() throws IOException {
        requestedUrls.add(url);
        Answer answer = answer(url);
        if (answer.status() == 0) {
          throw new IOException("cannot reach " + url);
        }
        return new MockLowLevelHttpResponse()
            .setStatusCode(answer.status())
            .setContentType("application/json; charset=UTF-8")
            .setContent(answer.json());
      }
    };
  }
}
