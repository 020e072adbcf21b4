// What a failed call tells beyond its message.
import { fromBinary } from "@bufbuild/protobuf";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import grpc from "@grpc/grpc-js";
import { BadRequestSchema, ErrorInfoSchema } from "./gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "./gen/google/rpc/status_pb.js";

// [errors]
// The code, reason and violations of a failed call.
export function describe(error) {
  const told = { code: grpc.status[error.code], reason: "", violations: [] };
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  for (const detail of bytes ? fromBinary(StatusSchema, bytes).details : []) {
    told.reason = anyUnpack(detail, ErrorInfoSchema)?.reason ?? told.reason;
    for (const { field, description } of anyUnpack(detail, BadRequestSchema)?.fieldViolations ?? []) {
      told.violations.push({ field, description });
    }
  }
  return told;
}
// [/errors]
