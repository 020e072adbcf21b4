//! Generates the stubs from proto/, and keeps their descriptors for JSON.

use std::{
    env,
    error::Error,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    let proto = Path::new("../../../proto");
    println!("cargo:rerun-if-changed={}", proto.display());
    tonic_prost_build::configure()
        .build_server(false)
        .file_descriptor_set_path(PathBuf::from(env::var("OUT_DIR")?).join("descriptors.bin"))
        .compile_protos(
            &[proto.join("backlinks/v1/backlinks_service.proto")],
            &[proto.to_path_buf(), proto.join("third_party")],
        )?;
    Ok(())
}
