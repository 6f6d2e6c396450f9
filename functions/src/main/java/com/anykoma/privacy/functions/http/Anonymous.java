package com.anykoma.privacy.functions.http;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.util.List;

/**
 * Admits callers who are not signed in; the result is the request's path below the function. Such
 * callers are identified only by a secret in the request, which the handler checks (P17).
 */
public final class Anonymous implements Admission<String> {
  private final String function;
  private final List<String> methods;

  /** Admits requests with these HTTP methods. */
  public Anonymous(String function, String... methods) {
    this.function = function;
    this.methods = List.of(methods);
  }

  @Override
  public String admit(HttpRequest request, HttpResponse response) {
    SignedIn.prepare(request, response, methods);
    return HttpFrame.path(request, function);
  }
}
