package com.anykoma.privacy.json;

import com.anykoma.privacy.PermanentFailure;

/** JSON that is not what it must be. The message names members, never values. */
public final class MalformedJson extends PermanentFailure {
  public MalformedJson(String message) {
    super(message);
  }
}
