resource "google_monitoring_notification_channel" "email" {
  for_each = var.alert_emails

  project      = var.project_id
  display_name = "AnyKoma Privacy: ${each.key}"
  type         = "email"
  labels       = { email_address = each.key }

  depends_on = [google_project_service.api]
}

locals {
  channels = [for channel in google_monitoring_notification_channel.email : channel.id]

  # log lines of the functions; each is a JSON object
  said = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^privacy-\""

  auto_close = "86400s"
}

# ---- metrics -------------------------------------------------------------------------------------
# One metric for each alarm of alarms.yaml.
resource "google_logging_metric" "alarm" {
  for_each = local.alarms

  project     = var.project_id
  name        = "privacy/${each.key}"
  description = "Lines with ${join(", ", [for text in each.value.texts : "\"${text}\""])}."

  filter = "${local.said} AND (${join(" OR ", [for text in each.value.texts : "jsonPayload.message:\"${text}\""])})"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

# The age of the oldest open order, from the field oldestSeconds of a line that the sweep logs every five
# minutes.
resource "google_logging_metric" "oldest_order" {
  project         = var.project_id
  name            = "privacy/oldest-order"
  description     = "Seconds since the request of the oldest open order."
  filter          = "${local.said} AND jsonPayload.oldestSeconds>=0"
  value_extractor = "EXTRACT(jsonPayload.oldestSeconds)"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = "s"
  }
}

# ---- alerts --------------------------------------------------------------------------------------
# An alert has a title, a filter for one metric, its aligner and reducer, a threshold, a severity, and the
# section of docs/runbook.md that describes the response.
locals {
  raised = {
    for name, it in local.alarms : name => {
      title     = it.texts[0]
      filter    = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.alarm[name].name}\" AND resource.type=\"cloud_run_revision\""
      aligner   = "ALIGN_SUM"
      reducer   = "REDUCE_SUM"
      threshold = 0
      severity  = it.severity
      runbook   = it.runbook
    }
  }

  # An item can be restored for seven days; an order that is open for a week longer is stuck.
  oldest = {
    oldest-order = {
      title     = "an order is open for more than 14 days"
      filter    = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.oldest_order.name}\" AND resource.type=\"cloud_run_revision\""
      aligner   = "ALIGN_PERCENTILE_99"
      reducer   = "REDUCE_MAX"
      threshold = 14 * 86400
      severity  = "CRITICAL"
      runbook   = "An erasure does not end"
    }
  }

  queues = {
    dead-letters = {
      title     = "a task is in the dead-letter topic"
      filter    = "metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=\"${google_pubsub_subscription.dead_letters.name}\""
      aligner   = "ALIGN_MAX"
      reducer   = "REDUCE_SUM"
      threshold = 0
      severity  = "ERROR"
      runbook   = "A task or an event failed permanently"
    }
    undelivered = {
      title     = "an event is undelivered for six hours; it is dropped after a day"
      filter    = "metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" AND resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=starts_with(\"eventarc-\")"
      aligner   = "ALIGN_MAX"
      reducer   = "REDUCE_MAX"
      threshold = 6 * 3600
      severity  = "ERROR"
      runbook   = "A task or an event failed permanently"
    }
    webhook = {
      title     = "Stripe's events are answered with errors"
      filter    = "metric.type=\"run.googleapis.com/request_count\" AND resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"${local.names["StripeWebhook"]}\" AND metric.labels.response_code_class=\"5xx\""
      aligner   = "ALIGN_SUM"
      reducer   = "REDUCE_SUM"
      threshold = 10
      severity  = "ERROR"
      runbook   = "Stripe's events are refused or fail"
    }
    webhook-refused = {
      title     = "Stripe's events are refused"
      filter    = "metric.type=\"run.googleapis.com/request_count\" AND resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"${local.names["StripeWebhook"]}\" AND metric.labels.response_code_class=\"4xx\""
      aligner   = "ALIGN_SUM"
      reducer   = "REDUCE_SUM"
      threshold = 50
      severity  = "WARNING"
      runbook   = "Stripe's events are refused or fail"
    }
  }

  # A window without a successful run has no data, which counts as below the threshold. Monitoring allows
  # at most 25 hours, which gives a daily schedule one hour of tolerance.
  windows = { Sweep = 1800, CheckpointAudit = 10800, Reconcile = 90000, Attest = 90000, Aggregate = 90000 }

  silent = {
    for name, window in local.windows : "${local.names[name]}-is-silent" => {
      title      = "no run of ${name} has succeeded"
      filter     = "metric.type=\"run.googleapis.com/request_count\" AND resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"${local.names[name]}\" AND metric.labels.response_code_class=\"2xx\""
      aligner    = "ALIGN_SUM"
      reducer    = "REDUCE_SUM"
      comparison = "COMPARISON_LT"
      threshold  = 1
      period     = window
      missing    = "EVALUATION_MISSING_DATA_ACTIVE"
      duration   = window < 86400 ? 300 : 3600
      severity   = "CRITICAL"
      runbook    = "A schedule is silent"
    }
  }
}

resource "google_monitoring_alert_policy" "alert" {
  for_each = merge(local.raised, local.oldest, local.queues, local.silent)

  project               = var.project_id
  display_name          = "Privacy: ${each.key}"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels
  user_labels           = local.labels

  conditions {
    display_name = each.value.title

    condition_threshold {
      filter                  = each.value.filter
      comparison              = try(each.value.comparison, "COMPARISON_GT")
      threshold_value         = each.value.threshold
      duration                = "${try(each.value.duration, 0)}s"
      evaluation_missing_data = try(each.value.missing, null)

      aggregations {
        alignment_period     = "${try(each.value.period, 300)}s"
        per_series_aligner   = each.value.aligner
        cross_series_reducer = each.value.reducer
      }
    }
  }

  alert_strategy {
    auto_close = local.auto_close
  }

  documentation {
    mime_type = "text/markdown"
    content   = "docs/runbook.md, \"${each.value.runbook}\""
  }
}

# ---- key changes --------------------------------------------------------------------------------
resource "google_monitoring_alert_policy" "keys" {
  project               = var.project_id
  display_name          = "Privacy: a key was disabled or scheduled for destruction"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.channels
  user_labels           = local.labels

  conditions {
    display_name = "a version of a key was changed"

    condition_matched_log {
      filter = "protoPayload.serviceName=\"cloudkms.googleapis.com\" AND protoPayload.methodName=(\"DestroyCryptoKeyVersion\" OR \"UpdateCryptoKeyVersion\")"
    }
  }

  alert_strategy {
    auto_close = local.auto_close

    notification_rate_limit {
      period = "300s"
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = "docs/runbook.md, \"The key-encryption key is disabled or scheduled for destruction\""
  }
}
