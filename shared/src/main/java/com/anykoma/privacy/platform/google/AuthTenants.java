package com.anykoma.privacy.platform.google;

import com.google.common.base.Strings;
import com.google.common.base.Suppliers;
import com.google.firebase.FirebaseApp;
import com.google.firebase.IncomingHttpResponse;
import com.google.firebase.auth.FirebaseAuth;
import com.google.firebase.auth.FirebaseAuthException;
import com.google.firebase.auth.multitenancy.ListTenantsPage;
import com.google.firebase.auth.multitenancy.TenantManager;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tenants of a project with Identity Platform, cached for 5 minutes. A project without Identity
 * Platform has none; the service then refuses to list them with one of a few error codes. Only
 * these codes count as "no tenants": otherwise an outage would make the accounts of tenants seem
 * deleted.
 *
 * @see <a href="https://github.com/firebase/firebase-admin-go/issues/341">The refusal</a>
 */
final class AuthTenants {
  private static final Duration CACHE_TTL = Duration.ofMinutes(5);
  private static final int MAX_PAGE_SIZE = 100;

  /** The error codes for a project without tenants. */
  private static final Pattern NO_TENANTS =
      Pattern.compile("INVALID_PROJECT_ID|CONFIGURATION_NOT_FOUND|OPERATION_NOT_ALLOWED");

  private final FirebaseApp app;
  private final Supplier<List<String>> cached =
      Suppliers.memoizeWithExpiration(this::list, CACHE_TTL);

  AuthTenants(FirebaseApp app) {
    this.app = app;
  }

  /** The sorted ids of the tenants. */
  List<String> ids() {
    return cached.get();
  }

  private List<String> list() {
    TenantManager manager = FirebaseAuth.getInstance(app).getTenantManager();
    TreeSet<String> ids = new TreeSet<>();
    try {
      @Nullable String token = null;
      do {
        ListTenantsPage page = manager.listTenants(token, MAX_PAGE_SIZE);
        page.getValues().forEach(each -> ids.add(each.getTenantId()));
        token = Strings.emptyToNull(page.getNextPageToken());
      } while (token != null);
    } catch (FirebaseAuthException e) {
      if (!isWithoutTenants(e)) {
        throw FirebaseAccounts.translated("list tenants", e);
      }
    }
    return List.copyOf(ids);
  }

  private static boolean isWithoutTenants(FirebaseAuthException e) {
    @Nullable IncomingHttpResponse response = e.getHttpResponse();
    return response != null
        && (response.getStatusCode() == 400 || response.getStatusCode() == 404)
        && NO_TENANTS.matcher(Strings.nullToEmpty(response.getContent())).find();
  }
}
