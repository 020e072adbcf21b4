package example;

import backlinks.v1.BacklinksServiceGrpc;
import backlinks.v1.BacklinksServiceGrpc.BacklinksServiceBlockingStub;
import backlinks.v1.BacklinksServiceOuterClass.StreamRefpagesRequest;
import backlinks.v1.BacklinksServiceOuterClass.StreamRefpagesResponse;
import com.google.gson.Gson;
import io.grpc.Deadline;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** A channel, and row streams that survive a break. */
final class Client implements AutoCloseable {
  private static final int MAX_RESUMES = 5; // In a row, without getting any further.

  private final ManagedChannel channel;
  private final Deadline deadline; // Of every call; null: none.

  // [connect]
  /** Calls are tried again as service_config.json says. */
  Client(String server, Deadline deadline) throws IOException {
    this.channel = Grpc.newChannelBuilder(server, InsecureChannelCredentials.create())
        .defaultServiceConfig(serviceConfig())
        .enableRetry()
        .build();
    this.deadline = deadline;
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
