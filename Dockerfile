# The product without node at run time: the front end is built in the first stage, packed in the wheel by the second.
FROM node:22-bookworm-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc vite.config.ts tsconfig.json ./
COPY frontend frontend
RUN npm ci --no-audit --no-fund && npm run build

FROM python:3.13-slim-bookworm AS wheel
WORKDIR /build
COPY . .
COPY --from=front-end /build/src/encaisse/ui/static/ui src/encaisse/ui/static/ui
RUN pip install --no-cache-dir --require-hashes -r requirements.lock \
 && PYTHONPATH=src python -m encaisse.project.catalogues compile \
 && pip wheel --no-deps --wheel-dir /wheels .

FROM python:3.13-slim-bookworm
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/encaisse --create-home encaisse
COPY --from=wheel /wheels /wheels
RUN pip install --no-cache-dir /wheels/*.whl && rm -r /wheels
ENV ENCAISSE_VAR=/var/lib/encaisse PYTHONUNBUFFERED=1
USER encaisse
VOLUME /var/lib/encaisse
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz')"]
CMD ["encaisse", "serve", "--host", "0.0.0.0"]
