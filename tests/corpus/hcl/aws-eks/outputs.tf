output "cluster_endpoint" {
  value = aws_eks_cluster.this.endpoint
}

output "cluster_certificate_authority" {
  value     = base64decode(aws_eks_cluster.this.certificate_authority[0].data)
  sensitive = true
}

output "node_group_arns" {
  value = { for name, group in aws_eks_node_group.this : name => group.arn }
}

output "oidc_provider" {
  value = replace(aws_iam_openid_connect_provider.this.url, "https://", "")
}

output "kubeconfig" {
  sensitive = true
  value     = <<KUBECONFIG
apiVersion: v1
kind: Config
clusters:
- name: ${var.cluster_name}
  cluster:
    server: ${aws_eks_cluster.this.endpoint}
    certificate-authority-data: ${aws_eks_cluster.this.certificate_authority[0].data}
users:
- name: aws
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: aws
      args: ["eks", "get-token", "--cluster-name", "${var.cluster_name}"]
KUBECONFIG
}
