//! Protobuf's JSON form of messages, by their descriptors.

use std::sync::LazyLock;

use prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor};
use serde_json::Value;

static POOL: LazyLock<DescriptorPool> = LazyLock::new(|| {
    let bytes: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));
    DescriptorPool::decode(bytes).expect("descriptors of this build")
});

fn descriptor(name: &str) -> MessageDescriptor {
    let name = format!("backlinks.v1.{name}");
    POOL.get_message_by_name(&name)
        .expect("a message of the contract")
}

pub fn parse<M: Message + Default>(
    name: &str,
    text: &str,
) -> Result<M, Box<dyn std::error::Error>> {
    let mut json = serde_json::Deserializer::from_str(text);
    let message = DynamicMessage::deserialize(descriptor(name), &mut json)?;
    json.end()?;
    Ok(message.transcode_to()?)
}

pub fn print(name: &str, message: &impl Message) -> Value {
    let bytes = message.encode_to_vec();
    let message = DynamicMessage::decode(descriptor(name), bytes.as_slice());
    serde_json::to_value(message.expect("a message that was just encoded")).expect("valid JSON")
}
