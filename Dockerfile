# Build: install the locked dependencies and the project into a virtual environment of its own.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/rectify
COPY requirements.lock ./
RUN /opt/rectify/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY knowledge ./knowledge
COPY sims ./sims
COPY bot ./bot
RUN /opt/rectify/bin/pip install --no-cache-dir --no-deps .

# Run: slim, not root, data on a volume.
FROM python:3.13-slim
RUN useradd --create-home --uid 10001 rectify && mkdir /data && chown rectify /data
COPY --from=build /opt/rectify /opt/rectify
COPY config.yaml /home/rectify/config.yaml
USER rectify
WORKDIR /home/rectify
ENV PATH=/opt/rectify/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/data/matplotlib \
    OPENBLAS_NUM_THREADS=1 \
    RECTIFY_WEB__HOST=0.0.0.0 \
    RECTIFY_KNOWLEDGE__CACHE=/data/learned \
    RECTIFY_DATABASE__URL=sqlite+aiosqlite:////data/rectify.db
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/readyz', timeout=4)"]
CMD ["python", "-m", "bot"]
