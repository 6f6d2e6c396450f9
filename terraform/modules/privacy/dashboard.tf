# The operator's dashboard: orders, alarms, functions, queues. A chart has one data set for each filter,
# because Monitoring allows one metric for each filter.
locals {
  of_functions = "resource.type=\"cloud_run_revision\" resource.labels.service_name=monitoring.regex.full_match(\"privacy-.*\")"

  charts = [
    {
      title   = "Seconds since the request of the oldest open order"
      filters = ["metric.type=\"logging.googleapis.com/user/${google_logging_metric.oldest_order.name}\" resource.type=\"cloud_run_revision\""]
      aligner = "ALIGN_PERCENTILE_99"
      reducer = "REDUCE_MAX"
      by      = []
    },
    {
      title   = "Alarms"
      filters = [for metric in google_logging_metric.alarm : "metric.type=\"logging.googleapis.com/user/${metric.name}\" resource.type=\"cloud_run_revision\""]
      aligner = "ALIGN_SUM"
      reducer = "REDUCE_SUM"
      by      = []
    },
    {
      title   = "Requests by function"
      filters = ["metric.type=\"run.googleapis.com/request_count\" ${local.of_functions}"]
      aligner = "ALIGN_RATE"
      reducer = "REDUCE_SUM"
      by      = ["resource.label.service_name"]
    },
    {
      title   = "Failed requests"
      filters = ["metric.type=\"run.googleapis.com/request_count\" ${local.of_functions} metric.labels.response_code_class=\"5xx\""]
      aligner = "ALIGN_RATE"
      reducer = "REDUCE_SUM"
      by      = ["resource.label.service_name"]
    },
    {
      title   = "Latency, 99th percentile"
      filters = ["metric.type=\"run.googleapis.com/request_latencies\" ${local.of_functions}"]
      aligner = "ALIGN_PERCENTILE_99"
      reducer = "REDUCE_MAX"
      by      = ["resource.label.service_name"]
    },
    {
      title   = "Age of the oldest undelivered event"
      filters = ["metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" resource.type=\"pubsub_subscription\""]
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
              dataSets = [
                for filter in chart.filters : {
                  plotType = "LINE"

                  timeSeriesQuery = {
                    timeSeriesFilter = {
                      filter = filter

                      aggregation = {
                        alignmentPeriod    = "300s"
                        perSeriesAligner   = chart.aligner
                        crossSeriesReducer = chart.reducer
                        groupByFields      = chart.by
                      }
                    }
                  }
                }
              ]
            }
          }
        }
      ]
    }
  })

  depends_on = [google_project_service.api]
}
