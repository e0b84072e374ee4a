//! The preview server shows a site while somebody works on it.
//!
//! It renders a page when it is asked for, from memory, and writes nothing. When a file changes, it is
//! read again, with what depends on it, and open pages reload by themselves.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio::sync::watch;

use crate::diagnostic::Diagnostic;
use crate::site::{ChangedFiles, SiteOptions};

mod answer;
mod error_page;
mod guard;
mod preview;
mod watching;

use answer::Answer;
use preview::Preview;
use watching::Watching;

/// The port when none is asked for; the next free one is taken where it is in use.
const PORT: u16 = 3000;

/// How many ports are tried after it.
const MORE_PORTS: u16 = 100;

#[derive(Clone, Debug)]
pub struct ServeOptions {
    pub site: SiteOptions,
    pub bind: IpAddr,
    /// Exactly this port; otherwise the first free one from 3000 on.
    pub port: Option<u16>,
}

/// What the server has to tell.
pub enum Event<'a> {
    /// Pages can be asked for at this address. No number of papers: all pages show what is wrong.
    Ready { url: &'a str, papers: Option<usize>, after: Duration },
    /// A change was read.
    Reloaded { papers: Option<usize>, after: Duration },
    /// What is wrong or odd now; told when it changes.
    Diagnostics(&'a [Diagnostic]),
    /// A change could not be read, for a fault of the program: what was shown before still is.
    NotReloaded(String),
    /// Changes are not seen, and why.
    NotWatching(String),
}

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("port {port} of {bind} cannot be used: {error}")]
    Port { bind: IpAddr, port: u16, error: std::io::Error },
    #[error("the preview server cannot run: {0}")]
    Io(#[from] std::io::Error),
}

/// Serves a site until the process is interrupted. `tell` is told what happens, from any thread.
pub fn serve(options: &ServeOptions, tell: impl Fn(Event) + Send + Sync + 'static) -> Result<(), ServeError> {
    let start = Instant::now();
    let listener = listen(options)?;
    let address = listener.local_addr()?;
    // Before reading: what changes from here on is heard of.
    let watching = Watching::begin(&options.site);
    let preview = Preview::load(&options.site);
    let url = format!("http://{}{}", shown(address), preview.base_path());
    tell(Event::Ready { url: &url, papers: preview.paper_count(), after: start.elapsed() });

    let (changes, _) = watch::channel(preview.version());
    let server = Arc::new(Server {
        options: options.site.clone(),
        preview: RwLock::new(Arc::new(preview)),
        changes,
        told: Mutex::default(),
        indexing: Mutex::new(indexing_threads()),
        tell: Box::new(tell),
    });
    server.index_ahead();
    server.tell_diagnostics(server.preview().diagnostics());
    match watching {
        Ok(watching) => {
            let (reloading, failing) = (server.clone(), server.clone());
            let changed = move |changed: &ChangedFiles| {
                reloading.reload(changed);
                reloading.index_ahead();
            };
            watching.tell(changed, move |fault| (failing.tell)(Event::NotReloaded(fault)));
        }
        Err(error) => (server.tell)(Event::NotWatching(error.to_string())),
    }

    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let app = Router::new().fallback(respond).with_state(server);
        tokio::select! {
            served = async { axum::serve(listener, app).await } => served,
            interrupted = tokio::signal::ctrl_c() => interrupted,
        }
    })?;
    // Open connections wait for changes that will not come.
    runtime.shutdown_background();
    Ok(())
}

/// Half of the machine's; none where the system gives none.
fn indexing_threads() -> Option<rayon::ThreadPool> {
    let count = rayon::current_num_threads().div_ceil(2);
    rayon::ThreadPoolBuilder::new().num_threads(count).build().ok()
}

fn listen(options: &ServeOptions) -> Result<TcpListener, ServeError> {
    let bind = |port| TcpListener::bind((options.bind, port));
    let error = |port| move |error| ServeError::Port { bind: options.bind, port, error };
    match options.port {
        Some(port) => bind(port).map_err(error(port)),
        None => (PORT..PORT + MORE_PORTS)
            .find_map(|port| bind(port).ok())
            .map_or_else(|| bind(PORT).map_err(error(PORT)), Ok),
    }
}

