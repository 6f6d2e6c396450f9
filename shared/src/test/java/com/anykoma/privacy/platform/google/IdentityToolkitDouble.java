package com.anykoma.privacy.platform.google;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.testing.http.MockLowLevelHttpRequest;
import com.google.api.client.testing.http.MockLowLevelHttpResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Google's two servers that the verification of an ID token asks, without a network: the one of the
 * public keys and the one of the accounts.
 */
final class IdentityToolkitDouble extends HttpTransport {
  private static final String KEYS =
      "https://www.googleapis.com/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com";

  private final List<String> asked = new ArrayList<>();
  private Answer keys = new Answer(500, "");
  private Answer accounts = new Answer(500, "");

  /** An answer; status 0 stands for a server that cannot be reached. */
  record Answer(int status, String json) {}

  void answerKeys(int status, String json) {
    keys = new Answer(status, json);
  }

  void answerAccounts(int status, String json) {
    accounts = new Answer(status, json);
  }

  /** Every address asked so far. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new MockLowLevelHttpRequest(url) {
      @Override
      public LowLevelHttpResponse execute() throws IOException {
        asked.add(url);
        Answer answer = url.equals(KEYS) ? keys : accounts;
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
