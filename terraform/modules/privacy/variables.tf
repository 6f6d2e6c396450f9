variable "project_id" {
  description = "The id of the Google Cloud project, with Firebase enabled."
  type        = string
}

variable "region" {
  description = "The region of functions, buckets, keys and logs."
  type        = string
}

variable "firestore_location" {
  description = "The location of both databases: the region, or a multi-region that contains it (eur3, nam5). It cannot be changed later."
  type        = string
}

variable "databases" {
  description = "The ids of the databases; they change when a database is restored from a backup."
  type = object({
    main = string
    keys = string
  })
  default = { main = "(default)", keys = "privacy-keys" }
}

variable "environment" {
  description = "The value of the label environment."
  type        = string
}

variable "hash_key_version" {
  description = "The version of the secret subject-hash-key that the data was written under; it never changes."
  type        = string

  validation {
    condition     = can(regex("^[1-9][0-9]*$", var.hash_key_version))
    error_message = "hash_key_version must be a number such as 1: with latest, a second version would hide all tombstones and keys."
  }
}

variable "stripe_livemode" {
  description = "Whether Stripe sends live-mode events (true) or test-mode events (false); others are refused."
  type        = bool
}

variable "stripe_account" {
  description = "The Connect account whose events are accepted; empty for the own account."
  type        = string
  default     = ""
}

variable "pages_url" {
  description = "The address of the product's privacy pages, to which e-mails link: https://HOST/PATH without a slash at the end."
  type        = string

  validation {
    condition     = can(regex("^https://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*$", var.pages_url))
    error_message = "pages_url must be https://HOST/PATH without a slash at the end, a query or a fragment."
  }
}

variable "realtime_database_url" {
  description = "The URL of the Realtime Database, https://INSTANCE.firebaseio.com; empty if datamap.yaml has no location of kind realtime."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(https://[a-z0-9.-]+\\.(firebaseio\\.com|firebasedatabase\\.app))?$", var.realtime_database_url))
    error_message = "realtime_database_url must be https://INSTANCE.firebaseio.com or https://INSTANCE.REGION.firebasedatabase.app."
  }
}

variable "functions_zip" {
  description = "The path of the deployable zip: functions/target/deploy/functions.zip of a build."
  type        = string
}

variable "canary" {
  description = "Functions that get another zip first, as a canary; null for none."
  type = object({
    functions_zip = string
    functions     = set(string)
  })
  default = null
}

variable "auth_trigger_generation" {
  description = "The generation of account deletion events: 2, or 1 if the project does not support 2 yet."
  type        = number
  default     = 2

  validation {
    condition     = contains([1, 2], var.auth_trigger_generation)
    error_message = "auth_trigger_generation must be 1 or 2."
  }
}

variable "alert_emails" {
  description = "The email addresses for alerts; at least one must be read at night."
  type        = set(string)

  validation {
    condition     = length(var.alert_emails) > 0
    error_message = "alert_emails needs at least one address, such as oncall@example.com."
  }
}

variable "break_glass" {
  description = "Groups that may request one hour of access to personal data, and groups that approve it; null disables it. Privileged Access Manager needs an organisation."
  type = object({
    requesters = set(string)
    approvers  = set(string)
  })
  default = null
}

variable "lock_evidence" {
  description = "Locks the retention of the evidence bucket permanently: not even an owner can shorten it afterwards."
  type        = bool
  default     = false
}
