// The client of this example: grpc-js over messages of protobuf-es, and row
// streams that survive a break.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { clone, fromBinary, toBinary } from "@bufbuild/protobuf";
import grpc from "@grpc/grpc-js";
import { BacklinksService, StreamRefpagesRequestSchema } from "./gen/backlinks/v1/backlinks_service_pb.js";

const SERVICE_CONFIG = new URL("../../service_config.json", import.meta.url);
const MAX_RESUMES = 5; // In a row, without getting any further.

// What grpc-js wants to know of a method, from its descriptor.
function definition(method) {
  return {
    path: `/${BacklinksService.typeName}/${method.name}`,
    requestStream: false,
    responseStream: method.methodKind === "server_streaming",
    requestSerialize: (message) => Buffer.from(toBinary(method.input, message)),
    requestDeserialize: (bytes) => fromBinary(method.input, bytes),
    responseSerialize: (message) => Buffer.from(toBinary(method.output, message)),
    responseDeserialize: (bytes) => fromBinary(method.output, bytes),
  };
}

const Client = grpc.makeGenericClientConstructor(
  Object.fromEntries(BacklinksService.methods.map((method) => [method.localName, definition(method)])),
  BacklinksService.typeName,
);

// [connect]
// TLS if BACKLINKS_CA_FILE is set, with BACKLINKS_API_KEY for every call.
function credentials({ BACKLINKS_CA_FILE: caFile, BACKLINKS_API_KEY: key }) {
  if (!caFile) return grpc.credentials.createInsecure();
  const tls = grpc.credentials.createSsl(readFileSync(caFile));
  if (!key) return tls;
  return grpc.credentials.combineChannelCredentials(tls,
    grpc.credentials.createFromMetadataGenerator((_, done) => {
      const metadata = new grpc.Metadata();
      metadata.set("authorization", `Bearer ${key}`);
      done(null, metadata);
    }));
}

// A client that retries calls as configured in service_config.json.
export function connect(server) {
  return new Client(server, credentials(process.env), {
    "grpc.service_config": readFileSync(SERVICE_CONFIG, "utf8"),
  });
}
// [/connect]

// Options of a call that must be over at `deadline`, a Date.
const until = (deadline) => (deadline ? { deadline } : {});

// A call that has one answer.
export function unary(client, method, request, deadline) {
  return new Promise((resolve, reject) => {
    client[method](request, new grpc.Metadata(), until(deadline), (error, answer) =>
      error ? reject(error) : resolve(answer));
  });
}

// [resume]
// Every message of a stream, which resumes by its token if it breaks.
export async function* streamRefpages(client, request, deadline) {
  const next = clone(StreamRefpagesRequestSchema, request);
  let position = -1n; // A new token alone is no progress.
  for (let failures = 0; ; ) {
    try {
      for await (const message of client.streamRefpages(next, new grpc.Metadata(), until(deadline))) {
        if (message.resumeToken) next.resumeToken = message.resumeToken;
        const scanned = message.progress?.scannedRowCount ?? position;
        if (scanned > position) [position, failures] = [scanned, 0];
        yield message;
      }
      return;
    } catch (error) {
      if (error.code !== grpc.status.UNAVAILABLE || ++failures > MAX_RESUMES) throw error;
      await sleep(Math.random() * 100 * 2 ** failures);
    }
  }
}
// [/resume]
