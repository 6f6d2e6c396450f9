package com.anykoma.privacy.rights.cases;

import com.anykoma.privacy.StoredName;

/** What a person asks for. */
public enum CaseKind implements StoredName {
  ACCESS,
  EXPORT,
  ERASURE,
  OBJECTION,
  RECTIFICATION,
  RESTRICTION,
  QUESTION
}
