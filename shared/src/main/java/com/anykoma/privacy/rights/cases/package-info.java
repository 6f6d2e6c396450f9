/**
 * Requests from people, each a case with the deadline that the law sets. Read {@link
 * com.anykoma.privacy.rights.cases.CaseService} first.
 */
@NullMarked
package com.anykoma.privacy.rights.cases;

import org.jspecify.annotations.NullMarked;
