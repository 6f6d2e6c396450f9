package com.anykoma.privacy.log;

/** One field of a log line with its value. */
public record LogEntry(LogField field, String value) {}
