output "bucket" {
  description = "Name of the assets bucket."
  value       = aws_s3_bucket.assets.bucket
}
