//! Calls backlinks: SERVER alone for a tour, SERVER METHOD REQUEST [TIMEOUT_MS]
//! for one call, its request and answers in protobuf's JSON form.

mod client;
mod json;

use std::{env, error::Error, process::ExitCode, time::Duration};

use serde_json::{json, Value};
use tokio::time::Instant;
use tonic::{Code, Request, Status};
use tonic_types::StatusExt;

use client::{retry, stream_refpages, Client};
use pb::{explain_refpages_request, filter, int64_predicate, predicate, string_predicate};
use pb::{Filter, FilterGroup, Predicate, RefpagesQuery, StreamRefpagesRequest};

pub mod pb {
    tonic::include_proto!("backlinks.v1");
}

/// A request that must be answered by then.
pub fn until<T>(deadline: Instant, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.set_timeout(deadline.saturating_duration_since(Instant::now()));
    request
}

// [filter]
fn test(column: predicate::Column) -> Filter {
    let predicate = Predicate {
        column: Some(column),
    };
    Filter {
        expr: Some(filter::Expr::Predicate(predicate)),
    }
}

/// Pages in Japanese, rated 20 or more, that link to ja.wikipedia.org.
fn strong_japanese_pages() -> RefpagesQuery {
    let japanese = pb::StringPredicate {
        test: Some(string_predicate::Test::Equals("ja".into())),
        ..Default::default()
    };
    let range = pb::Int64Range {
        start: Some(20),
        end: None,
    };
    let strong = pb::Int64Predicate {
        test: Some(int64_predicate::Test::Range(range)),
    };
    let both = FilterGroup {
        filters: vec![
            test(predicate::Column::Language(japanese)),
            test(predicate::Column::AhrefsRank(strong)),
        ],
    };
    let paths = ["url_from", "anchor", "ahrefs_rank"]
        .map(String::from)
        .to_vec();
    RefpagesQuery {
        target: "ja.wikipedia.org".into(),
        mode: pb::TargetMode::Subdomains.into(),
        r#where: Some(Filter {
            expr: Some(filter::Expr::AndGroup(both)),
        }),
        read_mask: Some(prost_types::FieldMask { paths }),
        ..Default::default()
    }
}
// [/filter]

// [explain]
/// What a stream can cost, in thousandths; nothing is bought to know it.
async fn highest_price(client: &Client, query: RefpagesQuery, limit: i64) -> Result<i64, Status> {
    let request = pb::ExplainRefpagesRequest {
        query: Some(query),
        row_count: Some(explain_refpages_request::RowCount::RowLimit(limit)),
        ..Default::default()
    };
    let deadline = Instant::now() + Duration::from_secs(10);
    let plan = client
        .clone()
        .explain_refpages(until(deadline, request))
        .await?;
    Ok(plan
        .into_inner()
        .max_price
        .unwrap_or_default()
        .milli_amount)
}
// [/explain]

// [errors]
/// The code, reason and violations of a failed call.
fn describe(status: &Status) -> Value {
    let details = status.get_error_details();
    let violations: Vec<Value> = details
        .bad_request()
        .iter()
        .flat_map(|bad| &bad.field_violations)
        .map(|v| json!({"field": v.field, "description": v.description}))
        .collect();
    let reason = details.error_info().map_or("", |info| &info.reason);
    json!({"code": code_name(status.code()), "reason": reason, "violations": violations})
}
// [/errors]

/// The name of a code as the specification spells it.
fn code_name(code: Code) -> &'static str {
    const NAMES: [&str; 17] = [
        "OK",
        "CANCELLED",
        "UNKNOWN",
        "INVALID_ARGUMENT",
        "DEADLINE_EXCEEDED",
        "NOT_FOUND",
        "ALREADY_EXISTS",
        "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION",
        "ABORTED",
        "OUT_OF_RANGE",
        "UNIMPLEMENTED",
        "INTERNAL",
        "UNAVAILABLE",
        "DATA_LOSS",
        "UNAUTHENTICATED",
    ];
    NAMES[code as usize]
}

fn emit(kind: &str, value: Value) {
    println!("{}", json!({ kind: value }));
}

async fn emit_stream(
    client: &Client,
    request: StreamRefpagesRequest,
    deadline: Instant,
) -> Result<(), Status> {
    stream_refpages(client, request, deadline, |message| {
        for row in &message.refpages {
            emit("row", json::print("Refpage", row));
        }
        if let Some(summary) = &message.summary {
            emit("summary", json::print("StreamSummary", summary));
        }
    })
    .await
}

async fn call(
    client: &Client,
    method: &str,
    text: &str,
    deadline: Instant,
) -> Result<(), Box<dyn Error>> {
    // A call that has one answer.
    macro_rules! unary {
        ($rpc:ident, $request:ident, $response:ident) => {{
            let request: pb::$request = json::parse(stringify!($request), text)?;
            let answer = retry(deadline, || {
                let (mut client, request) = (client.clone(), until(deadline, request.clone()));
                async move { client.$rpc(request).await }
            });
            emit(
                "answer",
                json::print(stringify!($response), &answer.await?.into_inner()),
            );
        }};
    }
    match method {
        "StreamRefpages" => {
            emit_stream(
                client,
                json::parse("StreamRefpagesRequest", text)?,
                deadline,
            )
            .await?;
        }
        "ListRefpages" => unary!(list_refpages, ListRefpagesRequest, ListRefpagesResponse),
        "ExplainRefpages" => {
            unary!(
                explain_refpages,
                ExplainRefpagesRequest,
                ExplainRefpagesResponse
            )
        }
        "ParseFilter" => unary!(parse_filter, ParseFilterRequest, ParseFilterResponse),
        "GetUsage" => unary!(get_usage, GetUsageRequest, GetUsageResponse),
        _ => return Err(format!("no such method: {method}").into()),
    }
    Ok(())
}

async fn tour(client: &Client, deadline: Instant) -> Result<(), Status> {
    let query = strong_japanese_pages();
    emit(
        "highestPrice",
        highest_price(client, query.clone(), 5).await?.into(),
    );
    let request = StreamRefpagesRequest {
        query: Some(query),
        row_count: Some(pb::stream_refpages_request::RowCount::RowLimit(5)),
        ..Default::default()
    };
    emit_stream(client, request, deadline).await
}

async fn run(words: &[String]) -> Result<(), Box<dyn Error>> {
    let [server, rest @ ..] = words else {
        return Err("usage: backlinks-example SERVER [METHOD REQUEST [TIMEOUT_MS]]".into());
    };
    let client = client::connect(server)?;
    let timeout = rest.get(2).map_or(Ok(600_000), |text| text.parse())?;
    let deadline = Instant::now() + Duration::from_millis(timeout);
    match rest {
        [method, request, ..] => call(&client, method, request, deadline).await,
        _ => Ok(tour(&client, deadline).await?),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let Err(error) = run(&words).await else {
        return ExitCode::SUCCESS;
    };
    match error.downcast_ref::<Status>() {
        Some(status) => emit("error", describe(status)),
        None => eprintln!("backlinks-example: {error}"),
    }
    ExitCode::FAILURE
}
