/** Subjects and the fence around every write about one. Read {@link SubjectTransaction} first. */
@NullMarked
package com.anykoma.privacy.subject;

import org.jspecify.annotations.NullMarked;
