# Bylaw as an image: not root, nothing written outside /tmp.
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY scanner scanner
COPY rules rules
COPY frameworks frameworks
RUN python -m venv /opt/bylaw && /opt/bylaw/bin/pip install --no-cache-dir --no-compile . \
    && /opt/bylaw/bin/python -m compileall -q /opt/bylaw/lib

FROM python:3.13-slim
COPY --from=build /opt/bylaw /opt/bylaw
ENV PATH="/opt/bylaw/bin:$PATH" \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["bylaw"]
CMD ["--help"]
