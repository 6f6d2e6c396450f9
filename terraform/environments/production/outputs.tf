output "privacy" {
  description = "Addresses, buckets, secrets and topics."
  value       = module.privacy
}
