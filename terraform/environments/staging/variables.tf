variable "project_id" {
  description = "The project of this environment."
  type        = string
}

variable "region" {
  description = "Where functions, buckets, keys and logs are."
  type        = string
}

variable "firestore_location" {
  description = "Where the databases are; it cannot be changed later."
  type        = string
}

variable "databases" {
  description = "The databases' ids: others than these once one was restored from a backup."
  type = object({
    main = string
    keys = string
  })
  default = { main = "(default)", keys = "privacy-keys" }
}

variable "hash_key_version" {
  description = "The version of the secret subject-hash-key: a number, which never changes."
  type        = string
  default     = "1"
}

variable "functions_zip" {
  description = "What is deployed."
  type        = string
  default     = "../../../functions/target/deploy/functions.zip"
}

variable "canary" {
  description = "Functions that are deployed from another zip first."
  type = object({
    functions_zip = string
    functions     = set(string)
  })
  default = null
}

variable "auth_trigger_generation" {
  description = "The generation of the event that tells of a deleted account."
  type        = number
  default     = 2
}

variable "alert_emails" {
  description = "Who is told of alerts."
  type        = set(string)
}

variable "break_glass" {
  description = "Groups that may ask for an hour of reading personal data, and those that grant it."
  type = object({
    requesters = set(string)
    approvers  = set(string)
  })
  default = null
}
