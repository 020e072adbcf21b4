//! Generates the stubs from proto/, and keeps their descriptors for JSON.

use std::{env, error::Error, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let proto = PathBuf::from("../../../proto");
    println!("cargo:rerun-if-env-changed=BACKLINKS_GOOGLEAPIS_DIR");
    println!("cargo:rerun-if-changed={}", proto.display());
    let mut includes = vec![proto.clone()];
    includes.extend(env::var_os("BACKLINKS_GOOGLEAPIS_DIR").map(PathBuf::from));
    tonic_prost_build::configure()
        .build_server(false)
        .file_descriptor_set_path(PathBuf::from(env::var("OUT_DIR")?).join("descriptors.bin"))
        .compile_protos(
            &[proto.join("backlinks/v1/backlinks_service.proto")],
            &includes,
        )?;
    Ok(())
}
