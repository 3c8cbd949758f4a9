# One image for every service; the command says which one it is.
FROM python:3.11-slim-bookworm AS build
RUN pip install --no-cache-dir uv==0.13.9
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
WORKDIR /app
# dependencies first: they change less often than the code
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-install-project
COPY README.md LICENSE ./
COPY schemas schemas
COPY services services
COPY seeds seeds
RUN uv sync --frozen --no-dev --no-editable

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin entente \
  && install --directory --owner entente --group entente /state /wires
COPY --from=build /app/.venv /app/.venv
# Nothing outside /state and /tmp is written, so the root file system can be read-only.
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    ENTENTE_STATE_DIR=/state
USER 10001:10001
WORKDIR /tmp
ENTRYPOINT ["entente"]
CMD ["--help"]
