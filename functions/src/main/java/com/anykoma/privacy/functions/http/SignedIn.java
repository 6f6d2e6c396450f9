package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.util.List;

/** Admits requests with a valid ID token, up to the function's limit (P17; ASVS 8.2.1). */
public record SignedIn(Access access, List<String> methods) implements Admission<VerifiedToken> {
  /** Admits requests with these HTTP methods. */
  public SignedIn(Access access, String... methods) {
    this(access, List.of(methods));
  }

  @Override
  public boolean answerPreflight(HttpRequest request, HttpResponse response) {
    return access.cors().answerPreflight(request, response, methods);
  }

  @Override
  public VerifiedToken admit(HttpRequest request, HttpResponse response) {
    Access.requireMethod(request, response, methods);
    return access.signedIn(request);
  }

  @Override
  public void onAdmitted(VerifiedToken caller, HttpRequest request, String function) {
    access.limit(function, caller.subject().value());
  }
}