/// An address that a browser can open: one that means every address of this machine is this one.
fn shown(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => SocketAddr::new([127, 0, 0, 1].into(), address.port()),
        IpAddr::V6(ip) if ip.is_unspecified() => {
            SocketAddr::new(std::net::Ipv6Addr::LOCALHOST.into(), address.port())
        }
        _ => address,
    }
}

/// What all connections share.
struct Server {
    options: SiteOptions,
    preview: RwLock<Arc<Preview>>,
    changes: watch::Sender<String>,
    /// The diagnostics that were told last.
    told: Mutex<Vec<Diagnostic>>,
    /// Makes the index, on some of the processors: the others are for pages and changes. Held while it does.
    indexing: Mutex<Option<rayon::ThreadPool>>,
    tell: Box<dyn Fn(Event) + Send + Sync>,
}

impl Server {
    fn preview(&self) -> Arc<Preview> {
        self.preview.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads what changed, and lets open pages know.
    fn reload(&self, changed: &ChangedFiles) {
        let start = Instant::now();
        let before = self.preview();
        let preview = Arc::new(before.reload(&self.options, changed));
        *self.preview.write().unwrap_or_else(PoisonError::into_inner) = preview.clone();
        (self.tell)(Event::Reloaded { papers: preview.paper_count(), after: start.elapsed() });
        self.tell_diagnostics(preview.diagnostics());
        self.changes.send_replace(preview.version());
        // A large site is no sooner gone than made: nobody waits for it here.
        drop(before);
    }

    /// Makes the search index in a thread of its own, so that no page waits for it that does without.
    fn index_ahead(self: &Arc<Server>) {
        let server = self.clone();
        std::thread::spawn(move || {
            // After quick changes only the last preview is indexed.
            let threads = server.indexing.lock().unwrap_or_else(PoisonError::into_inner);
            let preview = server.preview();
            match &*threads {
                Some(threads) => threads.install(|| preview.make_index()),
                None => preview.make_index(),
            }
        });
    }

    /// Tells what is wrong, unless that was told last.
    fn tell_diagnostics(&self, diagnostics: &[Diagnostic]) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if *told != diagnostics {
            *told = diagnostics.to_vec();
            (self.tell)(Event::Diagnostics(diagnostics));
        }
    }
}

async fn respond(State(server): State<Arc<Server>>, request: Request) -> Response {
    if let Err(reason) = guard::check(request.method(), request.headers()) {
        return plain(reason.status, reason.text);
    }
    let preview = server.preview();
    let path = request.uri().path().to_owned();
    if path == preview.changes_path() {
        return changes(&server).into_response();
    }
    // Rendering takes a while, and other pages shall not wait for it.
    let answered = tokio::task::spawn_blocking(move || {
        let answer = answer::answer(&preview, &path);
        if !answer.diagnostics.is_empty() {
            server.tell_diagnostics(&answer.diagnostics);
        }
        answer
    });
    match answered.await {
        Ok(answer) => respond_with(answer),
        Err(error) => plain(500, format!("this page cannot be shown: {error}")),
    }
}

/// The server's HTTP library leaves the body out where only the head was asked for.
fn respond_with(answer: Answer) -> Response {
    let mut response = Response::builder()
        .status(answer.status)
        .header("content-type", answer.content_type)
        // What is shown is what is on disk now.
        .header("cache-control", "no-store");
    if let Some(location) = answer.location {
        response = response.header("location", location);
    }
    if answer.is_sandboxed {
        response = response.header("content-security-policy", "sandbox");
    }
    response.body(Body::from(answer.body)).expect("planned URLs can stand in a header")
}

fn plain(status: u16, text: String) -> Response {
    let body = Body::from(format!("{text}\n"));
    let response = Response::builder().status(status).header("content-type", "text/plain; charset=utf-8");
    response.body(body).expect("a status and a type make a response")
}

/// Sends the version at once, and again whenever it changes.
fn changes(server: &Server) -> impl IntoResponse + use<> {
    let mut receiver = server.changes.subscribe();
    receiver.mark_changed();
    let events = futures_util::stream::unfold(receiver, |mut receiver| async move {
        receiver.changed().await.ok()?;
        let version = receiver.borrow_and_update().clone();
        let event = SseEvent::default().retry(Duration::from_millis(500)).data(version);
        Some((Ok::<_, std::convert::Infallible>(event), receiver))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
