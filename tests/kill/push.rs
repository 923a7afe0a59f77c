//! A push service on loopback: HTTP/2 with TLS, and a note of which browser was written to. It reads no message.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cuadra::subscriptions::{Contact, PushAddress, PushServices};
use rcgen::{CertificateParams, IsCa, KeyPair};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs as provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::{DEFAULT_VERSIONS, ServerConfig};

use super::broadcast::Came;

/// Starts the service as one of `tasks`. Answers its port; its certificate is in `folder`, as `push.pem`.
pub async fn start(folder: &Path, came: Came, tasks: &mut JoinSet<()>) -> u16 {
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("a name");
    // One that signed itself is believed only where it says that it is no authority.
    params.is_ca = IsCa::ExplicitNoCa;
    let certificate = params.self_signed(&key).expect("a certificate");
    std::fs::write(folder.join("push.pem"), certificate.pem()).expect("written");
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let builder = ServerConfig::builder_with_provider(Arc::new(provider::default_provider()))
        .with_protocol_versions(DEFAULT_VERSIONS)
        .expect("versions");
    let mut config =
        builder.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).expect("a server");
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its address").port();
    tasks.spawn(async move {
        let mut talks = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            talks.spawn(talk(acceptor.clone(), stream, Arc::clone(&came)));
        }
    });
    port
}

async fn talk(acceptor: TlsAcceptor, stream: TcpStream, came: Came) {
    let Ok(stream) = acceptor.accept(stream).await else { return };
    let Ok(mut connection) = h2::server::handshake(stream).await else { return };
    let mut answers = JoinSet::new();
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let came = Arc::clone(&came);
        answers.spawn(async move {
            let (parts, mut body) = request.into_parts();
            while let Some(Ok(data)) = body.data().await {
                let _ = body.flow_control().release_capacity(data.len());
            }
            let who = parts.uri.path().rsplit('/').next().and_then(|who| who.parse::<usize>().ok());
            came[who.expect("a browser of ours")].fetch_add(1, Ordering::Relaxed);
            let created = axum::http::Response::builder().status(201).body(()).expect("an answer");
            let _ = respond.send_response(created, true);
        });
    }
}

/// So many browsers of the service. One key does for all: agreeing on a message's key costs the same.
pub fn browsers(port: u16, people: u32) -> Vec<Contact> {
    let origin = format!("https://127.0.0.1:{port}");
    let services = PushServices::known().and_local(&origin).expect("a service");
    let own = PrivateKey::generate(&ECDH_P256).expect("a key");
    let public = URL_SAFE_NO_PAD.encode(own.compute_public_key().expect("its public half").as_ref());
    let secret = URL_SAFE_NO_PAD.encode([7; 16]);
    let browser = |who| PushAddress::parse(&services, &format!("{origin}/p/{who}"), &public, &secret);
    (0..people).map(|who| Contact::Push(browser(who).expect("a browser"))).collect()
}
