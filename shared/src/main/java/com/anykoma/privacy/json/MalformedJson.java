package com.anykoma.privacy.json;

import com.anykoma.privacy.PermanentFailure;

/** Invalid JSON, or JSON of the wrong shape. The message names members, never values. */
public final class MalformedJson extends PermanentFailure {
  public MalformedJson(String message) {
    super(message);
  }
}
