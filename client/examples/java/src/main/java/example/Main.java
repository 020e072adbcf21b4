package example;

import backlinks.v1.BacklinksServiceOuterClass.ExplainRefpagesRequest;
import backlinks.v1.BacklinksServiceOuterClass.GetUsageRequest;
import backlinks.v1.BacklinksServiceOuterClass.ListRefpagesRequest;
import backlinks.v1.BacklinksServiceOuterClass.ParseFilterRequest;
import backlinks.v1.BacklinksServiceOuterClass.RefpagesQuery;
import backlinks.v1.BacklinksServiceOuterClass.StreamRefpagesRequest;
import backlinks.v1.BacklinksServiceOuterClass.StreamRefpagesResponse;
import backlinks.v1.BacklinksServiceOuterClass.TargetMode;
import backlinks.v1.FilterOuterClass.Filter;
import backlinks.v1.FilterOuterClass.FilterGroup;
import backlinks.v1.FilterOuterClass.Int64Predicate;
import backlinks.v1.FilterOuterClass.Int64Range;
import backlinks.v1.FilterOuterClass.Predicate;
import backlinks.v1.FilterOuterClass.StringPredicate;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Deadline;
import io.grpc.StatusRuntimeException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Calls backlinks: SERVER alone for a tour, SERVER METHOD REQUEST [TIMEOUT_MS] for one call, its
 * request and answers in protobuf's JSON form.
 */
public final class Main {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private Main() {}

  // [filter]
  /** Pages in Japanese, rated 20 or more, that link to ja.wikipedia.org. */
  private static RefpagesQuery strongJapanesePages() {
    Predicate japanese = Predicate.newBuilder()
        .setLanguage(StringPredicate.newBuilder().setEquals("ja")).build();
    Predicate strong = Predicate.newBuilder()
        .setAhrefsRank(Int64Predicate.newBuilder().setRange(Int64Range.newBuilder().setStart(20)))
        .build();
    FilterGroup both = FilterGroup.newBuilder()
        .addFilters(Filter.newBuilder().setPredicate(japanese))
        .addFilters(Filter.newBuilder().setPredicate(strong))
        .build();
    return RefpagesQuery.newBuilder()
        .setTarget("ja.wikipedia.org")
        .setMode(TargetMode.TARGET_MODE_SUBDOMAINS)
        .setWhere(Filter.newBuilder().setAndGroup(both))
        .setReadMask(FieldMask.newBuilder()
            .addPaths("url_from").addPaths("anchor").addPaths("ahrefs_rank"))
        .build();
  }
  // [/filter]

  // [explain]
  /** What a stream can cost, in thousandths; nothing is bought to know it. */
  private static long highestPrice(Client client, RefpagesQuery query, long limit) {
    ExplainRefpagesRequest request =
        ExplainRefpagesRequest.newBuilder().setQuery(query).setRowLimit(limit).build();
    return client.stub().withDeadlineAfter(10, TimeUnit.SECONDS)
        .explainRefpages(request).getMaxPrice().getMilliAmount();
  }
  // [/explain]

  private static <B extends Message.Builder> B parse(String text, B builder)
      throws InvalidProtocolBufferException {
    JsonFormat.parser().merge(text, builder);
    return builder;
  }

  private static void emit(String kind, JsonElement value) {
    JsonObject line = new JsonObject();
    line.add(kind, value);
    OUT.println(line);
  }

  private static void emit(String kind, MessageOrBuilder message) {
    try {
      emit(kind, JsonParser.parseString(JsonFormat.printer().print(message)));
    } catch (InvalidProtocolBufferException error) {
      throw new IllegalStateException(error);
    }
  }

  private static void emitMessage(StreamRefpagesResponse message) {
    message.getRefpagesList().forEach(row -> emit("row", row));
    if (message.hasSummary()) {
      emit("summary", message.getSummary());
    }
  }

  private static MessageOrBuilder unary(Client client, String method, String text)
      throws InvalidProtocolBufferException {
    return switch (method) {
      case "ListRefpages" ->
          client.stub().listRefpages(parse(text, ListRefpagesRequest.newBuilder()).build());
      case "ExplainRefpages" ->
          client.stub().explainRefpages(parse(text, ExplainRefpagesRequest.newBuilder()).build());
      case "ParseFilter" ->
          client.stub().parseFilter(parse(text, ParseFilterRequest.newBuilder()).build());
      case "GetUsage" -> client.stub().getUsage(parse(text, GetUsageRequest.newBuilder()).build());
      default -> throw new IllegalArgumentException("no such method: " + method);
    };
  }

  private static void call(Client client, String method, String text) throws Exception {
    if (method.equals("StreamRefpages")) {
      client.streamRefpages(parse(text, StreamRefpagesRequest.newBuilder()).build(),
          Main::emitMessage);
    } else {
      emit("answer", unary(client, method, text));
    }
  }

  private static void tour(Client client) throws InterruptedException {
    RefpagesQuery query = strongJapanesePages();
    emit("highestPrice", new JsonPrimitive(highestPrice(client, query, 5)));
    client.streamRefpages(
        StreamRefpagesRequest.newBuilder().setQuery(query).setRowLimit(5).build(),
        Main::emitMessage);
  }

  public static void main(String[] words) throws Exception {
    Deadline deadline = words.length < 4
        ? null : Deadline.after(Long.parseLong(words[3]), TimeUnit.MILLISECONDS);
    try (Client client = new Client(words[0], deadline)) {
      if (words.length < 3) {
        tour(client);
      } else {
        call(client, words[1], words[2]);
      }
    } catch (StatusRuntimeException error) {
      emit("error", Failure.describe(error));
      System.exit(1);
    }
  }
}
