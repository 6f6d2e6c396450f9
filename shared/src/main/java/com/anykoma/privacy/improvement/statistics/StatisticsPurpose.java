package com.anykoma.privacy.improvement.statistics;

import com.anykoma.privacy.StoredName;

/** The purposes for which statistics may be published: exactly those of the privacy page (P30). */
public enum StatisticsPurpose implements StoredName {
  IMPROVE_IMAGE_GENERATION_QUALITY,
  ENHANCE_SAFETY_FEATURES,
  DEVELOP_NEW_FEATURES,
  FIX_BUGS_AND_ISSUES
}
