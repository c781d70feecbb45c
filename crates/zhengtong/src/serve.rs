//! Serving until told to stop: bind, say where, answer, end in order.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use crate::app::{App, OpenError};
use crate::cli::ServeArgs;
use crate::config::{Config, ConfigError};
use crate::{jobs, logging, telemetry};

/// Why serving ended badly.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The configuration can't be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The platform could not be opened.
    #[error("the platform can't be opened")]
    Open(#[source] OpenError),
    /// Metrics could not be collected.
    #[error(transparent)]
    Telemetry(#[from] telemetry::RecorderTaken),
    /// The address is taken, or not ours.
    #[error("can't listen on {address}; choose another with --listen")]
    Bind {
        /// The address asked for.
        address: SocketAddr,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// The listener failed while running.
    #[error("the listener failed")]
    Listen(#[source] io::Error),
}

/// `zhengtong serve`.
pub async fn from_args(args: ServeArgs) -> Result<(), ServeError> {
    let mut config = Config::load(args.config.as_deref())?.with_data(args.data);
    if let Some(listen) = args.listen {
        config.server.listen = listen;
    }
    logging::start(&config.log);
    run(config).await
}

/// Opens the platform on `config` and serves it until a signal.
async fn run(config: Config) -> Result<(), ServeError> {
    let metrics = telemetry::install()?;
    let address = config.server.listen;
    let grace = Duration::from_secs(config.server.shutdown_grace_seconds);
    let app = App::open(config).await.map_err(ServeError::Open)?;
    let listener = bind(address).await?;
    let stop = StopSignal::new();
    crate::say(&format!("http://{}", listener.local_addr().map_err(ServeError::Listen)?));
    let served = serve(&app, listener, telemetry::router(metrics), stop, grace).await;
    app.close().await;
    served
}

/// Takes the address.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|source| ServeError::Bind { address, source })
}

/// Answers on `listener` and works the jobs, until a signal; then open requests
/// have `grace` to finish and the job at hand is put down to be resumed.
pub async fn serve(
    app: &App,
    listener: TcpListener,
    metrics: Router,
    stop_signal: StopSignal,
    grace: Duration,
) -> Result<(), ServeError> {
    let (stop, stopping) = watch::channel(false);
    let working = tokio::spawn(jobs::work(app.clone(), stopping.clone()));
    let routes = app.router().merge(metrics);
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    let mut told = stopping.clone();
    let answering = axum::serve(listener, service).with_graceful_shutdown(async move {
        let _sender_gone = told.wait_for(|stopping| *stopping).await;
    });
    let answering = tokio::spawn(async move { answering.await });
    stop_signal.given().await;
    tracing::info!("stopping: open requests have {} s", grace.as_secs());
    let _nobody_listens = stop.send(true);
    let (answered, _) =
        tokio::join!(tokio::time::timeout(grace, answering), tokio::time::timeout(grace, working),);
    match answered {
        Ok(Ok(Err(source))) => Err(ServeError::Listen(source)),
        Ok(_) => Ok(()),
        Err(_) => {
            tracing::warn!("requests still open after the grace were cut off");
            Ok(())
        }
    }
}

/// SIGTERM or SIGINT. Made before the address is told, because whoever reads the
/// address may already ask for a stop.
#[derive(Debug)]
pub struct StopSignal {
    terminate: Option<Signal>,
    interrupt: Option<Signal>,
}

impl StopSignal {
    /// Begins to listen for it.
    pub fn new() -> Self {
        let listen = |kind| match signal(kind) {
            Ok(signal) => Some(signal),
            Err(error) => {
                tracing::warn!(%error, "a stop signal can't be caught; it will cut requests off");
                None
            }
        };
        Self {
            terminate: listen(SignalKind::terminate()),
            interrupt: listen(SignalKind::interrupt()),
        }
    }

    /// Waits for it.
    pub async fn given(mut self) {
        tokio::select! {
            () = received(self.terminate.as_mut()) => {}
            () = received(self.interrupt.as_mut()) => {}
        }
    }
}

impl Default for StopSignal {
    fn default() -> Self {
        Self::new()
    }
}

async fn received(signal: Option<&mut Signal>) {
    match signal {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}
