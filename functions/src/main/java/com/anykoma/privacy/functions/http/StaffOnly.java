package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.util.function.Function;

/**
 * Admits staff: signed-in people whose account currently has the role that the request needs. Other
 * callers get 404. Each GET has an entry in the audit log before it is answered (P18; ASVS 8.2.1).
 */
public record StaffOnly(SignedIn signedIn, Function<HttpRequest, StaffRole> role)
    implements Admission<VerifiedToken> {
  /** Admits people with the role, and requests with these HTTP methods. */
  public StaffOnly(Access access, StaffRole role, String... methods) {
    this(access, request -> role, methods);
  }

  /**
   * Admits people with the role of each request, and requests with these HTTP methods.
   *
   * @param role the role that a request needs
   */
  public StaffOnly(Access access, Function<HttpRequest, StaffRole> role, String... methods) {
    this(new SignedIn(access, methods), role);
  }

  @Override
  public boolean answerPreflight(HttpRequest request, HttpResponse response) {
    return signedIn.answerPreflight(request, response);
  }

  @Override
  public VerifiedToken admit(HttpRequest request, HttpResponse response) {
    VerifiedToken caller = signedIn.admit(request, response);
    signedIn.access().requireRole(caller.subject(), role.apply(request));
    return caller;
  }

  @Override
  public void onAdmitted(VerifiedToken caller, HttpRequest request, String function) {
    signedIn.onAdmitted(caller, request, function);
    if (request.getMethod().equals("GET")) {
      String address = function + HttpFrame.path(request, function);
      String name = role.apply(request).storedName();
      signedIn.access().audit().recordRead(caller.subject(), name, address);
    }
  }
}
