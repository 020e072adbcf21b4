// Calls backlinks: `main.mjs SERVER` for a tour, `main.mjs SERVER METHOD REQUEST
// [TIMEOUT_MS]` for one call, its request and answers in protobuf's JSON form.
import { create, fromJsonString, toJson } from "@bufbuild/protobuf";
import {
  BacklinksService, ExplainRefpagesRequestSchema, RefpagesQuerySchema,
  StreamRefpagesRequestSchema, StreamSummarySchema, TargetMode,
} from "./gen/backlinks/v1/backlinks_service_pb.js";
import { RefpageSchema } from "./gen/backlinks/v1/refpage_pb.js";
import { connect, streamRefpages, unary } from "./client.mjs";
import { describe } from "./errors.mjs";

// [filter]
const predicate = (column, test) => ({
  expr: { case: "predicate", value: { column: { case: column, value: { test } } } },
});

// Pages in Japanese, rated 20 or more, that link to ja.wikipedia.org.
const strongJapanesePages = () => create(RefpagesQuerySchema, {
  target: "ja.wikipedia.org",
  mode: TargetMode.SUBDOMAINS,
  where: { expr: { case: "andGroup", value: { filters: [
    predicate("language", { case: "equals", value: "ja" }),
    predicate("ahrefsRank", { case: "range", value: { start: 20n } }),
  ] } } },
  readMask: { paths: ["url_from", "anchor", "ahrefs_rank"] },
});
// [/filter]

const inSeconds = (seconds) => new Date(Date.now() + seconds * 1000);

// [explain]
// What a stream can cost, in thousandths; nothing is bought to know it.
async function highestPrice(client, query, limit) {
  const request = create(ExplainRefpagesRequestSchema, {
    query, rowCount: { case: "rowLimit", value: BigInt(limit) },
  });
  const plan = await unary(client, "explainRefpages", request, inSeconds(10));
  return Number(plan.maxPrice.milliAmount);
}
// [/explain]

const emit = (kind, value) => console.log(JSON.stringify({ [kind]: value }));

async function emitStream(client, request, deadline) {
  for await (const message of streamRefpages(client, request, deadline)) {
    for (const row of message.refpages) emit("row", toJson(RefpageSchema, row));
    if (message.summary) emit("summary", toJson(StreamSummarySchema, message.summary));
  }
}

async function call(client, name, text, deadline) {
  const method = BacklinksService.methods.find((one) => one.name === name);
  const request = fromJsonString(method.input, text);
  if (name === "StreamRefpages") return emitStream(client, request, deadline);
  emit("answer", toJson(method.output, await unary(client, method.localName, request, deadline)));
}

async function tour(client) {
  const query = strongJapanesePages();
  emit("highestPrice", await highestPrice(client, query, 5));
  await emitStream(client, create(StreamRefpagesRequestSchema, {
    query, rowCount: { case: "rowLimit", value: 5n },
  }), inSeconds(10));
}

const [server, method, request, timeout] = process.argv.slice(2);
const client = connect(server);
try {
  if (method) await call(client, method, request, timeout && inSeconds(timeout / 1000));
  else await tour(client);
} catch (error) {
  if (error.metadata === undefined) throw error;
  emit("error", describe(error));
  process.exitCode = 1;
} finally {
  client.close();
}
