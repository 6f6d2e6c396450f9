# What an operator looks at first: orders, alarms, functions, queues.
locals {
  functions_filter = "metric.type=\"run.googleapis.com/request_count\" resource.type=\"cloud_run_revision\" resource.labels.service_name=monitoring.regex.full_match(\"privacy-.*\")"

  charts = [
    {
      title   = "Seconds since the oldest open order was asked for"
      filter  = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.oldest_order["text"].name}\" resource.type=\"cloud_run_revision\""
      aligner = "ALIGN_PERCENTILE_99"
      reducer = "REDUCE_MAX"
      by      = []
    },
    {
      title   = "Alarms"
      filter  = "metric.type=starts_with(\"logging.googleapis.com/user/privacy/\") metric.type!=starts_with(\"logging.googleapis.com/user/privacy/oldest-order\") resource.type=\"cloud_run_revision\""
      aligner = "ALIGN_SUM"
      reducer = "REDUCE_SUM"
      by      = ["metric.type"]
    },
    {
      title   = "Requests by function"
      filter  = local.functions_filter
      aligner = "ALIGN_RATE"
      reducer = "REDUCE_SUM"
      by      = ["resource.label.service_name"]
    },
    {
      title   = "Requests that failed"
      filter  = "${local.functions_filter} metric.labels.response_code_class=\"5xx\""
      aligner = "ALIGN_RATE"
      reducer = "REDUCE_SUM"
      by      = ["resource.label.service_name"]
    },
    {
      title   = "Latency, 99th percentile"
      filter  = "metric.type=\"run.googleapis.com/request_latencies\" resource.type=\"cloud_run_revision\" resource.labels.service_name=monitoring.regex.full_match(\"privacy-.*\")"
      aligner = "ALIGN_PERCENTILE_99"
      reducer = "REDUCE_MAX"
      by      = ["resource.label.service_name"]
    },
    {
      title   = "Oldest event that waits"
      filter  = "metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" resource.type=\"pubsub_subscription\""
      aligner = "ALIGN_MAX"
      reducer = "REDUCE_MAX"
      by      = ["resource.label.subscription_id"]
    },
  ]
}

resource "google_monitoring_dashboard" "privacy" {
  project = var.project_id

  dashboard_json = jsonencode({
    displayName = "AnyKoma Privacy"
    labels      = local.labels
    mosaicLayout = {
      columns = 12
      tiles = [
        for index, chart in local.charts : {
          xPos   = index % 2 * 6
          yPos   = floor(index / 2) * 4
          width  = 6
          height = 4
          widget = {
            title = chart.title
            xyChart = {
              dataSets = [{
                plotType = "LINE"
                timeSeriesQuery = {
                  timeSeriesFilter = {
                    filter = chart.filter
                    aggregation = {
                      alignmentPeriod    = "300s"
                      perSeriesAligner   = chart.aligner
                      crossSeriesReducer = chart.reducer
                      groupByFields      = chart.by
                    }
                  }
                }
              }]
            }
          }
        }
      ]
    }
  })

  depends_on = [google_project_service.api]
}
