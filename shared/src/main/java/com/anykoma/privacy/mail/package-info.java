/**
 * E-mails to people, queued as documents that the Trigger Email extension, or the function kit that
 * replaces it, sends.
 */
@NullMarked
package com.anykoma.privacy.mail;

import org.jspecify.annotations.NullMarked;
