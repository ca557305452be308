//! No crate that opens sockets is in the program.

use std::collections::BTreeSet;

/// Crates that speak to a network, or that such crates are built on.
const NETWORK: [&str; 40] = [
    "actix-web",
    "async-std",
    "attohttpc",
    "axum",
    "curl",
    "curl-sys",
    "grpcio",
    "h2",
    "hickory-resolver",
    "http",
    "hyper",
    "hyper-util",
    "ipnet",
    "isahc",
    "lettre",
    "mio",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "rumqttc",
    "rustls",
    "sentry",
    "smol",
    "socket2",
    "ssh2",
    "surf",
    "tiny_http",
    "tokio",
    "tonic",
    "trust-dns-resolver",
    "tungstenite",
    "ureq",
    "warp",
    "webpki",
    "opentelemetry",
    "self_update",
    "zmq",
];

#[test]
fn no_crate_opens_sockets() {
    let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock");
    let lock: toml::Table = std::fs::read_to_string(lock).unwrap().parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    let names: BTreeSet<&str> =
        packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
    assert!(names.contains("csv") && names.len() > 100, "this is the list of packages");
    let found: Vec<&&str> = NETWORK.iter().filter(|name| names.contains(**name)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn no_code_of_the_program_names_the_network() {
    let source = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let mut files = 0;
    for path in
        super::below(source).iter().filter(|path| path.extension().is_some_and(|e| e == "rs"))
    {
        files += 1;
        let text = std::fs::read_to_string(path).unwrap();
        for word in ["std::net", "TcpStream", "UdpSocket", "UnixStream", "UnixListener"] {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
    assert!(files > 100);
}
