locals {
  # the environment variables of each entry of needs
  environments = {
    stripe-events = merge(
      { STRIPE_LIVEMODE = tostring(var.stripe_livemode) },
      var.stripe_account == "" ? {} : { STRIPE_ACCOUNT = var.stripe_account },
    )
    stripe-api = {}
    mail       = {}
    blobs      = { BUCKETS = join(",", [for name, bucket in google_storage_bucket.data : "${name}=${bucket.name}"]) }
    keys       = { KEYS_DATABASE = google_firestore_database.database["keys"].name }
    kek        = { KEK_URI = "gcp-kms://${local.key_ids["kek"]}" }
    signing    = { SIGNING_KEK_URI = "gcp-kms://${local.key_ids["signing"]}" }
    pages      = { PAGES_URL = var.pages_url }
  }

  environment = {
    for name, it in local.functions : name => merge(
      {
        GOOGLE_CLOUD_PROJECT = var.project_id
        FIRESTORE_DATABASE   = google_firestore_database.database["main"].name
        JAVA_TOOL_OPTIONS    = "-XX:MaxRAMPercentage=70"
      },
      try(it.trigger.http, "") == "" || name == "StripeWebhook" || length(var.allowed_origins) == 0 ? {} : {
        ALLOWED_ORIGINS = join(",", var.allowed_origins)
      },
      var.realtime_database_url == "" ? {} : { REALTIME_DATABASE_URL = var.realtime_database_url },
      [for need in try(it.needs, []) : local.environments[need]]...
    )
  }

  secret_environment = {
    for name, it in local.functions : name =>
    merge({ SUBJECT_HASH_KEY = "subject-hash-key" }, try(it.secrets, {}))
  }

  # The subject hash key never changes, so its version is pinned: with another key, a function would find
  # no tombstone and no wrapped key. Stripe's secrets are rotated by adding a version.
  secret_versions = { "subject-hash-key" = var.hash_key_version }

  # the event type of each event function
  event_types = merge(
    { for name in keys(local.documents) : name => "google.cloud.firestore.document.v1.written" },
    { for name in keys(local.objects) : name => "google.cloud.storage.object.v1.finalized" },
    { for name in keys(local.topics) : name => "google.cloud.pubsub.topic.v1.messagePublished" },
    { for name in keys(local.account) : name => "google.firebase.auth.user.v2.deleted" },
  )

  event_regions = merge(
    { for name in keys(local.documents) : name => var.firestore_location },
    { for name in keys(local.account) : name => "global" },
  )

  event_filters = merge(
    {
      for name, it in local.deployments : name => [
        { attribute = "database", value = google_firestore_database.database["main"].name, operator = null },
        { attribute = "namespace", value = "(default)", operator = null },
        { attribute = "document", value = it.pattern, operator = "match-path-pattern" },
      ]
      if it.pattern != ""
    },
    {
      for name, bucket in local.objects : name => [
        { attribute = "bucket", value = google_storage_bucket.data[bucket].name, operator = null },
      ]
    },
  )
}

resource "google_cloudfunctions2_function" "function" {
  for_each = local.second_generation

  project     = var.project_id
  location    = var.region
  name        = local.names[each.key]
  description = "AnyKoma Privacy: ${each.value.function}"
  labels      = local.labels

  build_config {
    runtime         = "java21"
    entry_point     = "com.anykoma.privacy.functions.${each.value.function}Function"
    service_account = google_service_account.build.id

    # without it, a prebuilt jar runs on version 1 of the Functions Framework
    environment_variables = { USE_JAVA_FF_2 = "true" }

    source {
      storage_source {
        bucket = google_storage_bucket.code.name
        object = google_storage_bucket_object.functions[local.release[each.value.function]].name
      }
    }
  }

  service_config {
    service_account_email            = local.emails[each.value.function]
    available_memory                 = each.value.settings.memory
    available_cpu                    = tostring(each.value.settings.cpu)
    timeout_seconds                  = each.value.settings.timeoutSeconds
    max_instance_request_concurrency = each.value.settings.concurrency
    min_instance_count               = 0
    max_instance_count               = each.value.settings.maxInstances
    ingress_settings                 = can(each.value.settings.trigger.http) ? "ALLOW_ALL" : "ALLOW_INTERNAL_ONLY"
    all_traffic_on_latest_revision   = true
    environment_variables            = local.environment[each.value.function]

    dynamic "secret_environment_variables" {
      for_each = local.secret_environment[each.value.function]

      content {
        key        = secret_environment_variables.key
        project_id = var.project_id
        secret     = google_secret_manager_secret.secret[secret_environment_variables.value].secret_id
        version    = lookup(local.secret_versions, secret_environment_variables.value, "latest")
      }
    }
  }

  dynamic "event_trigger" {
    for_each = can(each.value.settings.trigger.http) ? [] : [each.key]

    content {
      event_type            = local.event_types[each.value.function]
      trigger_region        = lookup(local.event_regions, each.value.function, var.region)
      pubsub_topic          = contains(keys(local.topics), each.value.function) ? local.topic_ids[local.topics[each.value.function]] : null
      retry_policy          = each.value.settings.retry ? "RETRY_POLICY_RETRY" : "RETRY_POLICY_DO_NOT_RETRY"
      service_account_email = local.emails["events"]

      dynamic "event_filters" {
        for_each = lookup(local.event_filters, each.key, [])

        content {
          attribute = event_filters.value.attribute
          value     = event_filters.value.value
          operator  = event_filters.value.operator
        }
      }
    }
  }

  # Names are literal, so that a plan shows them, and create no dependency by themselves. Grants must exist
  # before a function is built and runs.
  depends_on = [
    google_kms_crypto_key_iam_member.grant,
    google_project_iam_member.grant,
    google_pubsub_topic.task,
    google_secret_manager_secret_iam_member.grant,
  ]
}

# The account deletion function for 1st generation events: same class, same service account.
resource "google_cloudfunctions_function" "account_deleted" {
  for_each = local.first_generation

  project               = var.project_id
  region                = var.region
  name                  = local.names[each.key]
  description           = "AnyKoma Privacy: ${each.key}"
  labels                = local.labels
  runtime               = "java21"
  entry_point           = "com.anykoma.privacy.functions.${each.key}Function"
  service_account_email = local.emails[each.key]
  source_archive_bucket = google_storage_bucket.code.name
  source_archive_object = google_storage_bucket_object.functions[local.release[each.key]].name
  available_memory_mb   = 512
  timeout               = each.value.timeoutSeconds
  max_instances         = each.value.maxInstances
  ingress_settings      = "ALLOW_INTERNAL_ONLY"
  environment_variables = local.environment[each.key]

  build_environment_variables = { USE_JAVA_FF_2 = "true" }
  build_service_account       = google_service_account.build.id

  event_trigger {
    event_type = "providers/firebase.auth/eventTypes/user.delete"
    resource   = "projects/${var.project_id}"

    failure_policy {
      retry = each.value.retry
    }
  }

  dynamic "secret_environment_variables" {
    for_each = local.secret_environment[each.key]

    content {
      key     = secret_environment_variables.key
      secret  = google_secret_manager_secret.secret[secret_environment_variables.value].secret_id
      version = lookup(local.secret_versions, secret_environment_variables.value, "latest")
    }
  }

  depends_on = [
    google_kms_crypto_key_iam_member.grant,
    google_project_iam_member.grant,
    google_pubsub_topic.task,
    google_secret_manager_secret_iam_member.grant,
  ]
}
