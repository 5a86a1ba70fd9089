# The server in a container. From a clone:  docker compose up --build
#
# An image on its own does not start with the keys that everybody knows: it listens on every address of its container, and who
# publishes the port, and where, is not known in here. So it asks for one word more, like every server that listens beyond loopback:
#
#   docker run --publish 127.0.0.1:8000:8000 --env DIALBOOK_INSECURE_DEVELOPMENT_KEYS=true dialbook     the key test, secret test
#   docker run --publish 8000:8000 --volume dialbook:/var/lib/dialbook --env DIALBOOK_KEYS=stored dialbook      keys of your own

FROM python:3.13-slim AS build
WORKDIR /build
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY src src
COPY scripts/container scripts/container
RUN scripts/container/install.sh /opt/dialbook

FROM python:3.13-slim
LABEL org.opencontainers.image.title="dialbook" \
      org.opencontainers.image.description="A self-hosted server that speaks the Amazon Chime SDK Voice phone-number API" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /opt/dialbook /opt/dialbook
COPY scripts/container/health.py /opt/dialbook/health.py

# A number and no name: Kubernetes' runAsNonRoot cannot tell of a name that it is not root's.
# A new volume takes over the owner and the mode of the folder that it is mounted on.
RUN install -d -o 10001 -g 10001 -m 0700 /var/lib/dialbook
USER 10001:10001
WORKDIR /var/lib/dialbook
VOLUME /var/lib/dialbook

ENV PATH=/opt/dialbook/bin:$PATH \
    HOME=/var/lib/dialbook \
    DIALBOOK_STORE=/var/lib/dialbook/dialbook.db \
    DIALBOOK_MASTER_KEY_FILE=/var/lib/dialbook/master.key \
    DIALBOOK_HOST=0.0.0.0 \
    DIALBOOK_PORT=8000
EXPOSE 8000

# The image has no curl.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --start-interval=1s --retries=3 \
    CMD ["python", "/opt/dialbook/health.py"]

# As process 1, so that it gets SIGTERM itself. It answers what it has begun, for up to 27 seconds: docker stop --timeout 30
ENTRYPOINT ["dialbook"]
CMD ["serve"]
