package com.anykoma.privacy.functions.http;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.util.List;

/**
 * Admits callers who are not signed in, up to the function's limit for all of them together. They
 * are identified only by a secret in the request, which the handler checks (P17).
 */
public record Anonymous(Access access, List<String> methods)
    implements Admission<Anonymous.Caller> {
  /** A caller who is not signed in. */
  public record Caller() {}

  /** Admits requests with these HTTP methods. */
  public Anonymous(Access access, String... methods) {
    this(access, List.of(methods));
  }

  @Override
  public boolean answerPreflight(HttpRequest request, HttpResponse response) {
    return access.cors().answerPreflight(request, response, methods);
  }

  @Override
  public Caller admit(HttpRequest request, HttpResponse response) {
    Access.requireMethod(request, response, methods);
    return new Caller();
  }

  @Override
  public void onAdmitted(Caller caller, HttpRequest request, String function) {
    access.limit(function, "anonymous callers");
  }
}
