package com.anykoma.privacy.settings;

import com.anykoma.privacy.PermanentFailure;

/** A mistake in a settings file, told with the file, the line and where in it. */
public final class SettingsException extends PermanentFailure {
  SettingsException(String message) {
    super(message);
  }
}
