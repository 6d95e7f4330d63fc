"""Manifests of made-up platforms, two objects a file: small ones, and large ones that fail much."""

from __future__ import annotations

from pathlib import Path

_KINDS = ("Deployment", "StatefulSet", "DaemonSet", "Deployment", "Deployment")


_SERVED = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: {namespace}
  labels:
    app: {name}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: {name}
  template:
    metadata:
      labels:
        app: {name}
    spec:
      serviceAccountName: {name}
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: web
          image: registry.example.com/{name}:1.2.{number}
          ports:
            - containerPort: 8080
          resources:
            requests: {{cpu: 100m, memory: 128Mi}}
            limits: {{cpu: 500m, memory: 256Mi}}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {{drop: [ALL]}}
          readinessProbe:
            httpGet: {{path: /, port: 8080}}
          livenessProbe:
            httpGet: {{path: /, port: 8080}}
---
apiVersion: v1
kind: Service
metadata:
  name: {name}
  namespace: {namespace}
spec:
  selector:
    app: {name}
  ports:
    - port: 80
      targetPort: 8080
"""


def small(folder: Path, objects: int) -> int:
    """Writes Deployments of one container, each with its Service; gives how many objects there are."""
    for number in range(objects // 2):
        namespace = f"team-{number // 10}"
        directory = folder / namespace
        directory.mkdir(exist_ok=True)
        text = _SERVED.format(name=f"app-{number}", namespace=namespace, number=number)
        (directory / f"app-{number}.yaml").write_text(text, encoding="utf-8")
    return objects // 2 * 2


def large(folder: Path, objects: int) -> int:
    """Writes workloads of two containers, ten a namespace, each with something that belongs to it.

    One in three is hardened in part only. Gives how many objects there are.
    """
    for number in range(objects // 2):
        namespace = f"team-{number // 10}"
        name = f"app-{number}"
        directory = folder / namespace
        directory.mkdir(exist_ok=True)
        workload = _workload(_KINDS[number % len(_KINDS)], name, namespace, number)
        (directory / f"{name}.yaml").write_text(f"{workload}---\n{_beside(name, namespace, number)}", encoding="utf-8")
    return objects // 2 * 2


def _workload(kind: str, name: str, namespace: str, number: int) -> str:
    hardened = number % 3 != 0
    return f"""\
apiVersion: apps/v1
kind: {kind}
metadata:
  name: {name}
  namespace: {namespace}
  labels:
    app.kubernetes.io/name: {name}
    app.kubernetes.io/part-of: shop
spec:
{"" if kind == "DaemonSet" else f"  replicas: {number % 4}{chr(10)}"}\
  selector:
    matchLabels:
      app.kubernetes.io/name: {name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: {name}
        tier: t{number % 5}
      annotations:
        prometheus.io/scrape: "true"
{_pod(name, number, hardened)}"""


def _pod(name: str, number: int, hardened: bool) -> str:
    return f"""\
    spec:
      serviceAccountName: {name if number % 2 else "default"}
      automountServiceAccountToken: {"false" if hardened else "true"}
      securityContext:
        runAsNonRoot: {"true" if hardened else "false"}
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: main
          image: registry.example.com/shop/{name}:{"1.4." + str(number) if number % 4 else "latest"}
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: LOG_LEVEL
              value: info
            - name: DATABASE_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: {name}-database
                  key: password
{_settings(hardened, "/ready")}\
        - name: proxy
          image: envoyproxy/envoy:v1.31
          args: ["--config-path", "/etc/envoy/envoy.yaml"]
{_settings(True, "/live")}\
          volumeMounts:
            - name: config
              mountPath: /etc/envoy
              readOnly: true
      volumes:
        - name: config
          configMap:
            name: {name}-envoy
"""


def _settings(hardened: bool, path: str) -> str:
    """What most teams write for every container, and the others do in part."""
    return f"""\
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              {"cpu: 500m" if hardened else "ephemeral-storage: 1Gi"}
              memory: 256Mi
          securityContext:
            allowPrivilegeEscalation: {"false" if hardened else "true"}
            readOnlyRootFilesystem: true
            capabilities:
              drop: ["ALL"]
          readinessProbe:
            httpGet:
              path: {path}
              port: 8080
          livenessProbe:
            httpGet:
              path: {path}
              port: 8080
"""


def _beside(name: str, namespace: str, number: int) -> str:
    heading = f"metadata:\n  name: {name}\n  namespace: {namespace}\n"
    selector = f"    app.kubernetes.io/name: {name}\n"
    match number % 5:
        case 0:
            return f"apiVersion: v1\nkind: Service\n{heading}spec:\n  selector:\n{selector}  ports:\n    - port: 80\n"
        case 1:
            return f"apiVersion: v1\nkind: ServiceAccount\n{heading}automountServiceAccountToken: false\n"
        case 2:
            policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
            return f"{policy}{heading}spec:\n  podSelector:\n    matchLabels:\n  {selector}  policyTypes: [Ingress]\n"
        case 3:
            return f"apiVersion: v1\nkind: ConfigMap\n{heading}data:\n  envoy.yaml: |\n    admin: {{}}\n"
        case _:
            budget = "apiVersion: policy/v1\nkind: PodDisruptionBudget\n"
            return f"{budget}{heading}spec:\n  minAvailable: 1\n  selector:\n    matchLabels:\n  {selector}"
