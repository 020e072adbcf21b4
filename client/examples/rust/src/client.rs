//! Row streams that survive a break.

use std::{env, error::Error, fs, future::Future, time::Duration};

use tokio::time::{sleep, timeout_at, Instant};
use tonic::{
    metadata::{Ascii, MetadataValue},
    service::{interceptor::InterceptedService, Interceptor},
    transport::{Certificate, Channel, ClientTlsConfig, Endpoint},
    Code, Request, Status,
};

use crate::pb::{
    backlinks_service_client::BacklinksServiceClient, StreamRefpagesRequest, StreamRefpagesResponse,
};

pub type Client = BacklinksServiceClient<InterceptedService<Channel, ApiKey>>;

/// In a row, without getting any further.
const MAX_RESUMES: u32 = 5;

// [connect]
/// Is sent with every call, if there is one.
#[derive(Clone)]
pub struct ApiKey(Option<MetadataValue<Ascii>>);

impl Interceptor for ApiKey {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(bearer) = &self.0 {
            request
                .metadata_mut()
                .insert("authorization", bearer.clone());
        }
        Ok(request)
    }
}

/// Connects when first used. tonic has no service config: see `retry`. Uses TLS
/// if BACKLINKS_CA_FILE is set, and then sends BACKLINKS_API_KEY.
pub fn connect(server: &str) -> Result<Client, Box<dyn Error>> {
    let (endpoint, key) = match env::var_os("BACKLINKS_CA_FILE") {
        None => (Endpoint::from_shared(format!("http://{server}"))?, None),
        Some(file) => {
            let ca = Certificate::from_pem(fs::read(file)?);
            let tls = ClientTlsConfig::new().ca_certificate(ca);
            let endpoint = Endpoint::from_shared(format!("https://{server}"))?;
            (
                endpoint.tls_config(tls)?,
                env::var("BACKLINKS_API_KEY").ok(),
            )
        }
    };
    let key = ApiKey(key.map(|key| format!("Bearer {key}").parse()).transpose()?);
    Ok(BacklinksServiceClient::with_interceptor(
        endpoint.connect_lazy(),
        key,
    ))
}
// [/connect]

/// The pause before attempt `failures + 1`, random so that not all clients come
/// at once; nothing: there is to be none.
fn pause(may_resume: bool, failures: u32) -> Option<Duration> {
    (may_resume && failures <= MAX_RESUMES)
        .then(|| Duration::from_millis(fastrand::u64(0..100 << failures)))
}

/// Whether a stream broke. Where the connection ends within a message tonic
/// says UNKNOWN, which this server never does.
fn is_broken(status: &Status) -> bool {
    matches!(status.code(), Code::Unavailable | Code::Unknown)
}

/// Runs until `deadline`. tonic itself says CANCELLED where a call's time is
/// over, other languages DEADLINE_EXCEEDED; nothing else is cancelled here.
async fn within<T>(
    deadline: Instant,
    work: impl Future<Output = Result<T, Status>>,
) -> Result<T, Status> {
    let over = || Status::deadline_exceeded("the time of the call is over");
    match timeout_at(deadline, work).await {
        Ok(Err(error)) if error.code() == Code::Cancelled => Err(over()),
        Ok(result) => result,
        Err(_) => Err(over()),
    }
}

/// Tries a call again as service_config.json has it for other languages.
pub async fn retry<T, F>(deadline: Instant, mut call: impl FnMut() -> F) -> Result<T, Status>
where
    F: Future<Output = Result<T, Status>>,
{
    let attempts = async {
        let mut failures = 0;
        loop {
            let error = match call().await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            failures += 1;
            sleep(pause(error.code() == Code::Unavailable, failures).ok_or(error)?).await;
        }
    };
    within(deadline, attempts).await
}

// [resume]
/// Gives every message of a stream to `each`; a stream that breaks resumes by
/// its token, all attempts together until `deadline`.
pub async fn stream_refpages(
    client: &Client,
    mut request: StreamRefpagesRequest,
    deadline: Instant,
    mut each: impl FnMut(StreamRefpagesResponse),
) -> Result<(), Status> {
    let mut failures = 0;
    let mut position = -1; // A new token alone is no progress.
    let all = async {
        loop {
            let Err(error) = attempt(client, &mut request, deadline, |message| {
                let scanned = message
                    .progress
                    .as_ref()
                    .map_or(-1, |p| p.scanned_row_count);
                if scanned > position {
                    (position, failures) = (scanned, 0);
                }
                each(message);
            })
            .await
            else {
                return Ok(());
            };
            failures += 1;
            sleep(pause(is_broken(&error), failures).ok_or(error)?).await;
        }
    };
    within(deadline, all).await
}

/// One attempt; notes in the request where the next would resume.
async fn attempt(
    client: &Client,
    request: &mut StreamRefpagesRequest,
    deadline: Instant,
    mut each: impl FnMut(StreamRefpagesResponse),
) -> Result<(), Status> {
    let call = crate::until(deadline, request.clone());
    let mut stream = client.clone().stream_refpages(call).await?.into_inner();
    while let Some(message) = stream.message().await? {
        if !message.resume_token.is_empty() {
            request.resume_token.clone_from(&message.resume_token);
        }
        each(message);
    }
    Ok(())
}
// [/resume]
