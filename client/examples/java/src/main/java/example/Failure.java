package example;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** What a failed call tells beyond its message. */
final class Failure {
  private Failure() {}

  // [errors]
  /** The code, reason and violations of a failed call. */
  static JsonObject describe(StatusRuntimeException error) throws InvalidProtocolBufferException {
    String reason = "";
    JsonArray violations = new JsonArray();
    Status status = StatusProto.fromThrowable(error);
    for (Any detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        reason = detail.unpack(ErrorInfo.class).getReason();
      } else if (detail.is(BadRequest.class)) {
        detail.unpack(BadRequest.class).getFieldViolationsList()
            .forEach(violation -> violations.add(toJson(violation)));
      }
    }
    JsonObject told = new JsonObject();
    told.addProperty("code", error.getStatus().getCode().name());
    told.addProperty("reason", reason);
    told.add("violations", violations);
    return told;
  }
  // [/errors]

  private static JsonObject toJson(BadRequest.FieldViolation violation) {
    JsonObject json = new JsonObject();
    json.addProperty("field", violation.getField());
    json.addProperty("description", violation.getDescription());
    return json;
  }
}
