package example;

import backlinks.v1.BacklinksServiceGrpc;
import backlinks.v1.BacklinksServiceGrpc.BacklinksServiceBlockingStub;
import backlinks.v1.BacklinksServiceOuterClass.StreamRefpagesRequest;
import backlinks.v1.BacklinksServiceOuterClass.StreamRefpagesResponse;
import com.google.gson.Gson;
import io.grpc.CallCredentials;
import io.grpc.ChannelCredentials;
import io.grpc.CompositeChannelCredentials;
import io.grpc.Deadline;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** A channel, and row streams that survive a break. */
final class Client implements AutoCloseable {
  private static final int MAX_RESUMES = 5; // In a row, without getting any further.

  private final ManagedChannel channel;
  private final Deadline deadline; // Of every call; null: none.

  // [connect]
  /** Calls are retried as configured in service_config.json. */
  Client(String server, Deadline deadline) throws IOException {
    this.channel = Grpc.newChannelBuilder(server, credentials())
        .defaultServiceConfig(serviceConfig())
        .enableRetry()
        .build();
    this.deadline = deadline;
  }

  /** TLS if BACKLINKS_CA_FILE is set, with BACKLINKS_API_KEY for every call. */
  private static ChannelCredentials credentials() throws IOException {
    String caFile = System.getenv("BACKLINKS_CA_FILE");
    if (caFile == null) {
      return InsecureChannelCredentials.create();
    }
    ChannelCredentials tls =
        TlsChannelCredentials.newBuilder().trustManager(new File(caFile)).build();
    String key = System.getenv("BACKLINKS_API_KEY");
    return key == null ? tls : CompositeChannelCredentials.create(tls, new ApiKey(key));
  }

  private static final class ApiKey extends CallCredentials {
    private final Metadata headers = new Metadata();

    ApiKey(String key) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
    }

    @Override
    public void applyRequestMetadata(
        RequestInfo info, Executor executor, MetadataApplier applier) {
      applier.apply(headers);
    }
  }

  @SuppressWarnings("unchecked") // What gRPC expects of JSON: maps, lists, doubles.
  private static Map<String, ?> serviceConfig() throws IOException {
    try (var file = Client.class.getResourceAsStream("/service_config.json");
        var reader = new InputStreamReader(file, StandardCharsets.UTF_8)) {
      return new Gson().fromJson(reader, Map.class);
    }
  }
  // [/connect]

  BacklinksServiceBlockingStub stub() {
    BacklinksServiceBlockingStub stub = BacklinksServiceGrpc.newBlockingStub(channel);
    return deadline == null ? stub : stub.withDeadline(deadline);
  }

  // [resume]
  /** Gives every message of a stream to {@code use}; one that breaks resumes by its token. */
  void streamRefpages(StreamRefpagesRequest request, Consumer<StreamRefpagesResponse> use)
      throws InterruptedException {
    StreamRefpagesRequest.Builder next = request.toBuilder();
    long position = -1; // A new token alone is no progress.
    for (int failures = 0; ; ) {
      try {
        Iterator<StreamRefpagesResponse> messages = stub().streamRefpages(next.build());
        while (messages.hasNext()) {
          StreamRefpagesResponse message = messages.next();
          if (!message.getResumeToken().isEmpty()) {
            next.setResumeToken(message.getResumeToken());
          }
          if (message.getProgress().getScannedRowCount() > position) {
            position = message.getProgress().getScannedRowCount();
            failures = 0;
          }
          use.accept(message);
        }
        return;
      } catch (StatusRuntimeException error) {
        boolean broken = error.getStatus().getCode() == Status.Code.UNAVAILABLE;
        if (!broken || ++failures > MAX_RESUMES) {
          throw error;
        }
        Thread.sleep(ThreadLocalRandom.current().nextLong(100L << failures));
      }
    }
  }
  // [/resume]

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
