// A server of the same service by grpc-js, as one would write it: for every
// stream one fetch, JSON.parse of the whole body, and batches of its rows. It
// ignores the request.
//
//   node main.mjs PROTO URL: PROTO is the folder of the contract.
//
// Prints one line when it is ready: its address and the versions.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

const [proto, url] = process.argv.slice(2);
const BATCH_ROWS = 800; // About the size of a message of backlinks-server.
const TIMES = ["first_seen", "last_visited", "prev_visited", "url_from_first_seen"];

const definition = loader.loadSync("backlinks/v1/backlinks_service.proto", {
  keepCase: true,
  includeDirs: [proto, join(proto, "third_party")],
});
const { backlinks } = grpc.loadPackageDefinition(definition);

function timestamp(text) {
  const milliseconds = Date.parse(text);
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds, nanos: (milliseconds - seconds * 1000) * 1e6 };
}

// The names of the columns are those of the fields.
function refpage(row) {
  for (const name of TIMES) {
    if (row[name] != null) row[name] = timestamp(row[name]);
  }
  if (row.link_type != null) row.link_type = "LINK_TYPE_" + row.link_type.toUpperCase();
  return row;
}

// Waits while the client does not read.
function write(call, message) {
  if (call.write(message)) return undefined;
  return new Promise((resolve) => call.once("drain", resolve));
}

async function streamRefpages(call) {
  const response = await fetch(url);
  const rows = JSON.parse(await response.text()).refpages;
  for (let at = 0; at < rows.length; at += BATCH_ROWS) {
    const refpages = rows.slice(at, at + BATCH_ROWS).map(refpage);
    const count = at + refpages.length;
    const message = { refpages, progress: { sent_row_count: count, scanned_row_count: count } };
    if (count === rows.length) message.summary = { end_reason: "END_REASON_EXHAUSTED" };
    await write(call, message);
  }
  call.end();
}

function version(name) {
  const path = new URL(`node_modules/${name}/package.json`, import.meta.url);
  return `${name} ${JSON.parse(readFileSync(path)).version}`;
}

const server = new grpc.Server();
server.addService(backlinks.v1.BacklinksService.service, {
  StreamRefpages: (call) => streamRefpages(call).catch((error) => call.destroy(error)),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`127.0.0.1:${port} Node ${process.version}, ${version("@grpc/grpc-js")}, ${version("protobufjs")}`);
});
