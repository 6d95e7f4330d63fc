"""One small Terraform file, text output, warm: what a developer waits for in a pre-commit hook."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.processes import bylaw, checkov, median_seconds, paired, peak_megabytes

CONFIGURATION = """\
resource "aws_s3_bucket" "logs" {
  bucket = "bylaw-benchmark-logs"
}

resource "aws_s3_bucket_acl" "logs" {
  bucket = aws_s3_bucket.logs.id
  acl    = "public-read"
}

resource "aws_security_group" "web" {
  name = "web"

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
"""


def main() -> None:
    """Prints wall time, memory and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "main.tf")
        file.write_text(CONFIGURATION, encoding="utf-8")
        ours, theirs = paired(
            [bylaw(), "scan", str(file)], [checkov(), "-f", str(file), "--compact", "--quiet"], Path(folder), 9, 3
        )
    mine, other = median_seconds(ours), median_seconds(theirs)
    print("one small .tf file, whole process, median")
    print(f"  bylaw scan   {mine * 1000:7.0f} ms  {peak_megabytes(ours):5.0f} MB  exit {ours[0].code}")
    print(f"  checkov -f   {other * 1000:7.0f} ms  {peak_megabytes(theirs):5.0f} MB  exit {theirs[0].code}")
    print(f"  ratio        {other / mine:7.1f}")
