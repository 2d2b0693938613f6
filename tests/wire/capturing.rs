//! The loopback listener: browsers, scanners and forgers at one door.

use std::{net::SocketAddr, sync::Arc};

use orcid_playground::{
    net::{Capture, CaptureErrorKind, Captured, HttpClient, Settings, capture},
    oauth::{AuthorizationResponse, HttpRequest, HttpResponse},
};
use tokio::{
    io::AsyncWriteExt,
    net::TcpStream,
    sync::{
        mpsc::{UnboundedReceiver, error::TryRecvError, unbounded_channel},
        oneshot,
    },
    task::JoinHandle,
};

use crate::support::{answered, get, raw_client, request, soon};

struct Door {
    redirect_uri: String,
    addresses: Vec<SocketAddr>,
    events: UnboundedReceiver<Captured>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Door {
    async fn open() -> Self {
        Self::at("http://127.0.0.1/callback").await
    }

    async fn at(uri: &str) -> Self {
        Self::run(capture::bind_any_port(uri).await.unwrap())
    }

    /// Waits for the state `right`.
    fn run(capture: Capture) -> Self {
        let (redirect_uri, addresses) = (capture.redirect_uri.clone(), capture.addresses.clone());
        let (sender, events) = unbounded_channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(capture.run(Some("right".into()), sender, stopped));
        Self { redirect_uri, addresses, events, stop, task }
    }

    fn addr(&self) -> SocketAddr {
        self.addresses[0]
    }

    fn origin(&self) -> String {
        self.redirect_uri.strip_suffix("/callback").unwrap().to_owned()
    }

    async fn send(&self, request: HttpRequest) -> HttpResponse {
        answered(HttpClient::default().send(request).await)
    }

    async fn visit(&self, query: &str) -> String {
        text(&self.send(get(&format!("{}{query}", self.redirect_uri))).await)
    }

    /// What the script of the page does.
    async fn relay(&self, fragment: &str, origin: &str) -> HttpResponse {
        let mut post = request("POST", &self.redirect_uri, fragment);
        post.headers_mut().insert("origin", origin.parse().unwrap());
        post.headers_mut().insert("content-type", "text/plain;charset=UTF-8".parse().unwrap());
        self.send(post).await
    }

    async fn next(&mut self) -> Captured {
        soon(self.events.recv()).await.unwrap()
    }

    fn nothing_arrived(&mut self) {
        assert!(matches!(self.events.try_recv(), Err(TryRecvError::Empty)));
    }
}

fn text(response: &HttpResponse) -> String {
    String::from_utf8(response.body().to_vec()).unwrap()
}

fn read(captured: &Captured) -> AuthorizationResponse {
    AuthorizationResponse::parse(captured.request.uri().query(), captured.fragment.as_deref()).unwrap()
}

#[tokio::test]
async fn a_code_arrives_as_the_browser_saw_it() {
    let mut door = Door::open().await;
    let page = door.visit("?code=eUeiz2&state=right").await;
    assert!(page.contains("Authorized") && page.contains("terminal") && !page.contains("eUeiz2"), "{page}");
    let captured = door.next().await;
    assert_eq!(captured.request.uri().to_string(), format!("{}?code=eUeiz2&state=right", door.redirect_uri));
    assert_eq!(captured.fragment, None);
    assert_eq!(text(&captured.response), page);
    for (name, value) in
        [("cache-control", "no-store"), ("referrer-policy", "no-referrer"), ("x-content-type-options", "nosniff")]
    {
        assert_eq!(captured.response.headers()[name], value);
    }
    let policy = captured.response.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("script-src"), "{policy}");
    assert!(!captured.response.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn refusals_arrive_too() {
    let mut door = Door::open().await;
    let page = door.visit("?error=invalid_scope&error_description=Invalid%20scope&state=right").await;
    assert!(page.contains("invalid_scope") && page.contains("Invalid scope"), "{page}");
    assert!(matches!(read(&door.next().await), AuthorizationResponse::Error { .. }));
    let mut door = Door::open().await;
    let page = door.visit("?error=access_denied&error_description=User%20denied%20access&state=right").await;
    assert!(page.contains("Access denied"), "{page}");
    door.next().await;
}

#[tokio::test]
async fn a_wrong_state_does_not_end_the_waiting_and_a_second_callback_is_told_so() {
    let mut door = Door::open().await;
    for query in ["?code=forged&state=wrong", "?code=forged"] {
        let page = door.visit(query).await;
        assert!(page.contains("does not belong") && page.contains("goes on waiting"), "{page}");
        door.next().await;
    }
    assert!(door.visit("?code=eUeiz2&state=right").await.contains("Authorized"));
    assert!(door.visit("?code=eUeiz2&state=right").await.contains("had arrived before"));
    assert!(door.visit("?code=forged&state=wrong").await.contains("does not belong"));
    for _ in 0..3 {
        door.next().await;
    }
}

#[tokio::test]
async fn a_refusal_is_not_the_last_word() {
    let mut door = Door::open().await;
    assert!(door.visit("?error=access_denied&state=right").await.contains("Access denied"));
    door.relay("error=invalid_scope", &door.origin()).await;
    assert!(door.visit("?code=eUeiz2&state=right").await.contains("Authorized"));
    for _ in 0..3 {
        door.next().await;
    }
}

#[tokio::test]
async fn a_fragment_is_relayed_by_the_page() {
    let mut door = Door::open().await;
    let page = door.visit("").await;
    assert!(page.contains("Nothing arrived") && page.contains("location.hash"), "{page}");
    door.nothing_arrived();
    let page = door.relay("error=invalid_scope", &door.origin()).await;
    assert!(text(&page).contains("invalid_scope") && !text(&page).contains("<script"));
    let captured = door.next().await;
    assert_eq!(captured.request.method(), "GET");
    assert_eq!(captured.request.uri().to_string(), door.redirect_uri);
    assert_eq!(captured.fragment.as_deref(), Some("error=invalid_scope"));

    let mut door = Door::open().await;
    door.relay("access_token=t&token_type=bearer&state=right", &door.origin()).await;
    assert!(matches!(read(&door.next().await), AuthorizationResponse::Tokens { .. }));
}

#[tokio::test]
async fn nobody_else_can_relay() {
    let mut door = Door::open().await;
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"] {
        assert_eq!(door.relay("access_token=t&state=right", origin).await.status(), 403, "{origin}");
    }
    assert_eq!(door.send(request("POST", &door.redirect_uri, "access_token=t")).await.status(), 403);
    door.nothing_arrived();
}

#[tokio::test]
async fn what_is_no_redirect_is_turned_away() {
    let mut door = Door::open().await;
    let origin = door.origin();
    for path in ["/favicon.ico", "/", "/callback/", "/callbackx?session=1"] {
        assert_eq!(door.send(get(&format!("{origin}{path}"))).await.status(), 404, "{path}");
    }
    for method in ["PUT", "DELETE", "OPTIONS"] {
        let answer = door.send(request(method, &format!("{}?code=eUeiz2&state=right", door.redirect_uri), "")).await;
        assert_eq!((answer.status().as_u16(), &answer.headers()["allow"]), (405, &"GET, HEAD, POST".parse().unwrap()));
    }
    // DNS rebinding: a name of somebody else's that points here.
    let mut rebound = get(&format!("{}?code=eUeiz2&state=right", door.redirect_uri));
    rebound.headers_mut().insert("host", "evil.example".parse().unwrap());
    assert_eq!(door.send(rebound).await.status(), 421);
    assert!(raw_client(door.addr(), "GET /callback?code=a HTTP/1.1\r\n\r\n").await.starts_with("HTTP/1.1 400 "));
    door.nothing_arrived();
}

#[tokio::test]
async fn an_answer_at_another_path_is_told_as_astray() {
    let mut door = Door::open().await;
    let origin = door.origin();
    for path in ["/?code=eUeiz2&state=right", "/callback/?code=eUeiz2", "/x?error=access_denied"] {
        let answer = door.send(get(&format!("{origin}{path}"))).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert!(text(&answer).contains("not the redirect URI"), "{path}");
        let captured = door.next().await;
        assert!(captured.astray);
        assert_eq!(captured.request.uri().to_string(), format!("{origin}{path}"));
    }
    // It settles nothing.
    let answer = door.send(get(&format!("{}?code=eUeiz2&state=right", door.redirect_uri))).await;
    assert!(text(&answer).contains("The authorization code has arrived."));
    assert!(!door.next().await.astray);
}

#[tokio::test]
async fn head_is_answered_but_is_no_callback() {
    let mut door = Door::open().await;
    let head = format!(
        "HEAD /callback?code=eUeiz2&state=right HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n",
        door.addr()
    );
    let answer = raw_client(door.addr(), &head).await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\n"), "{answer}");
    door.nothing_arrived();
    assert!(door.visit("?code=eUeiz2&state=right").await.contains("Authorized"));
    door.next().await;
}

#[tokio::test]
async fn slow_silent_and_scanning_clients_hold_nobody_up() {
    let mut door = Door::open().await;
    let mut held = Vec::new();
    for opening in ["", "GET /callback?code=eUeiz2&st", "GET /callback HTTP/1.1\r\nhost: x\r\nx: "].repeat(8) {
        let mut stream = TcpStream::connect(door.addr()).await.unwrap();
        stream.write_all(opening.as_bytes()).await.unwrap();
        held.push(stream);
        drop(TcpStream::connect(door.addr()).await.unwrap());
    }
    assert!(door.visit("?code=eUeiz2&state=right").await.contains("Authorized"));
    door.next().await;
    door.nothing_arrived();
    drop(held);
}

#[tokio::test]
async fn localhost_is_answered_on_every_family() {
    let mut door = Door::at("http://localhost/callback").await;
    let has_v6 = std::net::TcpListener::bind("[::1]:0").is_ok();
    assert_eq!(door.addresses.len(), if has_v6 { 2 } else { 1 });
    let port = door.addr().port();
    for addr in door.addresses.clone() {
        assert_eq!(addr.port(), port);
        let visit =
            format!("GET /callback?code=x&state=right HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\n\r\n");
        assert!(raw_client(addr, &visit).await.starts_with("HTTP/1.1 200 "), "{addr}");
        assert_eq!(door.next().await.request.uri().host(), Some("localhost"));
    }
}

#[tokio::test]
async fn the_https_twin_is_spoken_to_by_whoever_trusts_its_certificate() {
    for host in ["127.0.0.1", "localhost"] {
        let capture = capture::bind_any_port(&format!("https://{host}/callback")).await.unwrap();
        let fingerprint = capture.fingerprint.clone().unwrap();
        let pairs: Vec<&str> = fingerprint.split(':').collect();
        assert!(pairs.len() == 32 && pairs.iter().all(|pair| u8::from_str_radix(pair, 16).is_ok()), "{fingerprint}");
        assert_eq!(fingerprint, fingerprint.to_uppercase());
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), capture.certificate.as_ref().unwrap()).unwrap();
        let mut door = Door::run(capture);
        let client = HttpClient::new(Settings { ca_file: Some(file.path().to_owned()), ..Settings::default() });
        let answer = answered(client.send(get(&format!("{}?code=x&state=right", door.redirect_uri))).await);
        assert!(text(&answer).contains("Authorized"));
        let captured = door.next().await;
        assert_eq!(captured.request.uri().scheme_str(), Some("https"));
        assert!(captured.request.uri().to_string().starts_with(&door.redirect_uri));
    }
}

#[tokio::test]
async fn a_port_in_use_is_named_and_free_again_afterwards() {
    let door = Door::open().await;
    let error = capture::bind(&door.redirect_uri).await.unwrap_err();
    assert_eq!(error.kind, CaptureErrorKind::PortInUse { addr: door.addr() });
    assert!(error.message.contains(&door.addr().to_string()), "{}", error.message);
    door.stop.send(()).unwrap();
    soon(door.task).await.unwrap();
    let again = capture::bind(&door.redirect_uri).await.unwrap();
    assert_eq!(again.redirect_uri, door.redirect_uri);
}

#[tokio::test]
async fn callbacks_at_the_same_time_all_arrive() {
    let mut door = Door::open().await;
    let url: Arc<str> = format!("{}?code=x&state=right", door.redirect_uri).into();
    let visits = (0..20).map(|_| {
        let url = url.clone();
        tokio::spawn(async move { text(&answered(HttpClient::default().send(get(&url)).await)) })
    });
    let mut first = 0;
    for visit in visits.collect::<Vec<_>>() {
        first += usize::from(soon(visit).await.unwrap().contains("Authorized"));
        door.next().await;
    }
    assert_eq!(first, 1);
}
