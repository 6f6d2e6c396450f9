package com.anykoma.privacy.subject;

import com.anykoma.privacy.platform.Documents;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A database that is checked before its first operation, and again until the check has passed. */
final class CheckedDocuments implements InvocationHandler {
  private final Documents documents;
  private final Runnable check;
  private volatile boolean isChecked;

  private CheckedDocuments(Documents documents, Runnable check) {
    this.documents = documents;
    this.check = check;
  }

  /**
   * The database, behind its check.
   *
   * @param check throws while the database must not be used
   */
  static Documents of(Documents documents, Runnable check) {
    Object proxy =
        Proxy.newProxyInstance(
            Documents.class.getClassLoader(),
            new Class<?>[] {Documents.class},
            new CheckedDocuments(documents, check));
    return Documents.class.cast(proxy);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
      throws Throwable {
    if (method.getDeclaringClass() != Object.class) {
      requireChecked();
    }
    try {
      return method.invoke(documents, given);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void requireChecked() {
    if (!isChecked) {
      synchronized (this) {
        if (!isChecked) {
          check.run();
          isChecked = true;
        }
      }
    }
  }
}
